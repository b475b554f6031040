package dev.bulwark.control.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bulwark.control.ControlFault;
import dev.bulwark.control.Lab;
import dev.bulwark.evidence.EvidenceFixture;
import dev.bulwark.kernel.condition.Condition;
import dev.bulwark.kernel.condition.Vocabulary;
import dev.bulwark.testkit.ForAll;
import dev.bulwark.testkit.Mangle;
import dev.bulwark.testkit.condition.CelJudge;
import dev.bulwark.testkit.condition.ConditionMaker;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PolicyTest {
  private static final String CATALOGUE = Lab.text("small-catalogue.yaml");
  private static final String PROFILES = Lab.text("small-profiles.yaml");

  private static List<String> problems(String catalogue, String profiles) {
    return catchThrowableOfType(ControlFault.class, () -> Policy.parse(catalogue, profiles))
        .problems();
  }

  @Test
  void theBuiltinPolicyParsesAndIsTheOneInTheLedger() {
    Policy builtin = Policy.builtin();
    Policy parsed =
        Policy.parse(
            builtin.statement().predicate().text("catalogue").orElseThrow(),
            builtin.statement().predicate().text("profiles").orElseThrow());
    assertThat(parsed.digest()).isEqualTo(builtin.digest());
    assertThat(parsed.catalogue()).isEqualTo(builtin.catalogue());
    assertThat(parsed.profiles())
        .extracting(Profile::id)
        .containsExactly("essentials", "standard", "high-risk");
  }

  @Test
  void everyPartOfTheSchemaIsRead() {
    Policy policy = Policy.parse(CATALOGUE, PROFILES);
    assertThat(policy.catalogue().controls()).hasSize(7);
    Control review = policy.catalogue().find("DSN-01").orElseThrow();
    assertThat(review.evidence().getFirst().source())
        .isEqualTo(new Requirement.Source.Attestation("design-review", "security", true, 2));
    assertThat(review.gates()).isEqualTo(Map.of(GateName.RELEASE, Control.Effect.BLOCK));
    Requirement dpia = policy.catalogue().find("PRV-01").orElseThrow().evidence().getFirst();
    assertThat(((Requirement.Source.Statement) dpia.source()).predicateType())
        .isEqualTo("https://bulwark.dev/predicate/dpia/v1");
    assertThat(dpia.age().isUnlimited()).isTrue();
  }

  @Test
  void aProfileInheritsAndOnlyShortens() {
    Policy policy = Policy.parse(CATALOGUE, PROFILES);
    Control gov = policy.selected("standard").getFirst();
    assertThat(gov.evidence().stream().map(each -> each.age().toString()))
        .containsExactly("1d", "180d");
    assertThat(policy.selected("essentials").getFirst().evidence().getLast().age())
        .hasToString("365d");
    Policy longer = Policy.parse(CATALOGUE, PROFILES.replace("180d", "900d"));
    assertThat(longer.selected("standard").getFirst().evidence().getLast().age())
        .hasToString("365d");
  }

  @Test
  void everyProblemIsSaidAtOnceWithItsPlace() {
    String broken =
        CATALOGUE
            .replace("stage: develop", "stage: later")
            .replace("assurance: A3", "assurance: A0")
            .replace("maxAge: 24h", "maxAge: 24")
            .replace("gates: {operate: block}", "gates: {operat: block}")
            .replace("system.personalData", "system.personalData &&")
            .replace("people: 2", "people: 0")
            .replace("title: It is watched", "titel: It is watched");
    List<String> problems = problems(broken, PROFILES.replace("MDL-01]", "MDL-99]"));
    assertThat(problems)
        .allSatisfy(line -> assertThat(line).matches("(catalogue|profiles)\\.yaml:\\d+:\\d+: .+"))
        .anySatisfy(line -> assertThat(line).contains("expected one of [design, develop"))
        .anySatisfy(line -> assertThat(line).contains("expected A1, A2, A3 or A4, found A0"))
        .anySatisfy(line -> assertThat(line).contains("expected a number of days or hours"))
        .anySatisfy(line -> assertThat(line).contains("unknown key operat"))
        .anySatisfy(line -> assertThat(line).contains("applies: "))
        .anySatisfy(line -> assertThat(line).contains("expected a number from 1 to 20"))
        .anySatisfy(line -> assertThat(line).contains("unknown key titel"))
        .anySatisfy(line -> assertThat(line).contains("the key title is missing"));
  }

  @Test
  void aMandatoryAgeCannotBeLeftOut() {
    assertThat(problems(CATALOGUE.replace(", maxAge: 30d}", "}"), PROFILES))
        .singleElement()
        .satisfies(line -> assertThat(line).contains("the key maxAge is missing"));
  }

  @Test
  void evidenceHasExactlyOneSource() {
    assertThat(
            problems(
                CATALOGUE.replace("suite: monitoring", "suite: monitoring, statement: monitoring"),
                PROFILES))
        .singleElement()
        .satisfies(line -> assertThat(line).contains("exactly one of suite"));
  }

  /// Each of them counted as "applies", silently, before conditions were checked.
  @Test
  void aConditionMayOnlySpeakOfWhatThereIs() {
    assertThat(applies("predicate.x"))
        .isEqualTo("applies: expected the variable system, found predicate");
    assertThat(applies("system.personalDta"))
        .isEqualTo(
            "applies: expected a fact of system, one of [logsInputs, personalData, riskTier], found"
                + " system.personalDta");
    assertThat(applies("system.personalData == 1"))
        .isEqualTo(
            "applies: expected two sides that == can compare, found system.personalData (a flag) and a count");
    assertThat(applies("system.riskTier == 'hgih'"))
        .isEqualTo("applies: expected one of [minimal, high], found \"hgih\"");
    assertThat(applies("\"'yes'\"")).isEqualTo("applies: expected a flag, found a word");
    assertThat(applies("models.exists(m, m.fromat == 'onnx')"))
        .startsWith("applies: expected a fact of m, one of []");
    assertThat(applies("modles.size() > 0")).startsWith("applies: expected the list");
    assertThat(applies("system.personalData &&"))
        .isEqualTo(
            "applies: at its character 23: expected a fact such as model.format, a text in quotes or"
                + " a number, found the end");
  }

  /// The only problem of a catalogue whose second condition over facts is this one.
  private static String applies(String condition) {
    String catalogue = CATALOGUE.replace("applies: system.personalData", "applies: " + condition);
    String at = "catalogue.yaml:" + lineOf(catalogue, "applies: " + condition) + ":14: ";
    List<String> problems = problems(catalogue, PROFILES);
    assertThat(problems).singleElement().asString().startsWith(at);
    return problems.getFirst().substring(at.length());
  }

  private static int lineOf(String text, String part) {
    return (int) text.substring(0, text.indexOf(part)).lines().count();
  }

  @Test
  void aConditionMayOnlySpeakOfFactsTheCatalogueNames() {
    assertThat(problems(CATALOGUE.replace("personalData: flag", "personalData: flga"), PROFILES))
        .singleElement()
        .asString()
        .contains("personalData: expected flag, count, word, words or word one|other");
    assertThat(problems(CATALOGUE.replace("  system: {", "  systems: {"), PROFILES))
        .anySatisfy(line -> assertThat(line).contains("unknown key systems"));
  }

  @Test
  void everyConditionOfTheBuiltinPolicyIsCelAndMeansTheSame() {
    Catalogue catalogue = Policy.builtin().catalogue();
    CelJudge judge = CelJudge.of(catalogue.facts());
    CelJudge ofEvidence = CelJudge.of(FactWords.PREDICATE);
    List<Condition> asked = new ArrayList<>();
    for (Control control : catalogue.controls()) {
      asked.add(control.applies());
      for (Requirement requirement : control.evidence()) {
        asked.add(requirement.when());
        ofEvidence.agrees(requirement.condition().text());
      }
    }
    asked.forEach(condition -> judge.agrees(condition.text()));
    assertThat(asked.stream().filter(condition -> !condition.equals(Condition.always())).count())
        .isGreaterThan(10);
    assertThat(asked.stream().filter(each -> each instanceof Condition.Exists)).isNotEmpty();
  }

  @Test
  void anyConditionOverTheFactsOfTheCatalogueIsCelAndMeansTheSame() {
    Vocabulary facts = Policy.builtin().catalogue().facts();
    CelJudge judge = CelJudge.of(facts);
    ForAll.cases(
        300, random -> judge.agrees(new ConditionMaker(random, facts).make(3).text(), random, 10));
  }

  @Test
  void keysGivenTwiceAreRefused() {
    assertThat(problems(CATALOGUE + "id: again\n", PROFILES))
        .singleElement()
        .satisfies(line -> assertThat(line).contains("the key id is given twice"));
  }

  @Test
  void hostileTextIsRefusedWithinBounds() {
    String bomb =
        "a: &a [x,x,x,x,x,x,x,x,x]\n"
            + Stream.iterate(
                    new char[] {'a', 'b'},
                    pair -> pair[1] <= 'z',
                    pair -> new char[] {pair[1], (char) (pair[1] + 1)})
                .map(
                    pair ->
                        "%c: &%c [%s]\n"
                            .formatted(pair[1], pair[1], ("*" + pair[0] + ",").repeat(9)))
                .reduce("", String::concat);
    for (String text :
        List.of(
            "",
            "- a",
            "text",
            "a: [",
            "\0",
            "{".repeat(20_000),
            "a: &a [*a]",
            "catalogue: &c {x: *c}",
            bomb,
            "x".repeat(5 << 20))) {
      assertThatThrownBy(() -> Policy.parse(text, PROFILES)).isInstanceOf(ControlFault.class);
      assertThatThrownBy(() -> Policy.parse(CATALOGUE, text)).isInstanceOf(ControlFault.class);
    }
  }

  @Test
  void mangledTextIsParsedOrRefusedAndNothingElse() {
    byte[] valid = CATALOGUE.getBytes(StandardCharsets.UTF_8);
    ForAll.cases(
        400,
        random -> {
          String text = new String(Mangle.once(valid, random), StandardCharsets.UTF_8);
          try {
            Policy.parse(text, PROFILES);
          } catch (ControlFault e) {
            assertThat(e.problems()).isNotEmpty();
          }
        });
  }

  @Test
  void thePolicyOfADateIsTheNewestTheJudgeSignedByThen() {
    EvidenceFixture ledger = EvidenceFixture.begin(Lab.T0);
    Policy first = Lab.policy();
    Policy second = Policy.parse(CATALOGUE.replace("1.0.0", "1.1.0"), PROFILES);
    ledger.enrol("olga", Lab.T0);
    ledger.judge(first.statement(), Lab.day(1));
    ledger.judge(second.statement(), Lab.day(2));
    ledger.person("olga", first.statement(), Lab.day(3));
    assertThat(Policy.inForce(ledger.all(), Lab.T0)).isEmpty();
    assertThat(Policy.inForce(ledger.all(), Lab.day(1)).orElseThrow().digest())
        .isEqualTo(first.digest());
    assertThat(Policy.inForce(ledger.all(), Lab.day(4)).orElseThrow().digest())
        .isEqualTo(second.digest());
  }

  @Test
  void agesAreReadAndWrittenAlike() {
    for (String text : List.of("1d", "30d", "12h", "none")) {
      assertThat(Age.parse(text)).hasToString(text);
    }
    for (String text : List.of("", "d", "0d", "-1d", "1", "1w", "1.5d", "99999999d", "NONE")) {
      assertThatThrownBy(() -> Age.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
