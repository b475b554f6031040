package dev.bulwark.server.console;

import dev.bulwark.evidence.keys.Passphrase;
import dev.bulwark.server.access.Access;
import dev.bulwark.server.access.Action;
import dev.bulwark.server.access.Caller;
import dev.bulwark.server.account.Accounts;
import dev.bulwark.server.account.Memberships;
import dev.bulwark.server.project.Project;
import dev.bulwark.server.project.ProjectDesk;
import dev.bulwark.server.project.Projects;
import dev.bulwark.server.project.Releasing;
import dev.bulwark.server.project.Standing;
import dev.bulwark.server.web.Callers;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

/// What the pages of a system have in common: who asks, which system, how it stands, and the page
/// around the answer.
public final class Console {
  private final Pages pages;
  private final Callers callers;
  private final Accounts accounts;
  private final Memberships memberships;
  private final Projects projects;
  private final ProjectDesk desk;

  public Console(
      Pages pages,
      Callers callers,
      Accounts accounts,
      Memberships memberships,
      Projects projects,
      ProjectDesk desk) {
    this.pages = pages;
    this.callers = callers;
    this.accounts = accounts;
    this.memberships = memberships;
    this.projects = projects;
    this.desk = desk;
  }

  public ProjectDesk desk() {
    return desk;
  }

  /// @throws dev.bulwark.server.ServerFault `not-found`
  public Project project(String system) {
    return projects.require(system);
  }

  public Standing standing(String system) {
    return desk.standing(project(system));
  }

  public Caller caller(HttpServletRequest request) {
    return callers.of(request);
  }

  public Caller.Person person(HttpServletRequest request) {
    return callers.person(request);
  }

  public boolean may(HttpServletRequest request, Action action, String system) {
    return Access.decide(callers.of(request), action, Optional.of(system)) == Access.Answer.YES;
  }

  public ResponseEntity<byte[]> page(
      String template, Object page, HttpServletRequest request, String title) {
    return answer(HttpStatus.OK, template, page, request, title);
  }

  public ResponseEntity<byte[]> answer(
      HttpStatus status, String template, Object page, HttpServletRequest request, String title) {
    return pages.answer(status, template, page, pages.frame(callers.of(request), request, title));
  }

  /// Work that a person signs: their key is open for its length.
  ///
  /// @throws dev.bulwark.server.ServerFault when the password is wrong, and what the work throws
  public <T> T signed(
      String system,
      String password,
      HttpServletRequest request,
      Function<Releasing.Signer, T> work) {
    String name = callers.person(request).name();
    try (Passphrase passphrase = accounts.signingPassphrase(name, password)) {
      return work.apply(
          new Releasing.Signer(name, () -> memberships.rolesIn(name, system), passphrase));
    }
  }
}
