package dev.bulwark.server.console.print;

import dev.bulwark.control.status.Waiver;
import dev.bulwark.evidence.tlog.Checkpoint;
import dev.bulwark.project.report.Report;
import dev.bulwark.server.ServerFault;
import dev.bulwark.server.access.Action;
import dev.bulwark.server.access.Needs;
import dev.bulwark.server.console.Console;
import dev.bulwark.server.console.GateHistory;
import dev.bulwark.server.console.Heat;
import dev.bulwark.server.console.PerStanding;
import dev.bulwark.server.console.StageView;
import dev.bulwark.server.console.risk.RiskPages;
import dev.bulwark.server.console.risk.Trend;
import dev.bulwark.server.finding.Findings;
import dev.bulwark.server.finding.Found;
import dev.bulwark.server.project.Project;
import dev.bulwark.server.project.ProjectDesk;
import dev.bulwark.server.project.Standing;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/// What leaves the screen: coverage, the report for paper, the copy for an auditor.
@Controller
public final class PrintPages {
  private final Console console;
  private final PerStanding<Coverage> coverage;

  public PrintPages(Console console) {
    this.console = console;
    this.coverage =
        new PerStanding<>(
            standing -> Coverage.of(standing.assessment().policy(), standing.report()));
  }

  /// @param framework the one shown item by item; empty for the guidelines' asks
  public record Covered(
      Project project, Report report, Coverage coverage, Optional<String> framework) {}

  /// @param framework the one it is about, with its items; empty for a report over everything
  /// @param waivers in force
  public record Printed(
      Project project,
      Standing standing,
      Coverage coverage,
      Optional<String> framework,
      List<StageView> stages,
      List<RiskPages.Risk> risks,
      Heat heat,
      List<Found> findings,
      Trend trend,
      GateHistory history,
      List<Waiver.InForce> waivers) {
    public Printed {
      stages = List.copyOf(stages);
      risks = List.copyOf(risks);
      findings = List.copyOf(findings);
      waivers = List.copyOf(waivers);
    }

    public Report report() {
      return standing.report();
    }

    public List<Coverage.Item> items() {
      return framework.map(key -> coverage.frameworks().get(key)).orElse(List.of());
    }
  }

  /// @param judge the id of the key everything hangs from, to be compared by another way
  public record Audit(
      Project project,
      Checkpoint checkpoint,
      String judge,
      boolean mayExport,
      String address,
      Report report) {}

  @GetMapping("/systems/{system}/coverage")
  @Needs(Action.READ_SYSTEM)
  ResponseEntity<byte[]> covered(
      @PathVariable String system,
      @RequestParam(defaultValue = "") String framework,
      HttpServletRequest request) {
    Standing standing = console.standing(system);
    Coverage covered = coverage.of(standing);
    return console.page(
        "coverage",
        new Covered(standing.project(), standing.report(), covered, known(framework, covered)),
        request,
        "Coverage of " + standing.report().system().title());
  }

  /// @throws ServerFault `not-found`
  private static Optional<String> known(String framework, Coverage covered) {
    if (framework.isEmpty()) {
      return Optional.empty();
    }
    if (!covered.frameworks().containsKey(framework)) {
      throw new ServerFault(
          ServerFault.NOT_THERE,
          "expected one of the frameworks %s, found another"
              .formatted(covered.frameworks().keySet()));
    }
    return Optional.of(framework);
  }

  @GetMapping("/systems/{system}/report")
  @Needs(Action.READ_SYSTEM)
  ResponseEntity<byte[]> report(
      @PathVariable String system,
      @RequestParam(defaultValue = "") String framework,
      HttpServletRequest request) {
    Standing standing = console.standing(system);
    Coverage covered = coverage.of(standing);
    Findings findings = Findings.of(console.desk().evidence(standing.project()));
    return console.page(
        "report",
        new Printed(
            standing.project(),
            standing,
            covered,
            known(framework, covered),
            StageView.of(standing.report()),
            RiskPages.risks(standing.report()),
            Heat.of(standing.report().threats()),
            findings.open(),
            Trend.of(findings.trend()),
            GateHistory.of(
                console.desk().evidence(standing.project()), standing.assessment().asOf()),
            standing.assessment().waivers().stream()
                .filter(Waiver.InForce.class::isInstance)
                .map(Waiver.InForce.class::cast)
                .toList()),
        request,
        "Report on " + standing.report().system().title());
  }

  @GetMapping("/systems/{system}/audit")
  @Needs(Action.READ_SYSTEM)
  ResponseEntity<byte[]> audit(@PathVariable String system, HttpServletRequest request) {
    Standing standing = console.standing(system);
    Project project = standing.project();
    return console.page(
        "audit",
        new Audit(
            project,
            console.desk().checkpoint(project),
            ProjectDesk.reader(project).root().id(),
            console.may(request, Action.EXPORT_AUDIT, system),
            request.getRequestURL().substring(0, request.getRequestURL().indexOf("/systems/"))
                + "/systems/"
                + system,
            standing.report()),
        request,
        "Audit of " + standing.report().system().title());
  }
}
