package dev.bulwark.control.bench;

import dev.bulwark.control.gate.Decision;
import dev.bulwark.control.gate.Gate;
import dev.bulwark.control.policy.About;
import dev.bulwark.control.policy.Control;
import dev.bulwark.control.policy.GateName;
import dev.bulwark.control.policy.Policy;
import dev.bulwark.control.policy.Requirement;
import dev.bulwark.control.policy.Requirement.Source;
import dev.bulwark.control.status.Assessment;
import dev.bulwark.evidence.CheckRunPredicate;
import dev.bulwark.evidence.Evidence;
import dev.bulwark.evidence.EvidenceFixture;
import dev.bulwark.evidence.PredicateType;
import dev.bulwark.evidence.Roster;
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
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/// Judges 10,000 systems by the whole built-in catalogue on two threads, every gate of each, and
/// prints controls a second; then what the first use of each part costs in a fresh process.
///
/// Each system has its own ledger of really signed evidence for every requirement. Few are distinct
/// in bytes, so that signing them does not take an hour; each is judged from nothing every time.
public final class StatusBench {
  private static final int SYSTEMS = 10_000;
  private static final int DISTINCT = 8;
  private static final int THREADS = 2;

  /// In each role; no attestation of the catalogue asks for more.
  private static final int PEOPLE = 3;

  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant NOW = T0.plus(Duration.ofHours(1));
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private StatusBench() {}

  public static void main(String[] args) throws Exception {
    firstUse();
    Policy policy = Policy.builtin();
    List<List<Evidence>> ledgers = new ArrayList<>();
    for (int i = 0; i < DISTINCT; i++) {
      ledgers.add(ledger(policy, i));
    }
    System.out.printf(
        "controls %d, entries of one ledger %d, release gate of the first system: %s%n",
        policy.catalogue().controls().size(),
        ledgers.getFirst().size(),
        Gate.decide(GateName.RELEASE, Assessment.of(policy, ledgers.getFirst(), NOW)).word());
    unmet(policy, ledgers.getFirst());
    run(policy, ledgers, SYSTEMS / 10);
    run(policy, ledgers, SYSTEMS);
    roster(ledgers.getFirst());
  }

  private static void firstUse() {
    long start = System.nanoTime();
    Policy policy = Policy.builtin();
    long parsed = System.nanoTime();
    System.out.printf(
        "fresh process: policy parsed and checked %d ms%n", (parsed - start) / 1_000_000);
    System.out.printf("(%d controls)%n", policy.catalogue().controls().size());
  }

  private static void run(Policy policy, List<List<Evidence>> ledgers, int systems)
      throws Exception {
    AtomicLong controls = new AtomicLong();
    AtomicLong allowed = new AtomicLong();
    long cpu = cpuNanos();
    long start = System.nanoTime();
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<?>> parts = new ArrayList<>();
      for (int part = 0; part < THREADS; part++) {
        int first = part;
        parts.add(
            threads.submit(
                () -> {
                  for (int i = first; i < systems; i += THREADS) {
                    Assessment assessment =
                        Assessment.of(policy, ledgers.get(i % ledgers.size()), NOW);
                    controls.addAndGet(assessment.assessed().size() + assessment.excluded().size());
                    for (GateName gate : GateName.values()) {
                      if (Gate.decide(gate, assessment) instanceof Decision.Allow) {
                        allowed.incrementAndGet();
                      }
                    }
                  }
                }));
      }
      for (Future<?> part : parts) {
        part.get();
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    double busy = (cpuNanos() - cpu) / 1e9;
    System.out.printf(
        "%,d systems, every gate of each: %.1f s on %d threads (%.1f s of processor time),"
            + " %,.0f systems/s, %,.0f controls/s, %,d gates open;"
            + " %.1f × faster than the limit of %,d systems in %d s%n",
        systems,
        seconds,
        THREADS,
        busy,
        systems / seconds,
        controls.get() / seconds,
        allowed.get(),
        LIMIT.toSeconds() / (seconds * SYSTEMS / systems),
        SYSTEMS,
        LIMIT.toSeconds());
  }

  /// Of the whole process: what counts on a machine others use too.
  private static long cpuNanos() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
  }

  /// What the sample lacks, so that nobody takes the time of denials for that of openings.
  private static void unmet(Policy policy, List<Evidence> ledger) {
    Assessment.of(policy, ledger, NOW).assessed().stream()
        .flatMap(each -> each.status().open().stream())
        .forEach(answer -> System.out.println("  not met: " + answer.text()));
  }

  private static void roster(List<Evidence> ledger) {
    int times = 2_000;
    long start = System.nanoTime();
    for (int i = 0; i < times; i++) {
      Roster.asOf(ledger, NOW);
    }
    System.out.printf(
        "of which the roster: %.0f µs a system on one thread%n",
        (System.nanoTime() - start) / 1e3 / times);
  }

  private static List<Evidence> ledger(Policy policy, int number) {
    EvidenceFixture ledger = EvidenceFixture.begin(T0);
    Map<ElementKind, List<Subject>> files =
        Map.of(
            ElementKind.MODEL, subjects("models/m", number, 3),
            ElementKind.DATASET, subjects("data/d", number, 3),
            ElementKind.PROMPT, subjects("prompts/p", number, 2));
    Subject manifest = subject("bulwark.yaml", "manifest " + number);
    List<Subject> documents = documents(policy, number);
    ledger.judge(policy.statement(), T0);
    ledger.judge(description(manifest, documents, files), T0);
    for (String role : roles(policy)) {
      for (int i = 0; i < PEOPLE; i++) {
        ledger.enrol(role + "-" + i, T0);
        ledger.grant(role + "-" + i, role, T0);
      }
    }
    for (Control control : policy.catalogue().controls()) {
      for (Requirement requirement : control.evidence()) {
        for (Subject subject : about(requirement.about(), manifest, documents, files)) {
          prove(ledger, requirement, subject);
        }
      }
    }
    return ledger.all();
  }

  private static void prove(EvidenceFixture ledger, Requirement requirement, Subject subject) {
    switch (requirement.source()) {
      case Source.Suite(String suite) -> ledger.judge(run(suite, subject, requirement.rules()), T0);
      case Source.Statement statement ->
          ledger.judge(
              new Statement(List.of(subject), statement.predicateType(), Json.object().build()),
              T0);
      case Source.Attestation asked -> {
        for (int i = 0; i < asked.people(); i++) {
          ledger.person(
              asked.role() + "-" + i,
              new Statement(
                  List.of(subject),
                  PredicateType.ATTESTATION,
                  Json.object()
                      .put("kind", asked.name())
                      .put("role", asked.role())
                      .put("decision", "approve")
                      .build()),
              T0);
        }
      }
    }
  }

  private static Statement run(String suite, Subject subject, List<String> rules) {
    TreeMap<RuleId, Outcome> outcomes = new TreeMap<>();
    for (int i = 0; i < 20; i++) {
      outcomes.put(new RuleId("BEN-%03d".formatted(i)), Outcome.passed());
    }
    rules.forEach(rule -> outcomes.put(new RuleId(rule), Outcome.passed()));
    return CheckRunPredicate.statement(
        new CheckRun(
            suite,
            new CheckRun.Checker("bench", "1"),
            Digest.of(Bytes.utf8("rules")),
            List.of(subject),
            outcomes,
            Json.object().put("aboveAppetite", 0).put("untreatedHigh", 0).build()));
  }

  private static Set<String> roles(Policy policy) {
    Set<String> roles = new TreeSet<>();
    for (Control control : policy.catalogue().controls()) {
      for (Requirement requirement : control.evidence()) {
        if (requirement.source() instanceof Source.Attestation asked) {
          roles.add(asked.role());
        }
      }
    }
    return roles;
  }

  private static List<Subject> documents(Policy policy, int number) {
    Set<String> names = new TreeSet<>();
    for (Control control : policy.catalogue().controls()) {
      for (Requirement requirement : control.evidence()) {
        if (requirement.about() instanceof About.Document(String name)) {
          names.add(name);
        }
      }
    }
    return names.stream().map(name -> subject(name, name + number)).toList();
  }

  private static List<Subject> about(
      About about,
      Subject manifest,
      List<Subject> documents,
      Map<ElementKind, List<Subject>> files) {
    return switch (about) {
      case About.Manifest _ -> List.of(manifest);
      case About.Artifacts(ElementKind kind) -> files.getOrDefault(kind, List.of());
      case About.Document(String name) ->
          documents.stream().filter(document -> document.name().equals(name)).toList();
    };
  }

  private static Statement description(
      Subject manifest, List<Subject> documents, Map<ElementKind, List<Subject>> files) {
    List<Element> elements = new ArrayList<>();
    elements.add(
        element(
            ElementKind.SYSTEM,
            0,
            Map.of(
                "personalData", new Fact.Value.Flag(true),
                "affectsPeople", new Fact.Value.Flag(true),
                "euHighRiskDeployer", new Fact.Value.Flag(true),
                "riskTier", new Fact.Value.Word("high")),
            List.of()));
    files.forEach(
        (kind, subjects) -> {
          for (int i = 0; i < subjects.size(); i++) {
            elements.add(
                element(
                    kind,
                    i,
                    Map.of(
                        "format", new Fact.Value.Word("onnx"),
                        "use", new Fact.Value.Word("train")),
                    List.of(subjects.get(i))));
          }
        });
    elements.add(element(ElementKind.SUPPLIER, 0, Map.of(), List.of()));
    elements.add(element(ElementKind.AGENT, 0, Map.of(), List.of()));
    AiSystem system =
        new AiSystem(
            "bench",
            "Bench",
            "Is measured",
            new TreeMap<>(Map.of("risk", "risk-0")),
            List.of("ada"),
            "high-risk",
            elements,
            manifest.digest());
    List<Subject> subjects = new ArrayList<>(List.of(manifest));
    subjects.addAll(documents);
    return new Statement(
        subjects,
        PredicateType.SYSTEM,
        Json.object()
            .put("system", system.json())
            .put("documents", Json.array(documents.stream().map(Subject::json).toList()))
            .build());
  }

  private static Element element(
      ElementKind kind, int number, Map<String, Fact.Value> facts, List<Subject> artifacts) {
    TreeMap<String, Fact> declared = new TreeMap<>();
    facts.forEach((name, value) -> declared.put(name, new Fact(value, Fact.Origin.DECLARED)));
    return new Element(
        kind, kind.word() + number, kind.word(), declared, artifacts, Place.of("bulwark.yaml"));
  }

  private static List<Subject> subjects(String name, int number, int count) {
    List<Subject> subjects = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      subjects.add(subject(name + i, name + i + " of " + number));
    }
    return subjects;
  }

  private static Subject subject(String name, String content) {
    return new Subject(name, Digest.of(Bytes.utf8(content)));
  }
}
