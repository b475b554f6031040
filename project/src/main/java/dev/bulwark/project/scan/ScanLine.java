package dev.bulwark.project.scan;

import dev.bulwark.kernel.check.CheckRun;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.project.report.Report;
import dev.bulwark.scan.ModelFileScanner;
import dev.bulwark.scan.ScannedFile;
import dev.bulwark.scan.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What is told of one file.
///
/// @param digest of its bytes, as `sha256:…`; empty when it was not read
/// @param formats by name; empty when none is known
/// @param bytes its size; -1 when it was not read
/// @param unexplained how many bytes, here and inside, belong to nothing
/// @param findings worst first, notes included
/// @param undecided one per rule that could not come to an answer
public record ScanLine(
    String name,
    Verdict verdict,
    String digest,
    List<String> formats,
    long bytes,
    long unexplained,
    List<Finding> findings,
    List<Report.Undecided> undecided) {
  public ScanLine {
    formats = List.copyOf(formats);
    findings = List.copyOf(findings);
    undecided = List.copyOf(undecided);
  }

  static ScanLine of(ScannedFile file) {
    return switch (file) {
      case ScannedFile.Scanned(String name, CheckRun run) ->
          new ScanLine(
              name,
              file.verdict(),
              run.subjects().getFirst().digest().toString(),
              run.details().texts("formats"),
              number(run.details(), "bytes"),
              number(run.details(), "unaccountedBytes"),
              run.findings(),
              undecided(name, run));
      case ScannedFile.Unread(String name, Outcome.Undecided why) ->
          new ScanLine(
              name,
              file.verdict(),
              "",
              List.of(),
              -1,
              -1,
              List.of(),
              List.of(
                  new Report.Undecided(
                      ModelFileScanner.SUITE, "FMT-001", name, why.reason().name(), why.detail())));
    };
  }

  private static long number(Json.Obj details, String member) {
    return details
        .find(member)
        .filter(Json.Int.class::isInstance)
        .map(Json.Int.class::cast)
        .map(Json.Int::value)
        .orElse(-1L);
  }

  private static List<Report.Undecided> undecided(String name, CheckRun run) {
    List<Report.Undecided> undecided = new ArrayList<>();
    for (Map.Entry<RuleId, Outcome> entry : run.outcomes().entrySet()) {
      if (entry.getValue() instanceof Outcome.Undecided(var reason, String detail, var _)) {
        undecided.add(
            new Report.Undecided(
                ModelFileScanner.SUITE, entry.getKey().value(), name, reason.name(), detail));
      }
    }
    return undecided;
  }
}
