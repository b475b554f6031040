package dev.bulwark.server.console.risk;

import dev.bulwark.project.report.Report;
import dev.bulwark.server.access.Action;
import dev.bulwark.server.access.Needs;
import dev.bulwark.server.console.Console;
import dev.bulwark.server.console.Heat;
import dev.bulwark.server.project.Project;
import dev.bulwark.server.project.ProjectDesk;
import dev.bulwark.server.project.Releasing;
import dev.bulwark.server.project.Standing;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/// What threatens a system and what is left of it, and what it is made of from data to environment.
@Controller
public final class RiskPages {
  private static final String TREATED = " ✓";

  private final Console console;
  private final Releasing releasing;

  public RiskPages(Console console, Releasing releasing) {
    this.console = console;
    this.releasing = releasing;
  }

  /// One risk of the register.
  public record Risk(Report.ThreatLine threat, List<Treatment> treatments) {
    public Risk {
      treatments = List.copyOf(treatments);
    }

    /// Likelihood while today's evidence is live.
    public int residual() {
      return threat.residual();
    }

    /// What of the likelihood live evidence takes away.
    public int fall() {
      return threat.likelihood() - threat.residual();
    }

    public boolean isTreated() {
      return threat.treatments().stream().anyMatch(each -> each.endsWith(TREATED));
    }
  }

  /// @param state empty for a control this system is not judged by
  public record Treatment(String control, String title, Optional<Report.State> state) {}

  /// @param described false while the manifest cannot be read
  public record Risks(
      Project project, boolean described, Heat heat, List<Risk> risks, Instant asOf) {
    public Risks {
      risks = List.copyOf(risks);
    }

    public long untreated() {
      return risks.stream().filter(risk -> !risk.isTreated()).count();
    }
  }

  /// @param described false while the manifest cannot be read
  public record Ancestry(Project project, boolean described, Lineage lineage, Instant asOf) {}

  @GetMapping("/systems/{system}/risks")
  @Needs(Action.READ_SYSTEM)
  ResponseEntity<byte[]> risks(@PathVariable String system, HttpServletRequest request) {
    Standing standing = console.standing(system);
    Report report = standing.report();
    return console.page(
        "risks",
        new Risks(
            standing.project(),
            report.system().described(),
            Heat.of(report.threats()),
            risks(report),
            standing.assessment().asOf()),
        request,
        "Risks of " + report.system().title());
  }

  public static List<Risk> risks(Report report) {
    Map<String, Report.ControlLine> controls =
        report.controls().stream()
            .collect(Collectors.toMap(Report.ControlLine::id, Function.identity()));
    return report.threats().stream()
        .map(
            threat ->
                new Risk(
                    threat,
                    threat.treatments().stream()
                        .map(word -> treatment(word.replace(TREATED, ""), controls))
                        .toList()))
        .sorted(Comparator.comparingInt((Risk risk) -> -risk.residual() * risk.threat().impact()))
        .toList();
  }

  private static Treatment treatment(String id, Map<String, Report.ControlLine> controls) {
    Optional<Report.ControlLine> line = Optional.ofNullable(controls.get(id));
    return new Treatment(
        id, line.map(Report.ControlLine::title).orElse(""), line.map(Report.ControlLine::state));
  }

  @GetMapping("/systems/{system}/lineage")
  @Needs(Action.READ_SYSTEM)
  ResponseEntity<byte[]> lineage(@PathVariable String system, HttpServletRequest request) {
    Project project = console.project(system);
    ProjectDesk desk = console.desk();
    Standing standing = desk.standing(project);
    return console.page(
        "lineage",
        new Ancestry(
            project,
            desk.described(project).isPresent(),
            desk.described(project)
                .map(described -> Lineage.of(described, releasing.state(project)))
                .orElse(Lineage.NOTHING),
            standing.assessment().asOf()),
        request,
        "Lineage of " + standing.report().system().title());
  }
}
