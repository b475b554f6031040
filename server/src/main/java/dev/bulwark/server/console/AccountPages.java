package dev.bulwark.server.console;

import dev.bulwark.server.ServerFault;
import dev.bulwark.server.access.Access;
import dev.bulwark.server.access.Action;
import dev.bulwark.server.access.Caller;
import dev.bulwark.server.access.Needs;
import dev.bulwark.server.account.Accounts;
import dev.bulwark.server.account.ApiTokens;
import dev.bulwark.server.account.Sessions;
import dev.bulwark.server.account.TokenSecret;
import dev.bulwark.server.passkey.Passkeys;
import dev.bulwark.server.passkey.StoredPasskey;
import dev.bulwark.server.project.Project;
import dev.bulwark.server.project.Projects;
import dev.bulwark.server.web.Callers;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// One's own account: where I am signed in, my tokens, my password.
@Controller
public final class AccountPages {
  private final Pages pages;
  private final Callers callers;
  private final Accounts accounts;
  private final Sessions sessions;
  private final ApiTokens tokens;
  private final Projects projects;
  private final Passkeys passkeys;
  private final Confirmations confirmations;

  public AccountPages(
      Pages pages,
      Callers callers,
      Accounts accounts,
      Sessions sessions,
      ApiTokens tokens,
      Projects projects,
      Passkeys passkeys,
      Confirmations confirmations) {
    this.pages = pages;
    this.callers = callers;
    this.accounts = accounts;
    this.sessions = sessions;
    this.tokens = tokens;
    this.projects = projects;
    this.passkeys = passkeys;
    this.confirmations = confirmations;
  }

  /// What a token can be for.
  private static final List<Action> FOR_PROGRAMS =
      Arrays.stream(Action.values()).filter(Action::isForPrograms).toList();

  /// @param hasPassword or else they sign in elsewhere, and may have a passphrase to sign with
  /// @param said what came of the last form; empty when none was sent
  /// @param token a new token, shown once; empty when none was made
  public record Own(
      Caller.Person person,
      List<Sessions.Session> sessions,
      List<ApiTokens.ApiToken> tokens,
      List<StoredPasskey> passkeys,
      List<String> systems,
      boolean hasPassword,
      boolean hasPassphrase,
      String said,
      String token) {
    public Own {
      sessions = List.copyOf(sessions);
      tokens = List.copyOf(tokens);
      passkeys = List.copyOf(passkeys);
      systems = List.copyOf(systems);
    }

    public List<Action> forPrograms() {
      return FOR_PROGRAMS;
    }
  }

  @GetMapping("/account")
  @Needs(Action.OWN_ACCOUNT)
  ResponseEntity<byte[]> own(HttpServletRequest request) {
    return own(HttpStatus.OK, "", "", request);
  }

  private ResponseEntity<byte[]> own(
      HttpStatus status, String said, String token, HttpServletRequest request) {
    Caller.Person person = callers.person(request);
    return pages.answer(
        status,
        "account",
        new Own(
            person,
            sessions.of(person.name()),
            tokens.of(person.name()),
            passkeys.of(person.name()),
            readable(request),
            accounts.hasPassword(person.name()),
            accounts.hasSecret(person.name()),
            said,
            token),
        pages.frame(callers.of(request), request, "Account"));
  }

  /// The systems the caller may read; of others they are not to learn here either.
  private List<String> readable(HttpServletRequest request) {
    return projects.all().stream()
        .map(Project::id)
        .filter(
            id ->
                Access.decide(callers.of(request), Action.READ_SYSTEM, Optional.of(id))
                    == Access.Answer.YES)
        .toList();
  }

  @PostMapping("/account/password")
  @Needs(Action.OWN_ACCOUNT)
  ResponseEntity<byte[]> password(
      @RequestParam String old,
      @RequestParam String password,
      @RequestParam String again,
      HttpServletRequest request) {
    Caller.Person person = callers.person(request);
    try {
      if (!password.equals(again)) {
        throw new ServerFault(ServerFault.INVALID, "The two passwords are not the same.");
      }
      accounts.change(person.name(), old, password);
    } catch (ServerFault e) {
      return own(
          HttpStatus.valueOf(e.type().httpStatus()), String.valueOf(e.getMessage()), "", request);
    }
    sessions.endOthers(person.name(), person.session());
    return own(
        HttpStatus.OK, "The password is changed, and every other session has ended.", "", request);
  }

  @PostMapping("/account/sessions/{id}/end")
  @Needs(Action.OWN_ACCOUNT)
  ResponseEntity<byte[]> endSession(@PathVariable String id, HttpServletRequest request) {
    sessions.end(callers.person(request).name(), id);
    return Pages.see("/account");
  }

  @PostMapping("/account/tokens")
  @Needs(Action.OWN_ACCOUNT)
  ResponseEntity<byte[]> token(
      @RequestParam String label,
      @RequestParam String where,
      @RequestParam(defaultValue = "") List<String> action,
      @RequestParam int days,
      @RequestParam(defaultValue = "") String password,
      HttpServletRequest request) {
    Set<Action> actions =
        FOR_PROGRAMS.stream()
            .filter(each -> action.contains(each.word()))
            .collect(Collectors.toSet());
    if (!where.equals(Caller.ALL) && !readable(request).contains(where)) {
      throw new ServerFault(
          ServerFault.INVALID, "expected one of the systems or *, found another word");
    }
    confirmations.fresh(request);
    String name = callers.person(request).name();
    try {
      Optional<TokenSecret.Sealing> sealing =
          actions.stream().anyMatch(Action::signs) && !password.isEmpty()
              ? Optional.of(accounts.sealing(name, password))
              : Optional.empty();
      String text = tokens.make(name, label, where, actions, Duration.ofDays(days), sealing).text();
      return own(HttpStatus.OK, "The token is made. It is shown this once.", text, request);
    } catch (ServerFault e) {
      return own(
          HttpStatus.valueOf(e.type().httpStatus()), String.valueOf(e.getMessage()), "", request);
    }
  }

  @PostMapping("/account/tokens/{id}/end")
  @Needs(Action.OWN_ACCOUNT)
  ResponseEntity<byte[]> endToken(@PathVariable String id, HttpServletRequest request) {
    tokens.end(callers.person(request).name(), id);
    return Pages.see("/account");
  }
}
