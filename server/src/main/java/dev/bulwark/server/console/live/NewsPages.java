package dev.bulwark.server.console.live;

import dev.bulwark.kernel.json.Json;
import dev.bulwark.project.report.Report;
import dev.bulwark.server.access.Access;
import dev.bulwark.server.access.Action;
import dev.bulwark.server.access.Caller;
import dev.bulwark.server.access.Needs;
import dev.bulwark.server.access.Role;
import dev.bulwark.server.console.Words;
import dev.bulwark.server.project.Project;
import dev.bulwark.server.project.ProjectDesk;
import dev.bulwark.server.project.Projects;
import dev.bulwark.server.project.Signing;
import dev.bulwark.server.project.Standing;
import dev.bulwark.server.web.Callers;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/// What changes while somebody looks, as server-sent events: a line about one system, or how much
/// waits for a signature. A page works without; it says of which moment it is.
@Controller
public final class NewsPages {
  private final Callers callers;
  private final Projects projects;
  private final ProjectDesk desk;
  private final Streams streams;

  public NewsPages(Callers callers, Projects projects, ProjectDesk desk, Streams streams) {
    this.callers = callers;
    this.projects = projects;
    this.desk = desk;
    this.streams = streams;
  }

  @GetMapping("/systems/{system}/news")
  @Needs(Action.READ_SYSTEM)
  void system(
      @PathVariable String system, HttpServletRequest request, HttpServletResponse response) {
    Project project = projects.require(system);
    Caller.Person person = callers.person(request);
    Predicate<Caller.Person> may =
        now -> Access.decide(now, Action.READ_SYSTEM, Optional.of(system)) == Access.Answer.YES;
    streams.send(
        response,
        person,
        now -> callers.still(now).filter(may),
        _ -> ProjectDesk.hasEvidence(project) ? line(desk.standing(project)).canonical() : "{}");
  }

  /// One sentence that says how it stands, and the size it is of.
  private static Json.Obj line(Standing standing) {
    Report report = standing.report();
    Report.GateLine next = report.gate(report.next());
    String gate =
        switch (next.standing()) {
          case ALLOW -> "every gate is open";
          case HOLD -> "gate " + next.gate() + " waits for people";
          case DENY -> "gate " + next.gate() + " is closed";
        };
    return Json.object()
        .put("state", report.ledger().root())
        .put(
            "words",
            "%d of %d controls satisfied, %s, %s in the ledger"
                .formatted(
                    report.count(Report.State.SATISFIED),
                    report.controls().size(),
                    gate,
                    Words.count((int) report.ledger().size(), "entry", "entries")))
        .put("asOf", Words.moment(report.asOf()))
        .build();
  }

  @GetMapping("/approvals/news")
  @Needs(Action.LIST_SYSTEMS)
  void approvals(HttpServletRequest request, HttpServletResponse response) {
    streams.send(
        response,
        callers.person(request),
        callers::still,
        now -> {
          int waiting = waiting(now);
          return Json.object()
              .put("state", String.valueOf(waiting))
              .put("words", Words.count(waiting, "signature waits", "signatures wait") + " for you")
              .put("asOf", Words.moment(desk.now()))
              .build()
              .canonical();
        });
  }

  private int waiting(Caller.Person person) {
    int waiting = 0;
    for (Project project : projects.all()) {
      Set<Role> roles = person.rolesIn(project.id());
      boolean theirs =
          Access.decide(person, Action.READ_SYSTEM, Optional.of(project.id())) == Access.Answer.YES;
      if (theirs && ProjectDesk.hasEvidence(project)) {
        waiting +=
            Signing.waiting(desk.standing(project).assessment(), person.name(), roles).size();
      }
    }
    return waiting;
  }
}
