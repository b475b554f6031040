package dev.bulwark.registry.intake;

import dev.bulwark.evidence.CheckRunPredicate;
import dev.bulwark.evidence.Evidence;
import dev.bulwark.evidence.EvidenceLog;
import dev.bulwark.evidence.Statement;
import dev.bulwark.evidence.keys.SigningKey;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.CheckRun;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.registry.event.Reference;
import dev.bulwark.registry.event.RegistryEvent;
import dev.bulwark.registry.seal.PackingList;
import dev.bulwark.registry.state.Version;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Runs every check over what lies under seal, and puts on record what a version is.
record Examination(EvidenceLog log, SigningKey judge, StoredFiles files, Examiner examiner) {
  /// Beside the rules that failed: some file was examined by none. Only another examination of all
  /// files takes it away.
  private static final String UNEXAMINED = "unexamined";

  void of(Version version, Consumer<String> progress) {
    PackingList list = files.list(version);
    List<CheckRun> runs =
        StoredFiles.content(list).equals(version.content())
            ? examiner.examine(version, files.of(list, progress))
            : List.of();
    List<Statement> statements = runs.stream().map(CheckRunPredicate::statement).toList();
    List<Evidence> recorded = log.recordAll(statements, judge);
    Set<String> failed = failed(runs);
    if (!examined(runs).containsAll(version.content().everyDigest())) {
      failed.add(UNEXAMINED);
    }
    RegistryEvent.Examined event =
        new RegistryEvent.Examined(
            version.id(),
            StoredFiles.content(list).digest(),
            failed.isEmpty()
                ? RegistryEvent.Examined.Standing.READY
                : RegistryEvent.Examined.Standing.FAILED,
            recorded.stream().map(Reference::to).toList(),
            List.copyOf(failed));
    log.record(event.statement(version.content().subjects(version.id())), judge);
  }

  /// The bytes that a run says something about.
  private static Set<Digest> examined(List<CheckRun> runs) {
    return runs.stream()
        .filter(run -> run.verdict() != CheckRun.Verdict.NOT_APPLICABLE)
        .flatMap(run -> run.subjects().stream())
        .map(Subject::digest)
        .collect(Collectors.toUnmodifiableSet());
  }

  /// Rules that failed or could not be decided.
  static Set<String> failed(List<CheckRun> runs) {
    Set<String> failed = new TreeSet<>();
    for (CheckRun run : runs) {
      for (Map.Entry<RuleId, Outcome> entry : run.outcomes().entrySet()) {
        if (entry.getValue() instanceof Outcome.Failed
            || entry.getValue() instanceof Outcome.Undecided) {
          failed.add(entry.getKey().value());
        }
      }
    }
    return failed;
  }
}
