package dev.bulwark.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.control.gate.Decision;
import dev.bulwark.control.gate.Gate;
import dev.bulwark.control.policy.About;
import dev.bulwark.control.policy.Control;
import dev.bulwark.control.policy.GateName;
import dev.bulwark.control.policy.Policy;
import dev.bulwark.control.policy.Requirement;
import dev.bulwark.control.policy.Requirement.Source;
import dev.bulwark.control.status.Assessment;
import dev.bulwark.control.status.ControlStatus;
import dev.bulwark.evidence.CheckRunPredicate;
import dev.bulwark.evidence.EvidenceFixture;
import dev.bulwark.evidence.PredicateType;
import dev.bulwark.evidence.Statement;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.CheckRun;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.kernel.system.AiSystem;
import dev.bulwark.kernel.system.Element;
import dev.bulwark.kernel.system.ElementKind;
import dev.bulwark.kernel.system.Fact;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The shipped catalogue can be met, piece by piece, and no piece of it can be left out: on really
/// signed evidence, for a team whose authors are Ada and Ben.
final class CarefulTeamTest {
  private static final Instant THEN = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant NOW = THEN.plus(Duration.ofMinutes(30));
  private static final Policy POLICY = Policy.builtin();
  private static final List<String> PROFILES = List.of("essentials", "standard", "high-risk");

  private static final Subject MANIFEST = subject("bulwark.yaml");
  private static final Map<ElementKind, Subject> FILES =
      Map.of(
          ElementKind.MODEL, subject("models/scorer.onnx"),
          ElementKind.DATASET, subject("data/train.csv"),
          ElementKind.PROMPT, subject("prompts/system.txt"));
  private static final List<Subject> DOCUMENTS =
      List.of(subject("threat-model"), subject("risk-register"));

  /// What the checks count: no high threat without a control, no risk above the appetite.
  private static final Json.Obj COUNTS =
      Json.object().put("untreatedHigh", 0L).put("aboveAppetite", 0L).build();

  @Test
  void aCarefulTeamOpensEveryGateOfEveryProfile() {
    for (String profile : PROFILES) {
      EvidenceFixture ledger = ledger(profile, (_, _) -> true);
      assertThat(open(ledger)).as(profile).containsExactly(GateName.values());
    }
  }

  @Test
  void everyControlOfTheWholeCatalogueConcernsAFullSystem() {
    Assessment assessment = assess(ledger("high-risk", (_, _) -> true));

    assertThat(assessment.assessed())
        .hasSameSizeAs(POLICY.catalogue().controls())
        .allSatisfy(
            each ->
                assertThat(each.status())
                    .as(each.control().id())
                    .isInstanceOf(ControlStatus.Satisfied.class));
  }

  @Test
  void eachPieceOfEvidenceLeftOutClosesExactlyTheGatesOfItsControl() {
    for (String profile : PROFILES) {
      for (Control control : POLICY.selected(profile)) {
        for (Requirement left : control.evidence()) {
          Assessment assessment = assess(ledger(profile, (_, each) -> !each.equals(left)));
          Set<GateName> open = new TreeSet<>(List.of(GateName.values()));
          open.removeIf(control::blocks);
          assertThat(open(assessment))
              .as("%s without %s/%s", profile, control.id(), left.id())
              .isEqualTo(open);
          assertThat(assessment.status(control.id()).orElseThrow().isSatisfied()).isFalse();
        }
      }
    }
  }

  @Test
  void aSmallSystemWithoutPersonalDataSuppliersOrFilesReachesRelease() {
    EvidenceFixture ledger = begin();
    ledger.judge(description("essentials", List.of(hosted()), "limited", false), THEN);
    supply(ledger, "essentials", (_, _) -> true);

    Assessment assessment = assess(ledger);

    assertThat(open(ledger))
        .contains(GateName.DESIGN, GateName.ADMIT, GateName.STAGE, GateName.RELEASE);
    assertThat(assessment.excluded())
        .extracting(each -> each.control().id())
        .contains("VND-01", "VND-03", "PRV-01");
  }

  @Test
  void aModelFormatWithoutAFileIsNotAdmitted() {
    EvidenceFixture ledger = begin();
    Element elsewhere =
        element(ElementKind.MODEL, "elsewhere", Map.of("format", word("pickle")), List.of());
    ledger.judge(description("essentials", List.of(elsewhere), "limited", false), THEN);
    supply(ledger, "essentials", (_, _) -> true);

    assertThat(open(ledger)).doesNotContain(GateName.ADMIT, GateName.STAGE, GateName.RELEASE);
  }

  @Test
  void aModelSwappedAfterApprovalIsNotReleasedThoughItsScanPasses() {
    EvidenceFixture ledger = ledger("essentials", (_, _) -> true);
    Subject swapped = subject("models/other.onnx");
    Element model =
        element(ElementKind.MODEL, "scorer", Map.of("format", word("onnx")), List.of(swapped));
    ledger.judge(description("essentials", List.of(model), "limited", true), THEN.plusSeconds(60));
    ledger.judge(passed("model-file-scan", List.of(), swapped, COUNTS), THEN.plusSeconds(60));

    assertThat(open(ledger)).contains(GateName.ADMIT).doesNotContain(GateName.RELEASE);
  }

  @Test
  void oneUntreatedHighThreatOrAnUncountedRunKeepsTheReleaseClosed() {
    for (Json.Obj counts :
        List.of(
            Json.object().put("untreatedHigh", 1L).put("aboveAppetite", 0L).build(),
            Json.object().put("untreatedHigh", 0L).put("aboveAppetite", 1L).build(),
            Json.object().build())) {
      EvidenceFixture ledger = ledger("essentials", (_, _) -> true);
      for (String suite : List.of("threat-trace", "residual-risk")) {
        ledger.judge(
            passed(suite, List.of("THR-T01", "RSK-R01"), MANIFEST, counts), THEN.plusSeconds(60));
      }
      assertThat(open(ledger)).doesNotContain(GateName.RELEASE);
    }
  }

  @Test
  void whoBuiltTheSystemCannotApproveItsRiskDesignOrRelease() {
    for (String kind :
        List.of(
            "risk-approval",
            "use-screening",
            "threat-model-approval",
            "design-review",
            "privacy-assessment")) {
      EvidenceFixture ledger =
          ledger("essentials", (_, requirement) -> !requirement.source().name().equals(kind));
      POLICY.selected("essentials").stream()
          .flatMap(control -> control.evidence().stream())
          .filter(requirement -> requirement.source().name().equals(kind))
          .forEach(requirement -> supply(ledger, requirement, "ada"));

      assertThat(open(ledger)).as(kind).doesNotContain(GateName.RELEASE);
    }
  }

  private static Set<GateName> open(EvidenceFixture ledger) {
    return open(assess(ledger));
  }

  private static Set<GateName> open(Assessment assessment) {
    return Stream.of(GateName.values())
        .filter(gate -> Gate.decide(gate, assessment) instanceof Decision.Allow)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Assessment assess(EvidenceFixture ledger) {
    return Assessment.of(POLICY, ledger.all(), NOW);
  }

  private static EvidenceFixture ledger(
      String profile, BiPredicate<Control, Requirement> supplied) {
    EvidenceFixture ledger = begin();
    ledger.judge(description(profile, List.of(scorer(), hosted()), "high", true), THEN);
    supply(ledger, profile, supplied);
    return ledger;
  }

  /// Ada and two more people hold every role; Ada is an author.
  private static EvidenceFixture begin() {
    EvidenceFixture ledger = EvidenceFixture.begin(THEN);
    ledger.enrolCollector("builder", THEN);
    for (String person : List.of("ada", "mira", "noor", "omar")) {
      ledger.enrol(person, THEN);
      for (String role : roles()) {
        ledger.grant(person, role, THEN);
      }
    }
    return ledger;
  }

  private static Set<String> roles() {
    return POLICY.catalogue().controls().stream()
        .flatMap(control -> control.evidence().stream())
        .map(Requirement::source)
        .filter(Source.Attestation.class::isInstance)
        .map(source -> ((Source.Attestation) source).role())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static void supply(
      EvidenceFixture ledger, String profile, BiPredicate<Control, Requirement> supplied) {
    for (Control control : POLICY.selected(profile)) {
      control.evidence().stream()
          .filter(requirement -> supplied.test(control, requirement))
          .forEach(requirement -> supply(ledger, requirement, "mira", "noor", "omar"));
    }
  }

  private static void supply(EvidenceFixture ledger, Requirement requirement, String... people) {
    for (Subject subject : subjects(requirement.about())) {
      switch (requirement.source()) {
        case Source.Suite(String name) -> {
          Statement run = passed(name, requirement.rules(), subject, COUNTS);
          switch (requirement.assurance()) {
            case A3 -> ledger.collector("builder", run, THEN);
            case A0, A1, A2, A4 -> ledger.judge(run, THEN);
          }
        }
        case Source.Attestation asked ->
            Stream.of(people)
                .limit(asked.people())
                .forEach(person -> ledger.person(person, approval(asked, subject), THEN));
        case Source.Statement asked ->
            ledger.judge(new Statement(List.of(subject), asked.predicateType(), COUNTS), THEN);
      }
    }
  }

  private static List<Subject> subjects(About about) {
    return switch (about) {
      case About.Manifest _ -> List.of(MANIFEST);
      case About.Artifacts(ElementKind kind) -> List.of(FILES.get(kind));
      case About.Document(String name) ->
          DOCUMENTS.stream().filter(document -> document.name().equals(name)).toList();
    };
  }

  private static Statement approval(Source.Attestation asked, Subject subject) {
    return new Statement(
        List.of(subject),
        PredicateType.ATTESTATION,
        Json.object()
            .put("kind", asked.name())
            .put("role", asked.role())
            .put("decision", "approve")
            .build());
  }

  private static Statement passed(
      String suite, List<String> rules, Subject subject, Json.Obj details) {
    TreeMap<RuleId, Outcome> outcomes = new TreeMap<>();
    Stream.concat(rules.stream(), Stream.of("XYZ-001"))
        .forEach(rule -> outcomes.put(new RuleId(rule), Outcome.passed()));
    return CheckRunPredicate.statement(
        new CheckRun(
            suite,
            new CheckRun.Checker("bulwark-test", "1"),
            Digest.of(Bytes.utf8("rules")),
            List.of(subject),
            outcomes,
            details));
  }

  private static Statement description(
      String profile, List<Element> models, String tier, boolean exposed) {
    List<Element> elements = new ArrayList<>(models);
    elements.add(
        element(
            ElementKind.SYSTEM,
            "whole",
            Map.of(
                "personalData", flag(exposed),
                "affectsPeople", flag(exposed),
                "euHighRiskDeployer", flag(exposed),
                "riskTier", word(tier)),
            List.of()));
    if (exposed) {
      elements.add(file(ElementKind.DATASET, Map.of("use", word("train"))));
      elements.add(file(ElementKind.PROMPT, Map.of()));
      elements.add(element(ElementKind.AGENT, "helper", Map.of(), List.of()));
      elements.add(element(ElementKind.SUPPLIER, "vendor", Map.of(), List.of()));
    }
    AiSystem system =
        new AiSystem(
            "loans",
            "Loans",
            "Scores loan requests",
            new TreeMap<>(Map.of("accountable", "mira")),
            List.of("ada", "ben"),
            profile,
            elements,
            MANIFEST.digest());
    List<Subject> subjects = new ArrayList<>(List.of(MANIFEST));
    subjects.addAll(DOCUMENTS);
    return new Statement(
        subjects,
        PredicateType.SYSTEM,
        Json.object()
            .put("system", system.json())
            .put("documents", Json.array(DOCUMENTS.stream().map(Subject::json).toList()))
            .build());
  }

  private static Element scorer() {
    return file(ElementKind.MODEL, Map.of("format", word("onnx")));
  }

  private static Element hosted() {
    return element(ElementKind.MODEL, "hosted", Map.of("format", word("hosted")), List.of());
  }

  private static Element file(ElementKind kind, Map<String, Fact.Value> facts) {
    return element(kind, "a-" + kind.word(), facts, List.of(FILES.get(kind)));
  }

  private static Element element(
      ElementKind kind, String id, Map<String, Fact.Value> facts, List<Subject> files) {
    SortedMap<String, Fact> declared = new TreeMap<>();
    facts.forEach((name, value) -> declared.put(name, new Fact(value, Fact.Origin.DECLARED)));
    return new Element(kind, id, id, declared, files, Place.of("bulwark.yaml"));
  }

  private static Fact.Value word(String value) {
    return new Fact.Value.Word(value);
  }

  private static Fact.Value flag(boolean value) {
    return new Fact.Value.Flag(value);
  }

  private static Subject subject(String name) {
    return new Subject(name, Digest.of(Bytes.utf8(name)));
  }
}
