package dev.bulwark.server.web;

import dev.bulwark.evidence.keys.Passphrase;
import dev.bulwark.server.ServerFault;
import dev.bulwark.server.access.Caller;
import dev.bulwark.server.account.ApiTokens;
import dev.bulwark.server.account.Memberships;
import dev.bulwark.server.project.Releasing;
import jakarta.servlet.http.HttpServletRequest;
import java.util.function.Function;

/// Lets a request sign for the person who made its token to sign for them.
public final class TokenSigners {
  private final Callers callers;
  private final ApiTokens tokens;
  private final Memberships memberships;

  public TokenSigners(Callers callers, ApiTokens tokens, Memberships memberships) {
    this.callers = callers;
    this.tokens = tokens;
    this.memberships = memberships;
  }

  /// The name of the person behind a request that was let through.
  public String person(HttpServletRequest request) {
    return callers.person(request).name();
  }

  /// Does some work with the signature of the person behind the token.
  ///
  /// @throws ServerFault `not-allowed` when the token was not made to sign
  public <T> T signed(
      HttpServletRequest request, String system, Function<Releasing.Signer, T> work) {
    Caller.Person person = callers.person(request);
    try (Passphrase passphrase =
        Callers.token(request).flatMap(tokens::signingPassphrase).orElseThrow(TokenSigners::none)) {
      return work.apply(
          new Releasing.Signer(
              person.name(), () -> memberships.rolesIn(person.name(), system), passphrase));
    }
  }

  private static ServerFault none() {
    return new ServerFault(
        ServerFault.NOT_ALLOWED,
        "expected a token that was made with its maker's password and signs for them, found"
            + " another; make one on the account page");
  }
}
