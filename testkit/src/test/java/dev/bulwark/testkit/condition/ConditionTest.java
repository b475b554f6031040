package dev.bulwark.testkit.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.condition.Condition;
import dev.bulwark.kernel.condition.Condition.Term;
import dev.bulwark.kernel.condition.Condition.Truth;
import dev.bulwark.kernel.condition.MalformedCondition;
import dev.bulwark.kernel.condition.Vocabulary;
import dev.bulwark.kernel.system.Fact;
import dev.bulwark.testkit.ForAll;
import dev.bulwark.testkit.Mangle;
import java.util.LinkedHashMap;
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

  private static final Condition.FactSource SOURCE =
      new Condition.FactSource() {
        @Override
        public Optional<Fact.Value> find(String variable, String fact) {
          return variable.equals("x") ? Optional.ofNullable(FACTS.get(fact)) : Optional.empty();
        }

        @Override
        public Optional<List<Map<String, Fact.Value>>> elements(String list) {
          return switch (list) {
            case "none" -> Optional.of(List.of());
            case "both" ->
                Optional.of(
                    List.of(
                        Map.of("ok", new Fact.Value.Flag(false)),
                        Map.of("ok", new Fact.Value.Flag(true), "n", new Fact.Value.Count(1))));
            default -> Optional.empty();
          };
        }
      };

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
  void someElementOfAListIsEnough() {
    assertThat(decide("both.exists(e, e.ok)")).isEqualTo(Truth.TRUE);
    assertThat(decide("both.exists(e, e.ok && x.no)")).isEqualTo(Truth.FALSE);
    assertThat(decide("none.exists(e, e.ok)")).isEqualTo(Truth.FALSE);
    assertThat(decide("both.exists(e, e.n == 1)")).isEqualTo(Truth.TRUE);
    assertThat(decide("both.exists(e, e.n == 2)")).isEqualTo(Truth.ERROR);
    assertThat(decide("gone.exists(e, e.ok)")).isEqualTo(Truth.ERROR);
    assertThat(decide("both.size() == 2 && none.size() == 0")).isEqualTo(Truth.TRUE);
    assertThat(decide("gone.size() >= 0")).isEqualTo(Truth.ERROR);
    assertThat(because("both.exists(e, e.ok && !x.no)")).containsExactly("both.ok", "x.no");
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
    refused("x.words.all(w, w)", 11, "expected &&");
    refused("x.words.size() > 0", 12, "expected &&");
    refused("both.exists(e)", 13, "expected \",\"");
    refused("both.exists(in, x.yes)", 12, "a variable");
    refused("both.exists(e, none.exists(f, f.ok))", 15, "no exists inside another");
    refused("x.yes == both.exists(e, e.ok)", 20, "expected &&");
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
            Condition.parse(mangled).decide(SOURCE);
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
        .containsExactly(
            "expected a fact of model, one of [inputs, llm, origin, supplier], found model.lm");
    assertThat(problems("model.origin"))
        .containsExactly("expected a flag, found model.origin (a word)");
    assertThat(problems("model.llm == 1"))
        .containsExactly(
            "expected two sides that == can compare, found model.llm (a flag) and a count");
    assertThat(problems("model.origin == \"ovn\" && 3 == model.lm"))
        .containsExactly(
            "expected one of [own, vendor], found \"ovn\"",
            "expected a fact of model, one of [inputs, llm, origin, supplier], found model.lm");
    assertThat(problems("model.origin in [\"own\", \"vendro\"]")).hasSize(1);
    assertThat(problems("\"imagse\" in model.inputs")).hasSize(1);
    assertThat(problems("model.supplier == \"supplier/anything\" || system.people > 3")).isEmpty();
  }

  @Test
  void theCheckerKnowsListsAndTheirElements() {
    assertThat(problems("flows.exists(f, f.encrypted) && flows.size() > 1")).isEmpty();
    assertThat(problems("flow.exists(f, f.encrypted) && flow.size() > 1"))
        .containsExactly(
            "expected the list flows, found flow", "expected the list flows, found flow");
    assertThat(problems("flows.exists(f, f.encryptd)"))
        .containsExactly("expected a fact of f, one of [encrypted], found f.encryptd");
    assertThat(problems("flows.exists(f, f.encrypted) && f.encrypted"))
        .containsExactly("expected the variable model or system, found f");
    assertThat(problems("flows.exists(system, system.encrypted)"))
        .containsExactly("expected a new name for an element of flows, found system");
    assertThat(problems("flows.size()")).containsExactly("expected a flag, found a count");
  }

  /// Whatever a foreign document says: its types are known when it is there.
  @Test
  void theCheckerLeavesTheTypesOfAnOpenVariableOpen() {
    Vocabulary open =
        Vocabulary.of(new LinkedHashMap<>(Map.of("predicate", Vocabulary.Facts.Open.OPEN)));
    for (String text : List.of("predicate.a.b == 'x'", "predicate.n >= 3", "predicate.ok")) {
      assertThat(Condition.parse(text).problems(open)).as(text).isEmpty();
      CelJudge.of(open).agrees(text);
    }
    assertThat(Condition.parse("predicate.a < 'x'").problems(open)).hasSize(1);
  }

  @Test
  void typesAreRead() {
    assertThat(Vocabulary.Type.parse("word own|vendor"))
        .isEqualTo(new Vocabulary.Type(Vocabulary.Shape.WORD, List.of("own", "vendor")));
    assertThat(Vocabulary.Type.parse("words"))
        .isEqualTo(Vocabulary.Type.of(Vocabulary.Shape.WORDS));
    for (String text : List.of("", "any", "flag own", "Flag", "word own|", "words |", "word ")) {
      assertThatThrownBy(() -> Vocabulary.Type.parse(text))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("found \"" + text + "\"");
    }
  }

  @Test
  void anyConditionIsTypedCelAndMeansTheSame() {
    CelJudge judge = CelJudge.of(Words.VOCABULARY);
    ForAll.cases(
        600,
        random -> {
          Condition condition = new ConditionMaker(random, Words.VOCABULARY).make(4);
          assertThat(Condition.parse(condition.text())).isEqualTo(condition);
          judge.agrees(condition.text(), random, 10);
        });
  }

  @Test
  void aTextWithBothQuotesAroundItsWordsIsWrittenAsItWas() {
    for (String text : List.of("x.a == 'o\"wn'", "x.a == \"o'wn\"", "!x.a", "!(x.a || x.b)")) {
      assertThat(Condition.parse(text).text()).isEqualTo(text);
    }
  }

  @Test
  void theCheckerRefusesWhatCelRefuses() {
    CelJudge judge = CelJudge.of(Words.VOCABULARY);
    for (String text :
        List.of(
            "model.nope",
            "component.llm",
            "model.origin",
            "model.origin == 1",
            "model.llm == \"true\"",
            "model.origin in model.supplier",
            "model.inputs == \"images\"",
            "system.people < \"1\"",
            "!model.origin",
            "model.llm && model.origin",
            "model.llm.deep",
            "flow.size() > 0",
            "flows.size()",
            "flows.exists(f, f.nope)",
            "flows.exists(f, f.encrypted == 1)",
            "flows.exists(f, true) && f.encrypted")) {
      assertThat(judge.compile(text).hasError()).as(text).isTrue();
      assertThat(problems(text)).as(text).isNotEmpty();
    }
  }

  private static List<String> problems(String text) {
    return Condition.parse(text).problems(Words.VOCABULARY).stream()
        .map(Condition.Problem::toString)
        .toList();
  }

  private static Truth decide(String text) {
    return Condition.parse(text).decide(SOURCE);
  }

  private static List<String> because(String text) {
    return Condition.parse(text).because(SOURCE, decide(text)).stream()
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
