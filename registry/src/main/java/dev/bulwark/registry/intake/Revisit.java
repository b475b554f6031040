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
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Runs those checks again whose answers change while the bytes stay: what is known to be wrong
/// with a version today.
///
/// What other checks found stands: a version they failed stays failed, and so does one with a file
/// that none examined. The runs of all versions are recorded together and the events after them, so
/// a crash between leaves every version as it was. Versions of which newer rules say what was said
/// before share one run, and keep their state; where the rules are the same as well, nothing is
/// recorded.
///
/// @param intake reads what is stored
/// @param examiner makes runs of its own suites only; none for a version that does not concern it
public record Revisit(EvidenceLog log, SigningKey judge, Intake intake, Examiner examiner) {

  private static final Set<String> BESIDE = Set.of("configuration", "details");
  private static final Subject EVERY = new Subject("every version", Digest.of(Bytes.EMPTY));

  /// A version that is looked at again.
  private record Looked(Version version, List<CheckRun> runs) {}

  /// Looks at versions that were examined before; others are passed over.
  public void all(Collection<Version> versions) {
    Map<Long, Evidence> ledger = new HashMap<>();
    log.all().forEach(evidence -> ledger.put(evidence.index(), evidence));
    List<Looked> changed = new ArrayList<>();
    Map<CheckRun, List<Subject>> confirmed = new LinkedHashMap<>();
    for (Version version : versions) {
      if (version.state() != Version.State.REVOKED && version.examined().isPresent()) {
        List<CheckRun> runs = examiner.examine(version, intake.stored(version));
        List<Statement> before = before(version.examined().get(), runs, ledger);
        if (!said(before).equals(said(statements(runs)))) {
          changed.add(new Looked(version, runs));
        } else if (!before.equals(statements(runs))) {
          runs.forEach(run -> add(run, version, confirmed));
        }
      }
    }
    log.recordAll(
        confirmed.entrySet().stream().map(it -> shared(it.getKey(), it.getValue())).toList(),
        judge);
    record(changed, ledger);
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

  private static void add(CheckRun run, Version version, Map<CheckRun, List<Subject>> confirmed) {
    CheckRun kind =
        new CheckRun(
            run.suite(),
            run.checker(),
            run.rules(),
            List.of(EVERY),
            run.outcomes(),
            Json.object().build());
    confirmed
        .computeIfAbsent(kind, _ -> new ArrayList<>())
        .add(new Subject(version.id().toString(), version.content().digest()));
  }

  private static Statement shared(CheckRun kind, List<Subject> subjects) {
    return CheckRunPredicate.statement(
        new CheckRun(
            kind.suite(), kind.checker(), kind.rules(), subjects, kind.outcomes(), kind.details()));
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
    if (changed.isEmpty()) {
      return;
    }
    List<Evidence> recorded =
        log.recordAll(
            changed.stream().flatMap(it -> statements(it.runs()).stream()).toList(), judge);
    List<Statement> events = new ArrayList<>();
    int at = 0;
    for (Looked looked : changed) {
      List<Evidence> its = recorded.subList(at, at + looked.runs().size());
      at += looked.runs().size();
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
    failed.addAll(Intake.failed(looked.runs()));
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
