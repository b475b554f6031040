package dev.bulwark.registry.intake;

import dev.bulwark.evidence.CheckRunPredicate;
import dev.bulwark.evidence.Evidence;
import dev.bulwark.evidence.EvidenceLog;
import dev.bulwark.evidence.Statement;
import dev.bulwark.evidence.keys.SigningKey;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.CheckRun;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.registry.event.Reference;
import dev.bulwark.registry.event.RegistryEvent;
import dev.bulwark.registry.state.Version;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Gatherers;

/// Runs those checks again whose answers change while the bytes stay: what is known to be wrong
/// with a version today.
///
/// What other checks found stands: a version they failed stays failed, and so does one with a file
/// that none examined. Versions of which the same is said share one run. The runs are recorded
/// together and the events after them, so a crash between leaves the versions as they were; of more
/// than {@value #PART} versions, a part after the other. Versions of which newer rules say what was
/// said before keep their state; where the rules are the same as well, nothing is recorded.
///
/// @param intake reads what is stored
/// @param examiner makes runs of its own suites only; none for a version that does not concern it
public record Revisit(EvidenceLog log, SigningKey judge, Intake intake, Examiner examiner) {

  private static final Set<String> BESIDE = Set.of("configuration", "details");
  private static final int PART = 1_000;
  private static final List<Subject> EVERY =
      List.of(new Subject("every version", Digest.of(Bytes.EMPTY)));

  /// A version that is looked at again.
  private record Looked(Version version, List<CheckRun> runs) {}

  /// Looks at versions that were examined before; others are passed over.
  public void all(Collection<Version> versions) {
    Map<Long, Evidence> ledger = new HashMap<>();
    log.all().forEach(evidence -> ledger.put(evidence.index(), evidence));
    List<Looked> changed = new ArrayList<>();
    Shared confirmed = new Shared();
    for (Version version : versions) {
      if (version.state() != Version.State.REVOKED && version.examined().isPresent()) {
        List<CheckRun> runs = examiner.examine(version, intake.stored(version));
        List<Statement> before = before(version.examined().get(), runs, ledger);
        if (!said(before).equals(said(statements(runs)))) {
          changed.add(new Looked(version, runs));
        } else if (!predicates(before).equals(predicates(statements(runs)))) {
          runs.forEach(run -> confirmed.add(withoutDetails(run)));
        }
      }
    }
    parts(confirmed.statements()).forEach(part -> log.recordAll(part, judge));
    parts(changed).forEach(part -> record(part, ledger));
  }

  private static <T> List<List<T>> parts(List<T> all) {
    return all.stream().gather(Gatherers.windowFixed(PART)).toList();
  }

  /// Runs by what they say, each with everything it says it of.
  private static final class Shared {
    private final SequencedMap<CheckRun, Integer> places = new LinkedHashMap<>();
    private final List<List<Subject>> subjects = new ArrayList<>();

    /// @return which of the statements speaks of it
    int add(CheckRun run) {
      int place = places.computeIfAbsent(about(run, EVERY), _ -> places.size());
      if (place == subjects.size()) {
        subjects.add(new ArrayList<>());
      }
      subjects.get(place).addAll(run.subjects());
      return place;
    }

    List<Statement> statements() {
      return places.entrySet().stream()
          .map(it -> CheckRunPredicate.statement(about(it.getKey(), subjects.get(it.getValue()))))
          .toList();
    }

    private static CheckRun about(CheckRun run, List<Subject> subjects) {
      return new CheckRun(
          run.suite(), run.checker(), run.rules(), subjects, run.outcomes(), run.details());
    }
  }

  private static CheckRun withoutDetails(CheckRun run) {
    return new CheckRun(
        run.suite(),
        run.checker(),
        run.rules(),
        run.subjects(),
        run.outcomes(),
        Json.object().build());
  }

  private static List<Json.Obj> predicates(List<Statement> statements) {
    return statements.stream().map(Statement::predicate).toList();
  }

  /// What statements say, apart from the rules they say it by and what they read.
  private static List<Json> said(List<Statement> statements) {
    List<Json> said = new ArrayList<>();
    for (Statement statement : statements) {
      Json.Builder kept = Json.object();
      statement.predicate().members().entrySet().stream()
          .filter(it -> !BESIDE.contains(it.getKey()))
          .forEach(it -> kept.put(it.getKey(), it.getValue()));
      said.add(kept.build());
    }
    return said;
  }

  private static List<Statement> statements(List<CheckRun> runs) {
    return runs.stream().map(CheckRunPredicate::statement).toList();
  }

  /// What the last examination said in the suites of these runs.
  private static List<Statement> before(
      RegistryEvent.Examined last, List<CheckRun> runs, Map<Long, Evidence> ledger) {
    return runs.stream()
        .flatMap(run -> last.runs().stream().flatMap(it -> of(run.suite(), it, ledger).stream()))
        .toList();
  }

  private static Optional<Statement> of(
      String suite, Reference reference, Map<Long, Evidence> ledger) {
    return Optional.ofNullable(ledger.get(reference.index()))
        .filter(reference::names)
        .map(Evidence::statement)
        .filter(it -> it.predicate().text("suite").filter(suite::equals).isPresent());
  }

  private void record(List<Looked> changed, Map<Long, Evidence> ledger) {
    Shared runs = new Shared();
    List<List<Integer>> places =
        changed.stream().map(it -> it.runs().stream().map(run -> runs.add(run)).toList()).toList();
    List<Evidence> recorded = log.recordAll(runs.statements(), judge);
    List<Statement> events = new ArrayList<>();
    for (int i = 0; i < changed.size(); i++) {
      Looked looked = changed.get(i);
      List<Evidence> its = places.get(i).stream().map(recorded::get).toList();
      events.add(
          event(looked, its, ledger)
              .statement(looked.version().content().subjects(looked.version().id())));
    }
    log.recordAll(events, judge);
  }

  private static RegistryEvent.Examined event(
      Looked looked, List<Evidence> recorded, Map<Long, Evidence> ledger) {
    RegistryEvent.Examined last = looked.version().examined().orElseThrow();
    Set<String> own =
        looked.runs().stream()
            .flatMap(run -> run.outcomes().keySet().stream())
            .map(rule -> rule.value())
            .collect(Collectors.toUnmodifiableSet());
    Set<String> suites =
        looked.runs().stream().map(CheckRun::suite).collect(Collectors.toUnmodifiableSet());
    Set<String> failed = new TreeSet<>(last.failed());
    failed.removeAll(own);
    failed.addAll(Examination.failed(looked.runs()));
    List<Reference> runs = new ArrayList<>();
    last.runs().stream()
        .filter(it -> suites.stream().noneMatch(suite -> of(suite, it, ledger).isPresent()))
        .forEach(runs::add);
    recorded.stream().map(Reference::to).forEach(runs::add);
    return new RegistryEvent.Examined(
        last.version(),
        last.content(),
        failed.isEmpty()
            ? RegistryEvent.Examined.Standing.READY
            : RegistryEvent.Examined.Standing.FAILED,
        runs,
        List.copyOf(failed));
  }
}
