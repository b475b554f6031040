package dev.bulwark.server.console;

import dev.bulwark.control.policy.Control;
import dev.bulwark.control.status.Answer;
import dev.bulwark.control.status.Assessment;
import dev.bulwark.evidence.Evidence;
import dev.bulwark.kernel.fault.Fault;
import dev.bulwark.project.report.Report;
import dev.bulwark.server.ServerFault;
import dev.bulwark.server.access.Access;
import dev.bulwark.server.access.Action;
import dev.bulwark.server.access.Caller;
import dev.bulwark.server.access.Needs;
import dev.bulwark.server.console.risk.Ageing;
import dev.bulwark.server.console.risk.Trend;
import dev.bulwark.server.finding.Findings;
import dev.bulwark.server.finding.Found;
import dev.bulwark.server.project.Examples;
import dev.bulwark.server.project.Project;
import dev.bulwark.server.project.ProjectDesk;
import dev.bulwark.server.project.Projects;
import dev.bulwark.server.project.Standing;
import dev.bulwark.server.web.Callers;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The systems, one of them, and one of its controls.
@Controller
public final class SystemPages {
  private static final int GRAVEST = 10;

  private final Pages pages;
  private final Callers callers;
  private final Projects projects;
  private final ProjectDesk desk;
  private final PerStanding<View> views = new PerStanding<>(this::view);

  public SystemPages(Pages pages, Callers callers, Projects projects, ProjectDesk desk) {
    this.pages = pages;
    this.callers = callers;
    this.projects = projects;
    this.desk = desk;
  }

  /// @param standing empty when it cannot be judged
  /// @param why why not
  public record Row(Project project, Optional<Standing> standing, String why) {}

  /// @param mayAdd whether this caller may take a system in
  /// @param examples that are not here yet, for those who may
  public record Systems(List<Row> rows, boolean mayAdd, List<String> examples) {
    public Systems {
      rows = List.copyOf(rows);
      examples = List.copyOf(examples);
    }
  }

  /// @param mayCheck whether this caller may run the checks
  /// @param mayReplace whether this caller may send other files
  public record OneSystem(
      Project project, Standing standing, boolean mayCheck, boolean mayReplace, View view) {

    public List<StageView> stages() {
      return view.stages();
    }

    public Heat heat() {
      return view.heat();
    }

    public GateHistory history() {
      return view.history();
    }

    public Findings findings() {
      return view.findings();
    }

    public List<Found> gravest() {
      return view.findings().open().stream().limit(GRAVEST).toList();
    }

    public Trend trend() {
      return view.trend();
    }

    public Ageing ageing() {
      return view.ageing();
    }

    public Report report() {
      return standing.report();
    }
  }

  /// What everybody sees of a system, worked out once a judgement.
  public record View(
      List<StageView> stages,
      Heat heat,
      GateHistory history,
      Findings findings,
      Trend trend,
      Ageing ageing) {
    public View {
      stages = List.copyOf(stages);
    }
  }

  private View view(Standing standing) {
    List<Evidence> ledger = desk.evidence(standing.project());
    Findings findings = Findings.of(ledger);
    return new View(
        StageView.of(standing.report()),
        Heat.of(standing.report().threats()),
        GateHistory.of(ledger, standing.assessment().asOf()),
        findings,
        Trend.of(findings.trend()),
        Ageing.of(standing.assessment()));
  }

  /// @param answers what the ledger says to each requirement
  public record OneControl(
      Project project,
      Control control,
      Report.ControlLine line,
      List<Answer> answers,
      Instant asOf) {
    public OneControl {
      answers = List.copyOf(answers);
    }
  }

  @GetMapping("/")
  @Needs(Action.LIST_SYSTEMS)
  ResponseEntity<byte[]> home() {
    return Pages.see("/systems");
  }

  @GetMapping("/systems")
  @Needs(Action.LIST_SYSTEMS)
  ResponseEntity<byte[]> systems(HttpServletRequest request) {
    Caller caller = callers.of(request);
    List<Row> rows = new ArrayList<>();
    for (Project project : visible(caller)) {
      rows.add(row(project));
    }
    List<String> here = projects.all().stream().map(Project::id).toList();
    boolean mayAdd =
        Access.decide(caller, Action.ADD_SYSTEM, Optional.empty()) == Access.Answer.YES;
    List<String> examples =
        mayAdd ? Examples.NAMES.stream().filter(name -> !here.contains(name)).toList() : List.of();
    return pages.page(
        "systems", new Systems(rows, mayAdd, examples), pages.frame(caller, request, "Systems"));
  }

  /// The systems somebody may read.
  List<Project> visible(Caller caller) {
    return projects.all().stream()
        .filter(
            project ->
                Access.decide(caller, Action.READ_SYSTEM, Optional.of(project.id()))
                    == Access.Answer.YES)
        .toList();
  }

  private Row row(Project project) {
    try {
      return new Row(project, Optional.of(desk.standing(project)), "");
    } catch (Fault e) {
      return new Row(project, Optional.empty(), e.type().title());
    }
  }

  @PostMapping(path = "/systems", consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
  @Needs(Action.ADD_SYSTEM)
  ResponseEntity<byte[]> add(@RequestParam String example, HttpServletRequest request) {
    Project project = projects.addExample(example, callers.person(request).name(), desk::check);
    return Pages.see("/systems/" + project.id());
  }

  @GetMapping("/systems/{system}")
  @Needs(Action.READ_SYSTEM)
  ResponseEntity<byte[]> system(@PathVariable String system, HttpServletRequest request) {
    Project project = projects.require(system);
    Caller caller = callers.of(request);
    Standing standing = desk.standing(project);
    return pages.page(
        "system",
        new OneSystem(
            project,
            standing,
            may(caller, Action.CHECK_SYSTEM, system),
            may(caller, Action.REPLACE_FILES, system),
            views.of(standing)),
        pages.frame(caller, request, standing.report().system().title()));
  }

  private static boolean may(Caller caller, Action action, String system) {
    return Access.decide(caller, action, Optional.of(system)) == Access.Answer.YES;
  }

  @PostMapping("/systems/{system}/check")
  @Needs(Action.CHECK_SYSTEM)
  ResponseEntity<byte[]> check(@PathVariable String system) {
    desk.check(projects.require(system));
    return Pages.see("/systems/" + system);
  }

  @GetMapping("/systems/{system}/controls/{control}")
  @Needs(Action.READ_SYSTEM)
  ResponseEntity<byte[]> control(
      @PathVariable String system, @PathVariable String control, HttpServletRequest request) {
    Project project = projects.require(system);
    Standing standing = desk.standing(project);
    Assessment.Assessed assessed =
        standing.assessment().assessed().stream()
            .filter(each -> each.control().id().equals(control))
            .findFirst()
            .orElseThrow(
                () ->
                    new ServerFault(
                        ServerFault.NOT_THERE,
                        "expected a control that is judged for this system, found none of that"
                            + " id"));
    Report.ControlLine line =
        standing.report().controls().stream()
            .filter(each -> each.id().equals(control))
            .findFirst()
            .orElseThrow();
    return pages.page(
        "control",
        new OneControl(
            project,
            assessed.control(),
            line,
            assessed.status().answers(),
            standing.assessment().asOf()),
        pages.frame(callers.of(request), request, control));
  }
}
