package dev.bulwark.control.gate;

import static dev.bulwark.control.Lab.DATASET;
import static dev.bulwark.control.Lab.MANIFEST;
import static dev.bulwark.control.Lab.MODEL;
import static dev.bulwark.control.Lab.REGISTER;
import static dev.bulwark.control.Lab.attestation;
import static dev.bulwark.control.Lab.day;
import static dev.bulwark.control.Lab.subject;

import dev.bulwark.control.Lab;
import dev.bulwark.control.Lab.Shape;
import dev.bulwark.evidence.Evidence;
import dev.bulwark.evidence.EvidenceFixture;
import dev.bulwark.evidence.RosterEvent;
import dev.bulwark.evidence.Statement;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.kernel.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// A ledger full of really signed evidence about one system, good and bad, of several dates: what
/// generated cases draw from.
final class Pool {
  static final Subject OTHER_MANIFEST = subject("bulwark.yaml", "manifest 2");
  static final Subject OTHER_MODEL = subject("models/x.pkl", "model 2");
  static final Subject OTHER_REGISTER = subject("risk-register", "register 2");

  /// Days at which things are received: the good set lies at 30.
  private static final double[] DAYS = {1, 15, 29, 29.9, 30, 30.1, 30.2};

  private static final double GOOD_DAY = 30;

  /// Who is there and what the good set is; always part of a case unless it is removed on purpose.
  final List<Evidence> roster = new ArrayList<>();

  final List<Evidence> good = new ArrayList<>();

  /// Everything else.
  final List<Evidence> rest = new ArrayList<>();

  final List<Evidence> rosterChanges = new ArrayList<>();

  /// People who could be given a role: what enrols them and grants it, by person.
  final Map<String, List<Evidence>> newcomers = new HashMap<>();

  final Map<Evidence, Shape> shapes = new HashMap<>();
  final EvidenceFixture ledger = Lab.ledger();

  private record Looked(String suite, Subject subject, Subject other, String rule) {}

  private static final List<Looked> SUITES =
      List.of(
          new Looked("manifest-validation", MANIFEST, OTHER_MANIFEST, "MAN-001"),
          new Looked("threat-model", MANIFEST, OTHER_MANIFEST, "TR-001"),
          new Looked("model-file-scan", MODEL, OTHER_MODEL, "PKL-001"),
          new Looked("dataset-sheet", DATASET, MODEL, "DOC-001"),
          new Looked("log-review", MANIFEST, OTHER_MANIFEST, "LOG-001"));

  private record Asked(String kind, String role, Subject subject, Subject other) {}

  private static final List<Asked> ATTESTATIONS =
      List.of(
          new Asked("role-acceptance", "accountable", MANIFEST, OTHER_MANIFEST),
          new Asked("risk-approval", "risk", REGISTER, OTHER_REGISTER),
          new Asked("design-review", "security", MANIFEST, OTHER_MANIFEST));

  /// @param changes whether the roster changes on the way, which makes some of the pool unproven
  static Pool of(boolean changes) {
    Pool pool = new Pool();
    EvidenceFixture ledger = pool.ledger;
    ledger.grant("olga", "security", Lab.T0);
    pool.roster.addAll(ledger.all());
    for (String role : List.of("accountable", "risk", "security")) {
      for (int i = 0; i < 3; i++) {
        String person = "new-" + role + "-" + i;
        pool.newcomers.put(
            person, List.of(ledger.enrol(person, Lab.T0), ledger.grant(person, role, Lab.T0)));
      }
    }
    for (double at : DAYS) {
      pool.receive(ledger, day(at), at == GOOD_DAY);
      if (changes && at == 15) {
        pool.change(ledger.withdraw("sue", "security", day(15), day(15)));
        pool.change(ledger.grant("olga", "risk", day(15)));
      }
      if (changes && at == 30) {
        pool.change(ledger.revoke("rita", RosterEvent.Reason.COMPROMISED, day(29.5), day(30.05)));
        pool.change(ledger.withdraw("olga", "accountable", day(30.05), day(30.05)));
      }
    }
    return pool;
  }

  private void change(Evidence evidence) {
    rosterChanges.add(evidence);
  }

  private void receive(EvidenceFixture ledger, Instant at, boolean isGoodDay) {
    describe(ledger, at, isGoodDay);
    for (Looked looked : SUITES) {
      look(ledger, looked, at, isGoodDay);
    }
    for (Asked asked : ATTESTATIONS) {
      ask(ledger, asked, at, isGoodDay);
    }
    dpia(ledger, at, isGoodDay);
    waive(ledger, at);
  }

  private void keep(Evidence evidence, boolean isGood) {
    (isGood ? good : rest).add(evidence);
  }

  private void describe(EvidenceFixture ledger, Instant at, boolean isGoodDay) {
    List<Shape> all =
        List.of(
            Shape.USUAL,
            Shape.USUAL.withProfile("essentials"),
            Shape.USUAL.withManifest(OTHER_MANIFEST),
            Shape.USUAL.withModels(MODEL, OTHER_MODEL),
            Shape.USUAL.withModels(),
            Shape.USUAL.withDatasets(),
            Shape.USUAL.withDocuments(),
            Shape.USUAL.withDocuments(REGISTER, OTHER_REGISTER),
            Shape.USUAL.withPersonalData(false),
            new Shape(
                "standard",
                MANIFEST,
                List.of(MODEL),
                List.of(DATASET),
                List.of(REGISTER),
                true,
                true));
    for (Shape shape : all) {
      Statement description = Lab.description(shape);
      Evidence evidence = ledger.judge(description, at);
      shapes.put(evidence, shape);
      keep(evidence, isGoodDay && shape.equals(Shape.USUAL));
      rest.add(ledger.stranger(description, at));
      rest.add(ledger.person("rita", description, at));
    }
  }

  private void look(EvidenceFixture ledger, Looked looked, Instant at, boolean isGoodDay) {
    Subject subject = looked.subject();
    String suite = looked.suite();
    Statement pass = Lab.passed(suite, subject, looked.rule(), "ZZZ-002");
    boolean byCollector = suite.equals("dataset-sheet");
    keep(ledger.judge(pass, at), isGoodDay && !byCollector);
    keep(ledger.collector("builder", pass, at), isGoodDay && byCollector);
    rest.add(ledger.person("rita", pass, at));
    rest.add(ledger.stranger(pass, at));
    rest.add(ledger.tampered(pass, at));
    List<Statement> others =
        List.of(
            Lab.failed(suite, subject, looked.rule()),
            Lab.undecided(suite, subject, looked.rule()),
            Lab.notApplicable(suite, subject, looked.rule()),
            Lab.passed(suite, subject, "REN-001"),
            Lab.passed(suite, looked.other(), looked.rule()),
            Lab.passed("renamed-" + suite, subject, looked.rule()),
            empty(suite, subject),
            lying(suite, subject, looked.rule()),
            mistyped(suite, subject, looked.rule()),
            contradicting(suite, subject, looked.rule()));
    for (Statement statement : others) {
      rest.add(ledger.judge(statement, at));
      rest.add(ledger.collector("builder", statement, at));
    }
  }

  private static Json.Builder result(String suite) {
    return Json.object().put("suite", suite).put("details", Json.object().put("open", 0).build());
  }

  private static Statement empty(String suite, Subject subject) {
    return Lab.result(
        subject,
        result(suite)
            .put("result", "PASSED")
            .put("passedTests", Json.texts(List.of()))
            .put("failedTests", Json.texts(List.of()))
            .build());
  }

  /// Says PASSED over a failed test.
  private static Statement lying(String suite, Subject subject, String rule) {
    return Lab.result(
        subject,
        result(suite)
            .put("result", "PASSED")
            .put("passedTests", Json.texts(List.of(rule)))
            .put("failedTests", Json.texts(List.of("BAD-001")))
            .build());
  }

  /// The failed tests stand in a shape a lenient reader would pass over.
  private static Statement mistyped(String suite, Subject subject, String rule) {
    return Lab.result(
        subject,
        result(suite)
            .put("result", "PASSED")
            .put("passedTests", Json.texts(List.of(rule)))
            .put("failedTests", Json.array(List.of(Json.of(1))))
            .build());
  }

  private static Statement contradicting(String suite, Subject subject, String rule) {
    return Lab.result(
        subject,
        result(suite)
            .put("result", "FAILED")
            .put("passedTests", Json.texts(List.of(rule)))
            .put("failedTests", Json.texts(List.of()))
            .build());
  }

  private void ask(EvidenceFixture ledger, Asked asked, Instant at, boolean isGoodDay) {
    for (String person : List.of("olga", "rita", "sam", "sue", "ada", "ben", "eve")) {
      boolean isGood =
          isGoodDay
              && switch (asked.kind()) {
                case "role-acceptance" -> person.equals("olga");
                case "risk-approval" -> person.equals("rita");
                default -> person.equals("sam") || person.equals("sue");
              };
      keep(
          ledger.person(
              person, attestation(asked.kind(), asked.role(), "approve", asked.subject()), at),
          isGood);
      rest.add(
          ledger.person(
              person, attestation(asked.kind(), asked.role(), "approve", asked.other()), at));
      rest.add(
          ledger.person(
              person, attestation(asked.kind(), asked.role(), "reject", asked.subject()), at));
      rest.add(
          ledger.person(
              person, attestation(asked.kind(), "somebody", "approve", asked.subject()), at));
      rest.add(
          ledger.person(
              person, attestation(asked.kind(), "somebody", "reject", asked.subject()), at));
      rest.add(
          ledger.person(
              person, attestation(asked.kind(), asked.role(), "perhaps", asked.subject()), at));
    }
    rest.add(ledger.judge(attestation(asked.kind(), asked.role(), "approve", asked.subject()), at));
  }

  private void dpia(EvidenceFixture ledger, Instant at, boolean isGoodDay) {
    keep(ledger.person("rita", Lab.dpia(MANIFEST, "acceptable"), at), isGoodDay);
    rest.add(ledger.person("rita", Lab.dpia(MANIFEST, "high risk"), at));
    rest.add(ledger.stranger(Lab.dpia(MANIFEST, "acceptable"), at));
    rest.add(
        ledger.person(
            "rita",
            new Statement(
                List.of(MANIFEST),
                "https://bulwark.dev/predicate/dpia/v1",
                Json.object().put("result", "acceptable").build()),
            at));
  }

  private void waive(EvidenceFixture ledger, Instant at) {
    for (String control : List.of("MDL-01", "DSN-01", "RSK-01")) {
      for (String until : List.of("2026-01-20", "2026-02-05", "2026-02-20", "2026-06-01")) {
        for (String[] who :
            new String[][] {
              {"rita", "risk"}, {"sam", "security"}, {"ada", "risk"}, {"olga", "security"}
            }) {
          rest.add(
              ledger.person(
                  who[0], Lab.waiver(control, "is being fixed", until, who[1], MANIFEST), at));
        }
      }
    }
  }

  /// A case: the good set with some of it removed and some of the rest added.
  List<Evidence> draw(RandomGenerator random) {
    List<Evidence> drawn = new ArrayList<>(roster);
    drawn.addAll(good);
    for (int i = random.nextInt(3); i > 0; i--) {
      drawn.remove(roster.size() + random.nextInt(drawn.size() - roster.size()));
    }
    for (int i = random.nextInt(5); i > 0; i--) {
      drawn.add(rest.get(random.nextInt(rest.size())));
    }
    if (random.nextInt(3) == 0) {
      List<Evidence> waivers = waivers(random);
      drawn.addAll(waivers);
    }
    if (!rosterChanges.isEmpty() && random.nextBoolean()) {
      drawn.add(rosterChanges.get(random.nextInt(rosterChanges.size())));
    }
    if (random.nextInt(20) == 0) {
      drawn.remove(random.nextInt(roster.size()));
    }
    return drawn.stream().distinct().toList();
  }

  /// Several signatures over one control, so that pairs come about.
  private List<Evidence> waivers(RandomGenerator random) {
    List<String> controls = List.of("MDL-01", "DSN-01", "RSK-01");
    String control = controls.get(random.nextInt(controls.size()));
    List<Evidence> about =
        rest.stream()
            .filter(e -> e.statement().predicate().text("until").isPresent())
            .filter(e -> e.statement().predicate().text("control").orElse("").equals(control))
            .toList();
    List<Evidence> drawn = new ArrayList<>();
    for (int i = 2 + random.nextInt(8); i > 0; i--) {
      drawn.add(about.get(random.nextInt(about.size())));
    }
    return drawn;
  }

  /// Mostly a moment at which the good set is fresh.
  static Instant moment(RandomGenerator random) {
    return switch (random.nextInt(8)) {
      case 0 -> day(random.nextDouble(0, 60));
      case 1 -> day(31);
      case 2 -> day(30);
      default -> day(30 + random.nextDouble(0.3, 1.0));
    };
  }
}
