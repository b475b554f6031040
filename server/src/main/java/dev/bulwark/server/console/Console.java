package dev.bulwark.server.console;

import dev.bulwark.evidence.passkey.PasskeyWord;
import dev.bulwark.server.access.Access;
import dev.bulwark.server.access.Action;
import dev.bulwark.server.access.Caller;
import dev.bulwark.server.access.Role;
import dev.bulwark.server.account.Memberships;
import dev.bulwark.server.project.Project;
import dev.bulwark.server.project.ProjectDesk;
import dev.bulwark.server.project.Projects;
import dev.bulwark.server.project.Releasing;
import dev.bulwark.server.project.Signing;
import dev.bulwark.server.project.Standing;
import dev.bulwark.server.web.Callers;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

/// What the pages of a system have in common: who asks, which system, how it stands, and the page
/// around the answer.
public final class Console {
  private final Pages pages;
  private final Callers callers;
  private final Confirmations confirmations;
  private final Memberships memberships;
  private final Projects projects;
  private final ProjectDesk desk;

  public Console(
      Pages pages,
      Callers callers,
      Confirmations confirmations,
      Memberships memberships,
      Projects projects,
      ProjectDesk desk) {
    this.pages = pages;
    this.callers = callers;
    this.confirmations = confirmations;
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

  /// The caller's roles in a system.
  public Set<Role> roles(HttpServletRequest request, String system) {
    return memberships.rolesIn(callers.person(request).name(), system);
  }

  /// A challenge over the very statement that a form is about to sign.
  ///
  /// @param path where the form goes
  public ResponseEntity<byte[]> challenge(
      HttpServletRequest request, String path, Signing.Draft draft) {
    return confirmations.challenge(request, path, draft.statement().json());
  }

  /// Lets somebody do what this form does, confirmed by their passkey if they have one.
  ///
  /// @throws dev.bulwark.server.ServerFault `passkey-needed`, `passkey-refused`
  public void confirmed(HttpServletRequest request) {
    confirmations.fresh(request);
  }

  /// Work that a person signs, confirmed by their passkey over the statement itself, or by their
  /// password where they have none: their key is open for its length.
  ///
  /// @throws dev.bulwark.server.ServerFault `passkey-needed`, `passkey-refused`, `sign-in-refused`,
  ///   and what the work throws
  public void signed(
      String system,
      HttpServletRequest request,
      Signing.Draft draft,
      BiConsumer<Releasing.Signer, Optional<PasskeyWord>> work) {
    String name = callers.person(request).name();
    try (Confirmations.Confirmed confirmed =
        confirmations.toSign(request, draft.statement().json())) {
      work.accept(
          new Releasing.Signer(
              name, () -> memberships.rolesIn(name, system), confirmed.passphrase()),
          confirmed.word());
    }
  }
}
