package dev.bulwark.govern.threat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.govern.threat.Condition.Term;
import dev.bulwark.govern.threat.Condition.Truth;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.system.ElementKind;
import dev.bulwark.kernel.system.Fact;
import dev.bulwark.testkit.ForAll;
import dev.bulwark.testkit.Mangle;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ConditionTest {
  private static final Map<String, Fact.Value> FACTS =
      Map.of(
          "yes", new Fact.Value.Flag(true),
          "no", new Fact.Value.Flag(false),
          "three", new Fact.Value.Count(3),
          "word", new Fact.Value.Word("own"),
          "words", new Fact.Value.Words(List.of("own", "other")));

  private static Optional<Fact.Value> find(String variable, String fact) {
    return variable.equals("x") ? Optional.ofNullable(FACTS.get(fact)) : Optional.empty();
  }

  @Test
  void conditionsAnswer() {
    assertThat(decide("x.yes && !x.no")).isEqualTo(Truth.TRUE);
    assertThat(decide("x.no || x.yes && x.no")).isEqualTo(Truth.FALSE);
    assertThat(decide("(x.no || x.yes) && x.yes")).isEqualTo(Truth.TRUE);
    assertThat(decide("!(x.three == 3)")).isEqualTo(Truth.FALSE);
    assertThat(decide("x.three >= 3 && x.three < 4 && x.three != 5")).isEqualTo(Truth.TRUE);
    assertThat(decide("x.word in ['own', \"bought\"]")).isEqualTo(Truth.TRUE);
    assertThat(decide("'none' in x.words")).isEqualTo(Truth.FALSE);
    assertThat(decide("x.yes == true && false == x.no")).isEqualTo(Truth.TRUE);
  }

  @Test
  void aMissingFactIsAnErrorUnlessTheRestDecides() {
    assertThat(decide("x.gone")).isEqualTo(Truth.ERROR);
    assertThat(decide("!x.gone")).isEqualTo(Truth.ERROR);
    assertThat(decide("x.gone && x.yes")).isEqualTo(Truth.ERROR);
    assertThat(decide("x.gone && x.no")).isEqualTo(Truth.FALSE);
    assertThat(decide("x.gone || x.yes")).isEqualTo(Truth.TRUE);
    assertThat(decide("x.gone == 3 || x.no")).isEqualTo(Truth.ERROR);
  }

  @Test
  void aFactOfAnotherTypeIsAnError() {
    assertThat(decide("x.word")).isEqualTo(Truth.ERROR);
    assertThat(decide("x.word == 3")).isEqualTo(Truth.ERROR);
    assertThat(decide("x.yes < 3")).isEqualTo(Truth.ERROR);
    assertThat(decide("x.word in x.word")).isEqualTo(Truth.ERROR);
  }

  @Test
  void anAnswerNamesTheFactsItRestsOn() {
    assertThat(because("x.yes && (x.no || x.three == 3)")).containsExactly("x.yes", "x.three");
    assertThat(because("!(x.yes && x.no)")).containsExactly("x.no");
    assertThat(because("x.no")).containsExactly("x.no");
    assertThat(because("x.gone")).isEmpty();
  }

  @Test
  void aProblemNamesTheCharacterAndWhatWasExpected() {
    refused("", 0, "expected a fact such as model.format");
    refused("x", 1, "expected \".\", found the end");
    refused("x.", 2, "found the end");
    refused("x.yes &", 6, "expected &&, || or the end, found \"&\"");
    refused("x.yes && && x.no", 9, "expected a fact");
    refused("(x.yes", 6, "expected \")\"");
    refused("x.word == \"own", 10, "a text in quotes");
    refused("x.word == \"o\\\"wn\"", 10, "a text in quotes");
    refused("x.word in []", 11, "expected a fact");
    refused("x.word in [1]", 12, "a list of texts");
    refused("!x.word == \"own\"", 16, "parentheses");
    refused("x.three == 3 == 3", 13, "expected &&, || or the end");
    refused("x.three == 03", 13, "a whole number");
    refused("x.three == 3u", 12, "a whole number");
    refused("x.three == 1.5", 12, "a whole number");
    refused("x.three == -1", 11, "expected a fact");
    refused("x.in", 2, "no keyword of CEL");
    refused("for.x", 0, "a variable");
    refused("x.yes\tx", 5, "expected &&");
    refused("size(x.words)", 4, "expected \".\"");
    refused("x.words.all(w, w)", 7, "expected &&");
    refused("x.yes ? x.no : x.yes", 6, "expected &&");
  }

  @Test
  void lengthAndDepthAreBounded() {
    refused("x.yes" + " ".repeat(Condition.MAX_LENGTH), 0, "at most 1000 characters");
    refused("(".repeat(400) + "x.yes" + ")".repeat(400), 32, "at most 32 levels");
    refused("!".repeat(900) + "x.yes", 32, "at most 32 levels");
  }

  @Test
  void mangledTextIsReadOrRefused() {
    ForAll.cases(
        5_000,
        random -> {
          byte[] text =
              Bytes.utf8("x.yes && !(x.word in [\"a\", \"b\"]) || x.three >= 12").toArray();
          String mangled = Bytes.of(Mangle.once(Mangle.once(text, random), random)).utf8();
          try {
            Condition.parse(mangled).decide(ConditionTest::find);
          } catch (MalformedCondition e) {
            assertThat(e.at()).isBetween(0, mangled.length());
          }
        });
  }

  @Test
  void theCheckerNamesWhatIsWrong() {
    assertThat(problems("dataset.llm"))
        .containsExactly("expected the variable model or system, found dataset");
    assertThat(problems("model.lm"))
        .containsExactly("there is no fact model.lm in the table of facts");
    assertThat(problems("model.format"))
        .containsExactly("expected a flag, found model.format (a word)");
    assertThat(problems("model.llm == 1"))
        .containsExactly("== cannot compare model.llm (a flag) with a count");
    assertThat(problems("model.origin == \"ovn\" && 3 == model.lm"))
        .containsExactly(
            "expected one of [own, partner, public-hub, vendor-api], found \"ovn\"",
            "there is no fact model.lm in the table of facts");
    assertThat(problems("model.format in [\"onnx\", \"pickel\"]")).hasSize(1);
    assertThat(problems("\"imagse\" in model.inputs")).hasSize(1);
    assertThat(problems("model.supplier == \"supplier/anything\" || system.generative")).isEmpty();
  }

  private static List<String> problems(String text) {
    return ConditionCheck.problems(Condition.parse(text), ElementKind.MODEL, Systems.TABLE);
  }

  private static Truth decide(String text) {
    return Condition.parse(text).decide(ConditionTest::find);
  }

  private static List<String> because(String text) {
    return Condition.parse(text).because(ConditionTest::find, decide(text)).stream()
        .map(Term.Select::toString)
        .toList();
  }

  private static void refused(String text, int at, String message) {
    assertThatThrownBy(() -> Condition.parse(text))
        .as(text)
        .isInstanceOf(MalformedCondition.class)
        .hasMessageContaining(message)
        .satisfies(e -> assertThat(((MalformedCondition) e).at()).as(text).isEqualTo(at));
  }
}
