package dev.bulwark.server.metrics;

import dev.bulwark.control.gate.RecordedDecision;
import dev.bulwark.evidence.Evidence;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.fault.Fault;
import dev.bulwark.server.project.Project;
import dev.bulwark.server.project.ProjectDesk;
import dev.bulwark.server.project.Projects;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What the systems' verified ledgers say, as numbers: the same on every replica and after every
/// restart.
public final class SystemFigures {
  private static final String LEDGER = "Entries under the ledger's checkpoint.";

  private final Projects projects;
  private final ProjectDesk desk;
  private final InstantSource clock;

  public SystemFigures(Projects projects, ProjectDesk desk, InstantSource clock) {
    this.projects = projects;
    this.desk = desk;
    this.clock = clock;
  }

  void tell(Exposition page) {
    page.add(
        "bulwark_writes_waiting",
        "gauge",
        "Checks, signatures and moves that wait for their ledger.",
        desk.waiting());
    page.add(
        "bulwark_writes_running",
        "gauge",
        "Checks, signatures and moves at work on a ledger.",
        desk.writing());
    for (Project project : projects.all()) {
      boolean readable = tell(project, page);
      page.add(
          "bulwark_ledger_readable",
          "gauge",
          "1 while the system's ledger can be read and verifies.",
          readable ? 1 : 0,
          "system",
          project.id());
    }
  }

  private boolean tell(Project project, Exposition page) {
    if (!ProjectDesk.hasEvidence(project)) {
      // It was listed when its ledger was begun: it is gone.
      return false;
    }
    try {
      List<Evidence> evidence = desk.evidence(project);
      ledger(project.id(), evidence, desk.ledgerSize(project), page);
      decisions(project.id(), evidence, page);
    } catch (Fault e) {
      return false;
    }
    desk.known(project).ifPresent(known -> findings(project.id(), known.report().findings(), page));
    return true;
  }

  private void ledger(String system, List<Evidence> evidence, long size, Exposition page) {
    page.add("bulwark_ledger_entries", "gauge", LEDGER, size, "system", system);
    Instant newest =
        evidence.stream().map(Evidence::received).max(Instant::compareTo).orElse(Instant.EPOCH);
    page.add(
        "bulwark_ledger_checkpoint_age_seconds",
        "gauge",
        "Since the newest entry came under a checkpoint.",
        Duration.between(newest, clock.instant()).toSeconds(),
        "system",
        system);
  }

  private static void decisions(String system, List<Evidence> evidence, Exposition page) {
    Map<String, Map<Boolean, Long>> counts =
        evidence.stream()
            .flatMap(each -> RecordedDecision.of(each.statement()).stream())
            .collect(
                Collectors.groupingBy(
                    decision -> decision.gate().word(),
                    TreeMap::new,
                    Collectors.partitioningBy(RecordedDecision::allowed, Collectors.counting())));
    counts.forEach(
        (gate, by) ->
            by.forEach(
                (allowed, count) ->
                    page.add(
                        "bulwark_gate_decisions_total",
                        "counter",
                        "Decisions on record, by gate.",
                        count,
                        "system",
                        system,
                        "gate",
                        gate,
                        "decision",
                        allowed ? "allow" : "deny")));
  }

  private static void findings(String system, List<Finding> findings, Exposition page) {
    Map<String, Long> counts =
        findings.stream()
            .collect(
                Collectors.groupingBy(
                    each -> each.severity().name().toLowerCase(Locale.ROOT),
                    TreeMap::new,
                    Collectors.counting()));
    for (var severity : dev.bulwark.kernel.check.Severity.values()) {
      String word = severity.name().toLowerCase(Locale.ROOT);
      page.add(
          "bulwark_open_findings",
          "gauge",
          "Findings of the last look at the system's files.",
          counts.getOrDefault(word, 0L),
          "system",
          system,
          "severity",
          word);
    }
  }
}
