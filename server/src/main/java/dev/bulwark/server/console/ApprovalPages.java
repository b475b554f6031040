package dev.bulwark.server.console;

import dev.bulwark.kernel.fault.Fault;
import dev.bulwark.server.ServerFault;
import dev.bulwark.server.access.Access;
import dev.bulwark.server.access.Action;
import dev.bulwark.server.access.Caller;
import dev.bulwark.server.access.Needs;
import dev.bulwark.server.access.Role;
import dev.bulwark.server.account.Memberships;
import dev.bulwark.server.project.Project;
import dev.bulwark.server.project.ProjectDesk;
import dev.bulwark.server.project.Projects;
import dev.bulwark.server.project.Signing;
import dev.bulwark.server.project.Standing;
import dev.bulwark.server.web.Callers;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// What waits for my signature, with the exact bytes I sign over.
@Controller
public final class ApprovalPages {
  private static final int LONGEST_COMMENT = 2000;

  private final Pages pages;
  private final Callers callers;
  private final Confirmations confirmations;
  private final Memberships memberships;
  private final Projects projects;
  private final ProjectDesk desk;
  private final Signing signing;

  public ApprovalPages(
      Pages pages,
      Callers callers,
      Confirmations confirmations,
      Memberships memberships,
      Projects projects,
      ProjectDesk desk,
      Signing signing) {
    this.pages = pages;
    this.callers = callers;
    this.confirmations = confirmations;
    this.memberships = memberships;
    this.projects = projects;
    this.desk = desk;
    this.signing = signing;
  }

  /// @param why empty, or why the last signature failed
  public record Approvals(List<Waiting> waiting, String why, Instant asOf) {
    public Approvals {
      waiting = List.copyOf(waiting);
    }
  }

  /// @param roles the caller's in this system
  public record Waiting(
      Project project, Standing standing, Set<Role> roles, List<Signing.Wanted> wanted) {
    public Waiting {
      roles = Set.copyOf(roles);
      wanted = List.copyOf(wanted);
    }
  }

  @GetMapping("/approvals")
  @Needs(Action.LIST_SYSTEMS)
  ResponseEntity<byte[]> approvals(HttpServletRequest request) {
    return approvals(HttpStatus.OK, "", request);
  }

  private ResponseEntity<byte[]> approvals(
      HttpStatus status, String why, HttpServletRequest request) {
    Caller caller = callers.of(request);
    Caller.Person person = callers.person(request);
    List<Waiting> waiting = new ArrayList<>();
    for (Project project : projects.all()) {
      Set<Role> roles = person.rolesIn(project.id());
      boolean theirs =
          Access.decide(caller, Action.READ_SYSTEM, Optional.of(project.id())) == Access.Answer.YES;
      if (theirs && !roles.isEmpty() && ProjectDesk.hasEvidence(project)) {
        waiting(project, person.name(), roles)
            .filter(it -> !it.wanted().isEmpty())
            .ifPresent(waiting::add);
      }
    }
    return pages.answer(
        status,
        "approvals",
        new Approvals(waiting, why, desk.now()),
        pages.frame(callers.of(request), request, "Approvals"));
  }

  private Optional<Waiting> waiting(Project project, String person, Set<Role> roles) {
    try {
      Standing standing = desk.standing(project);
      return Optional.of(
          new Waiting(
              project, standing, roles, Signing.waiting(standing.assessment(), person, roles)));
    } catch (Fault e) {
      return Optional.empty();
    }
  }

  @PostMapping("/systems/{system}/approvals")
  @Needs(Action.ATTEST)
  ResponseEntity<byte[]> sign(
      @PathVariable String system,
      @RequestParam String digest,
      @RequestParam String decision,
      @RequestParam(defaultValue = "") String comment,
      HttpServletRequest request) {
    Caller.Person person = callers.person(request);
    try {
      Signing.Draft draft = draft(system, digest, decision, comment, person);
      try (Confirmations.Confirmed confirmed =
          confirmations.toSign(request, draft.statement().json())) {
        signing.sign(
            projects.require(system),
            person.name(),
            () -> memberships.rolesIn(person.name(), system),
            draft,
            confirmed.word(),
            confirmed.passphrase());
      }
    } catch (ServerFault e) {
      return approvals(
          HttpStatus.valueOf(e.type().httpStatus()), String.valueOf(e.getMessage()), request);
    }
    return Pages.see("/approvals");
  }

  /// A challenge over the very statement that is about to be signed.
  @PostMapping("/systems/{system}/approvals/challenge")
  @Needs(Action.ATTEST)
  ResponseEntity<byte[]> challenge(
      @PathVariable String system,
      @RequestParam String digest,
      @RequestParam String decision,
      @RequestParam(defaultValue = "") String comment,
      HttpServletRequest request) {
    Signing.Draft draft = draft(system, digest, decision, comment, callers.person(request));
    return confirmations.challenge(
        request, "/systems/" + system + "/approvals", draft.statement().json());
  }

  private Signing.Draft draft(
      String system, String digest, String decision, String comment, Caller.Person person) {
    if (!Set.of("approve", "reject").contains(decision) || comment.length() > LONGEST_COMMENT) {
      throw new ServerFault(
          ServerFault.INVALID,
          "expected approve or reject and a comment of at most 2,000 characters, found something else");
    }
    return signing.draft(
        projects.require(system),
        person.name(),
        memberships.rolesIn(person.name(), system),
        digest,
        decision.equals("approve"),
        comment);
  }
}
