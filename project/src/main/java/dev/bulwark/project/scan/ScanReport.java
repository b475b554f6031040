package dev.bulwark.project.scan;

import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.project.report.Report;
import dev.bulwark.scan.Verdict;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A whole scan. The same files, rules and version give the same report: no time, no machine.
///
/// @param version of Bulwark
/// @param ruleData which rules the answers rest on, as the scanner names them
/// @param rules every rule there is, sorted by id
/// @param files in the order of the arguments, then of names
/// @param folders notes about scanned folders as wholes
/// @param finished whether every file was read; a scan that was stopped is incomplete
public record ScanReport(
    String version,
    Json.Obj ruleData,
    List<Rule> rules,
    List<ScanLine> files,
    List<Finding> folders,
    boolean finished) {
  public ScanReport {
    rules = List.copyOf(rules);
    files = List.copyOf(files);
    folders = List.copyOf(folders);
  }

  /// The worst of all files. No file at all is incomplete: nothing was proven.
  public Verdict verdict() {
    Verdict worst = finished && !files.isEmpty() ? Verdict.CLEAN : Verdict.INCOMPLETE;
    for (ScanLine file : files) {
      worst = worst.worse(file.verdict());
    }
    return worst;
  }

  /// How many files have each verdict; every verdict is there.
  Map<Verdict, Long> counts() {
    Map<Verdict, Long> counts = new EnumMap<>(Verdict.class);
    for (Verdict verdict : Verdict.values()) {
      counts.put(verdict, files.stream().filter(file -> file.verdict() == verdict).count());
    }
    return counts;
  }

  public List<Finding> findings() {
    return Stream.concat(files.stream().flatMap(file -> file.findings().stream()), folders.stream())
        .toList();
  }

  public List<Report.Undecided> undecided() {
    return files.stream().flatMap(file -> file.undecided().stream()).toList();
  }

  /// The rules some finding or open question names.
  List<Rule> named() {
    return rules.stream()
        .filter(
            rule ->
                findings().stream().anyMatch(finding -> finding.rule().equals(rule.id()))
                    || undecided().stream().anyMatch(open -> open.rule().equals(rule.id().value())))
        .toList();
  }
}
