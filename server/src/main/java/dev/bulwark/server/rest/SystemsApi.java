package dev.bulwark.server.rest;

import dev.bulwark.control.status.StatusReport;
import dev.bulwark.evidence.Evidence;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.project.report.JsonReport;
import dev.bulwark.server.ServerFault;
import dev.bulwark.server.access.Access;
import dev.bulwark.server.access.Action;
import dev.bulwark.server.access.Caller;
import dev.bulwark.server.access.Needs;
import dev.bulwark.server.project.Project;
import dev.bulwark.server.project.ProjectDesk;
import dev.bulwark.server.project.Projects;
import dev.bulwark.server.project.Standing;
import dev.bulwark.server.web.Callers;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;

/// Systems for programs: the same answers as the command's `--json`, by HTTP. The shapes are in
/// `api/openapi.yaml`.
@Controller
public final class SystemsApi {
  private static final int MOST = 200;

  private final Callers callers;
  private final Projects projects;
  private final ProjectDesk desk;
  private final Once once;

  public SystemsApi(Callers callers, Projects projects, ProjectDesk desk, Once once) {
    this.once = once;
    this.callers = callers;
    this.projects = projects;
    this.desk = desk;
  }

  /// In the order of their ids.
  ///
  /// @param after the id of the last one of the page before
  @GetMapping("/api/v1/systems")
  @Needs(Action.LIST_SYSTEMS)
  ResponseEntity<byte[]> systems(
      @RequestParam(defaultValue = "") String after,
      @RequestParam(defaultValue = "200") int limit,
      HttpServletRequest request) {
    requireLimit(limit);
    Caller caller = callers.of(request);
    List<Project> rest =
        projects.all().stream()
            .filter(
                project ->
                    Access.decide(caller, Action.READ_SYSTEM, Optional.of(project.id()))
                        == Access.Answer.YES)
            .filter(project -> project.id().compareTo(after) > 0)
            .sorted(Comparator.comparing(Project::id))
            .toList();
    List<Project> page = rest.subList(0, Math.min(limit, rest.size()));
    Json.Builder out =
        Json.object().put("systems", Json.array(page.stream().map(SystemsApi::entry).toList()));
    if (rest.size() > limit) {
      out.put("next", page.getLast().id());
    }
    return Tagged.exact(request, out.build());
  }

  private static Json.Obj entry(Project project) {
    return Json.object()
        .put("id", project.id())
        .put("title", project.title())
        .put("addedBy", project.addedBy())
        .put("added", project.added().toString())
        .build();
  }

  @GetMapping("/api/v1/systems/{system}")
  @Needs(Action.READ_SYSTEM)
  ResponseEntity<byte[]> system(
      @PathVariable String system,
      @RequestHeader(name = HttpHeaders.ACCEPT, defaultValue = MediaType.ALL_VALUE) String accept,
      @RequestParam(defaultValue = "") String gate,
      @RequestParam(defaultValue = "false") boolean all,
      HttpServletRequest request) {
    ReportForms forms = ReportForms.of(accept, gate, all);
    return forms.answer(request, desk.standing(projects.require(system)).report());
  }

  @GetMapping("/api/v1/systems/{system}/status")
  @Needs(Action.READ_SYSTEM)
  ResponseEntity<byte[]> status(
      @PathVariable String system,
      @RequestParam(defaultValue = "") String gate,
      HttpServletRequest request) {
    ReportForms forms = ReportForms.of(MediaType.APPLICATION_JSON_VALUE, gate, false);
    Standing standing = desk.standing(projects.require(system));
    return forms.answer(request, standing.report(), StatusReport.of(standing.assessment()));
  }

  /// Inspects, records and decides; the answer is the report. With `If-Match`, only while the
  /// ledger is the one the caller saw; with `Idempotency-Key`, once.
  @PostMapping("/api/v1/systems/{system}/checks")
  @Needs(Action.CHECK_SYSTEM)
  ResponseEntity<byte[]> check(@PathVariable String system, HttpServletRequest request) {
    return once.answer(
        request,
        callers.person(request).name(),
        () -> {
          Project project = projects.require(system);
          return json(JsonReport.of(desk.check(project, () -> requireSeen(request, project))));
        });
  }

  private void requireSeen(HttpServletRequest request, Project project) {
    if (request.getHeader(HttpHeaders.IF_MATCH) != null) {
      Tagged.requireSeen(request, desk.root(project));
    }
  }

  /// Verified statements in the ledger's order.
  ///
  /// @param after entries with a greater index
  @GetMapping("/api/v1/systems/{system}/evidence")
  @Needs(Action.READ_SYSTEM)
  ResponseEntity<byte[]> evidence(
      @PathVariable String system,
      @RequestParam(defaultValue = "-1") long after,
      @RequestParam(defaultValue = "50") int limit,
      HttpServletRequest request) {
    requireLimit(limit);
    Project project = projects.require(system);
    Digest root = desk.root(project);
    List<Evidence> rest =
        desk.evidence(project).stream().filter(each -> each.index() > after).toList();
    List<Json.Obj> items = new ArrayList<>();
    rest.stream().limit(limit).forEach(each -> items.add(entry(each)));
    Json.Builder page = Json.object().put("items", Json.array(items));
    if (rest.size() > limit) {
      page.put("next", rest.get(limit - 1).index());
    }
    return Tagged.ofLedger(request, page.build(), root);
  }

  private static void requireLimit(int limit) {
    if (limit < 1 || limit > MOST) {
      throw new ServerFault(
          ServerFault.INVALID, "expected a limit from 1 to " + MOST + ", found " + limit);
    }
  }

  private static Json.Obj entry(Evidence evidence) {
    return Json.object()
        .put("index", evidence.index())
        .put("received", evidence.received().toString())
        .put("assurance", evidence.assurance().name())
        .put("envelope", evidence.envelope().toString())
        .put("statement", evidence.statement().json())
        .build();
  }

  private static ResponseEntity<byte[]> json(Json json) {
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_JSON)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .body(json.canonical().getBytes(StandardCharsets.UTF_8));
  }
}
