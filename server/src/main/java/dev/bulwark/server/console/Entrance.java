package dev.bulwark.server.console;

import dev.bulwark.server.account.Sessions;
import dev.bulwark.server.web.Callers;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.http.ResponseCookie;

/// Lets somebody in whose proof was accepted: a new session, and the cookie that carries it.
public final class Entrance {
  private final Sessions sessions;

  public Entrance(Sessions sessions) {
    this.sessions = sessions;
  }

  /// @return the value of `Set-Cookie`
  String open(String account, HttpServletRequest request) {
    String device = Optional.ofNullable(request.getHeader("User-Agent")).orElse("");
    return cookie(sessions.begin(account, device).text()).build().toString();
  }

  static String closed() {
    return cookie("").maxAge(0).build().toString();
  }

  private static ResponseCookie.ResponseCookieBuilder cookie(String value) {
    return ResponseCookie.from(Callers.COOKIE, value)
        .secure(true)
        .httpOnly(true)
        .sameSite("Strict")
        .path("/");
  }
}
