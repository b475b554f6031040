package dev.bulwark.control;

import dev.bulwark.control.policy.Policy;
import dev.bulwark.evidence.CheckRunPredicate;
import dev.bulwark.evidence.EvidenceFixture;
import dev.bulwark.evidence.PredicateType;
import dev.bulwark.evidence.Statement;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.CheckRun;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.check.Severity;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.kernel.system.AiSystem;
import dev.bulwark.kernel.system.Element;
import dev.bulwark.kernel.system.ElementKind;
import dev.bulwark.kernel.system.Fact;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What the tests of this module are made of: a small policy, a sample system and the statements
/// about it.
public final class Lab {
  public static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
  public static final Subject MANIFEST = subject("bulwark.yaml", "manifest 1");
  public static final Subject MODEL = subject("models/x.pkl", "model 1");
  public static final Subject DATASET = subject("data/train.csv", "data 1");
  public static final Subject REGISTER = subject("risk-register", "register 1");
  private static final CheckRun.Checker CHECKER = new CheckRun.Checker("bulwark-test", "1");

  private Lab() {}

  public static Policy policy() {
    return Policy.parse(text("small-catalogue.yaml"), text("small-profiles.yaml"));
  }

  public static String text(String resource) {
    try (InputStream in = Lab.class.getResourceAsStream("/dev/bulwark/control/" + resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Instant day(double days) {
    return T0.plus(Duration.ofMinutes(Math.round(days * 24 * 60)));
  }

  public static Subject subject(String name, String content) {
    return new Subject(name, Digest.of(Bytes.utf8(content)));
  }

  /// What varies about the sample system.
  public record Shape(
      String profile,
      Subject manifest,
      List<Subject> models,
      List<Subject> datasets,
      List<Subject> documents,
      boolean personalData,
      boolean logsInputs) {
    public static final Shape USUAL =
        new Shape(
            "standard", MANIFEST, List.of(MODEL), List.of(DATASET), List.of(REGISTER), true, false);

    public Shape withProfile(String other) {
      return new Shape(other, manifest, models, datasets, documents, personalData, logsInputs);
    }

    public Shape withManifest(Subject other) {
      return new Shape(profile, other, models, datasets, documents, personalData, logsInputs);
    }

    public Shape withModels(Subject... other) {
      return new Shape(
          profile, manifest, List.of(other), datasets, documents, personalData, logsInputs);
    }

    public Shape withDatasets(Subject... other) {
      return new Shape(
          profile, manifest, models, List.of(other), documents, personalData, logsInputs);
    }

    public Shape withDocuments(Subject... other) {
      return new Shape(
          profile, manifest, models, datasets, List.of(other), personalData, logsInputs);
    }

    public Shape withPersonalData(boolean other) {
      return new Shape(profile, manifest, models, datasets, documents, other, logsInputs);
    }
  }

  /// The judge's description of a system: Ada and Ben built it.
  public static Statement description(Shape shape) {
    List<Element> elements = new ArrayList<>();
    elements.add(
        element(
            ElementKind.SYSTEM,
            "whole",
            Map.of("personalData", shape.personalData(), "logsInputs", shape.logsInputs()),
            List.of()));
    elements.add(element(ElementKind.MODEL, "scorer", Map.of("local", true), shape.models()));
    for (Subject dataset : shape.datasets()) {
      elements.add(
          element(
              ElementKind.DATASET,
              "d" + dataset.digest().hex().substring(0, 6),
              Map.of(),
              List.of(dataset)));
    }
    AiSystem system =
        new AiSystem(
            "credit-scoring",
            "Credit scoring",
            "Scores loan requests",
            new TreeMap<>(Map.of("accountable", "olga", "risk", "rita")),
            List.of("ada", "ben"),
            shape.profile(),
            elements,
            shape.manifest().digest());
    List<Subject> subjects = new ArrayList<>(List.of(shape.manifest()));
    subjects.addAll(shape.documents());
    return new Statement(
        subjects,
        PredicateType.SYSTEM,
        Json.object()
            .put("system", system.json())
            .put("documents", Json.array(shape.documents().stream().map(Subject::json).toList()))
            .build());
  }

  private static Element element(
      ElementKind kind, String id, Map<String, Boolean> facts, List<Subject> artifacts) {
    TreeMap<String, Fact> declared = new TreeMap<>();
    facts.forEach(
        (name, value) ->
            declared.put(name, new Fact(new Fact.Value.Flag(value), Fact.Origin.DECLARED)));
    return new Element(kind, id, id, declared, artifacts, Place.of("bulwark.yaml"));
  }

  /// A run in which every rule named passed.
  public static Statement passed(String suite, Subject subject, String... rules) {
    TreeMap<RuleId, Outcome> outcomes = new TreeMap<>();
    for (String rule : rules) {
      outcomes.put(new RuleId(rule), Outcome.passed());
    }
    return run(suite, subject, outcomes, 0);
  }

  public static Statement failed(String suite, Subject subject, String rule) {
    RuleId id = new RuleId(rule);
    Finding finding = new Finding(id, Severity.HIGH, Place.of(subject.name()), "is bad");
    return run(suite, subject, new TreeMap<>(Map.of(id, Outcome.of(List.of(finding)))), 1);
  }

  public static Statement undecided(String suite, Subject subject, String rule) {
    TreeMap<RuleId, Outcome> outcomes = new TreeMap<>();
    outcomes.put(new RuleId("AAA-001"), Outcome.passed());
    outcomes.put(new RuleId(rule), Outcome.undecided(Outcome.Reason.OVER_LIMIT, "too big"));
    return run(suite, subject, outcomes, 0);
  }

  public static Statement notApplicable(String suite, Subject subject, String rule) {
    return run(
        suite,
        subject,
        new TreeMap<>(Map.of(new RuleId(rule), new Outcome.NotApplicable("another format"))),
        0);
  }

  public static Statement run(
      String suite, Subject subject, TreeMap<RuleId, Outcome> outcomes, long open) {
    return CheckRunPredicate.statement(
        new CheckRun(
            suite,
            CHECKER,
            Digest.of(Bytes.utf8("rules 1")),
            List.of(subject),
            outcomes,
            Json.object().put("open", open).build()));
  }

  /// A test-result with any predicate.
  public static Statement result(Subject subject, Json.Obj predicate) {
    return new Statement(List.of(subject), PredicateType.TEST_RESULT, predicate);
  }

  public static Statement attestation(String kind, String role, String decision, Subject about) {
    return new Statement(
        List.of(about),
        PredicateType.ATTESTATION,
        Json.object().put("kind", kind).put("role", role).put("decision", decision).build());
  }

  public static Statement approval(String kind, String role, Subject about) {
    return attestation(kind, role, "approve", about);
  }

  public static Statement dpia(Subject about, String outcome) {
    return new Statement(
        List.of(about),
        "https://bulwark.dev/predicate/dpia/v1",
        Json.object().put("outcome", outcome).build());
  }

  public static Statement waiver(
      String control, String reason, String until, String role, Subject manifest) {
    return new Statement(
        List.of(manifest),
        PredicateType.WAIVER,
        Json.object()
            .put("control", control)
            .put("reason", reason)
            .put("until", until)
            .put("role", role)
            .build());
  }

  /// A ledger that knows its people: Olga answers for the system, Rita and Ada own risks, Sam, Sue
  /// and Ben are security people, and Ada and Ben built it.
  public static EvidenceFixture ledger() {
    EvidenceFixture ledger = EvidenceFixture.begin(T0);
    for (String person : List.of("olga", "rita", "sam", "sue", "ada", "ben")) {
      ledger.enrol(person, T0);
    }
    ledger.enrolCollector("builder", T0);
    ledger.grant("olga", "accountable", T0);
    ledger.grant("rita", "risk", T0);
    ledger.grant("ada", "risk", T0);
    ledger.grant("sam", "security", T0);
    ledger.grant("sue", "security", T0);
    ledger.grant("ben", "security", T0);
    ledger.judge(policy().statement(), T0);
    return ledger;
  }

  /// Everything the release gate of the usual system needs, received at one moment.
  public static EvidenceFixture complete(Instant at) {
    EvidenceFixture ledger = ledger();
    ledger.judge(description(Shape.USUAL), at);
    ledger.judge(passed("manifest-validation", MANIFEST, "MAN-001", "MAN-002"), at);
    ledger.person("olga", approval("role-acceptance", "accountable", MANIFEST), at);
    ledger.judge(passed("threat-model", MANIFEST, "TR-001"), at);
    ledger.person("rita", approval("risk-approval", "risk", REGISTER), at);
    ledger.judge(passed("model-file-scan", MODEL, "PKL-001"), at);
    ledger.person("sam", approval("design-review", "security", MANIFEST), at);
    ledger.person("sue", approval("design-review", "security", MANIFEST), at);
    ledger.collector("builder", passed("dataset-sheet", DATASET, "DOC-001"), at);
    ledger.person("rita", dpia(MANIFEST, "acceptable"), at);
    ledger.judge(passed("monitoring", MANIFEST, "MON-001"), at);
    return ledger;
  }
}
