package dev.bulwark.server.web;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.server.access.Caller;
import dev.bulwark.server.access.Role;
import dev.bulwark.server.account.Account;
import dev.bulwark.server.account.Accounts;
import dev.bulwark.server.account.ApiTokens;
import dev.bulwark.server.account.Membership;
import dev.bulwark.server.account.Memberships;
import dev.bulwark.server.account.SecretToken;
import dev.bulwark.server.account.Sessions;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Finds out who a request is from: a session's cookie, or a program's bearer token.
///
/// A request with both is the program's: the cookie is not looked at, so a token can never be
/// carried along by a browser.
public final class Callers {
  /// Bound to this host, to TLS and to every path by its prefix (RFC 6265bis).
  public static final String COOKIE = "__Host-bulwark";

  /// Carries what forms are marked with against forged ones.
  static final String FORM_COOKIE = "__Host-bulwark-form";

  private static final String ATTRIBUTE = Callers.class.getName();
  private static final String BEARER = "Bearer ";
  private static final String BASIC = "Basic ";
  private static final String OCI = "/v2/";
  private static final String MLFLOW = "/mlflow/";

  private final Accounts accounts;
  private final Memberships memberships;
  private final Sessions sessions;
  private final ApiTokens tokens;

  public Callers(Accounts accounts, Memberships memberships, Sessions sessions, ApiTokens tokens) {
    this.accounts = accounts;
    this.memberships = memberships;
    this.sessions = sessions;
    this.tokens = tokens;
  }

  /// Who asks; found once a request.
  public Caller of(HttpServletRequest request) {
    if (request.getAttribute(ATTRIBUTE) instanceof Caller known) {
      return known;
    }
    Caller caller =
        token(request)
            .map(this::program)
            .orElseGet(
                () ->
                    (isForPrograms(request)
                            ? Optional.<SecretToken>empty()
                            : cookie(request, COOKIE))
                        .map(token -> person(token, followsAlong(request)))
                        .orElseGet(Caller.Nobody::new));
    request.setAttribute(ATTRIBUTE, caller);
    return caller;
  }

  /// Tells one browser that is not signed in from another: by the cookie its forms are marked with.
  public static String browser(HttpServletRequest request) {
    return cookie(request, FORM_COOKIE).map(SecretToken::digest).orElse("");
  }

  /// The person behind a request that was let through for people alone.
  public Caller.Person person(HttpServletRequest request) {
    return switch (of(request)) {
      case Caller.Person person -> person;
      case Caller.Program program -> program.behind();
      case Caller.Nobody _ -> throw new IllegalStateException("nobody was let through");
    };
  }

  /// Who somebody is by now: empty when their session has ended. Asking uses no session up.
  public Optional<Caller.Person> still(Caller.Person person) {
    boolean lasts =
        sessions.of(person.name()).stream()
            .anyMatch(session -> session.id().equals(person.session()));
    return lasts ? signedIn(person.name(), person.session()) : Optional.empty();
  }

  /// Whether a request only follows along: it goes on by itself, and keeps no session alive.
  private static boolean followsAlong(HttpServletRequest request) {
    return request.getRequestURI().endsWith("/news");
  }

  /// Whether a request cannot be one that a browser was tricked into: it brings a program's token,
  /// or goes where no cookie counts.
  static boolean isProgram(HttpServletRequest request) {
    return token(request).isPresent() || isForPrograms(request);
  }

  /// Whether an address speaks the language of other tools, where only tokens count.
  static boolean isForPrograms(HttpServletRequest request) {
    return request.getRequestURI().startsWith(OCI) || request.getRequestURI().startsWith(MLFLOW);
  }

  /// The token a request brings: as a bearer, or, for clients of OCI and MLflow, as the password of
  /// Basic authentication with any name. Browsers keep Basic passwords and send them unasked:
  /// theirs do not count.
  public static Optional<SecretToken> token(HttpServletRequest request) {
    String header = request.getHeader("Authorization");
    if (header == null) {
      return Optional.empty();
    }
    if (header.startsWith(BEARER)) {
      return Optional.of(new SecretToken(header.substring(BEARER.length())));
    }
    boolean basic =
        header.startsWith(BASIC)
            && isForPrograms(request)
            && request.getHeader("Sec-Fetch-Site") == null;
    return basic ? password(header.substring(BASIC.length())) : Optional.empty();
  }

  private static Optional<SecretToken> password(String encoded) {
    try {
      String pair = Bytes.of(Base64.getDecoder().decode(encoded)).utf8();
      int colon = pair.indexOf(':');
      return colon < 0 ? Optional.empty() : Optional.of(new SecretToken(pair.substring(colon + 1)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  public static Optional<SecretToken> cookie(HttpServletRequest request, String name) {
    Cookie[] cookies = request.getCookies();
    if (cookies == null) {
      return Optional.empty();
    }
    for (Cookie cookie : cookies) {
      if (cookie.getName().equals(name)) {
        return Optional.of(new SecretToken(cookie.getValue()));
      }
    }
    return Optional.empty();
  }

  private Caller person(SecretToken token, boolean followsAlong) {
    return (followsAlong ? sessions.look(token) : sessions.find(token))
        .flatMap(session -> signedIn(session.account(), session.id()))
        .<Caller>map(person -> person)
        .orElseGet(Caller.Nobody::new);
  }

  private Caller program(SecretToken token) {
    return tokens
        .find(token)
        .flatMap(
            found ->
                signedIn(found.account(), "")
                    .<Caller>map(
                        person -> new Caller.Program(person, found.system(), found.actions())))
        .orElseGet(Caller.Nobody::new);
  }

  private Optional<Caller.Person> signedIn(String name, String session) {
    return accounts.find(name).map(account -> person(account, session));
  }

  private Caller.Person person(Account account, String session) {
    Map<String, Set<Role>> roles = new HashMap<>();
    for (Membership each : memberships.of(account.name())) {
      roles.computeIfAbsent(each.system(), _ -> EnumSet.noneOf(Role.class)).add(each.role());
    }
    return new Caller.Person(account.name(), account.administrator(), roles, session);
  }
}
