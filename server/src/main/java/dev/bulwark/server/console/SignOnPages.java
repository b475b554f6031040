package dev.bulwark.server.console;

import dev.bulwark.server.ServerFault;
import dev.bulwark.server.access.Action;
import dev.bulwark.server.access.Caller;
import dev.bulwark.server.access.Needs;
import dev.bulwark.server.account.SecretToken;
import dev.bulwark.server.oidc.SignOn;
import dev.bulwark.server.web.Callers;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// To the issuer and back.
@Controller
public final class SignOnPages {
  private static final String COOKIE = "__Host-bulwark-sign-on";

  /// Between the departure's own token and an invitation; neither has it.
  private static final String LINK = ".";

  private static final Duration AWAY = Duration.ofMinutes(10);

  private final Pages pages;
  private final SignOn signOn;
  private final Entrance entrance;

  public SignOnPages(Pages pages, SignOn signOn, Entrance entrance) {
    this.pages = pages;
    this.signOn = signOn;
    this.entrance = entrance;
  }

  /// @param issuer who vouched for the person
  public record Arrived(String issuer) {}

  /// @param link an invitation to begin an account with; it travels in the cookie, and so belongs
  ///   to this departure
  @GetMapping("/sign-in/sso")
  @Needs(Action.SIGN_IN)
  ResponseEntity<byte[]> depart(@RequestParam(defaultValue = "") String link) {
    if (!link.matches("[A-Za-z0-9_-]{0,64}")) {
      throw new ServerFault(
          ServerFault.INVALID, "expected the link of an invitation, found another text");
    }
    SignOn.Departure departure = signOn.depart();
    String left = departure.cookie().text() + (link.isEmpty() ? "" : LINK + link);
    return ResponseEntity.status(HttpStatus.SEE_OTHER)
        .header(HttpHeaders.SET_COOKIE, cookie(left, AWAY))
        .header(HttpHeaders.LOCATION, departure.address())
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }

  /// Lax: it has to come along from the issuer's page. It proves nothing but that this browser
  /// left.
  private static String cookie(String value, Duration life) {
    return ResponseCookie.from(COOKIE, value)
        .secure(true)
        .httpOnly(true)
        .sameSite("Lax")
        .path("/")
        .maxAge(life)
        .build()
        .toString();
  }

  /// The session's cookie is for our own pages alone, so the browser is told to ask for the next
  /// page itself and is not sent on.
  @GetMapping("/sign-in/sso/return")
  @Needs(Action.SIGN_IN)
  ResponseEntity<byte[]> arrive(
      @RequestParam(defaultValue = "") String code,
      @RequestParam(defaultValue = "") String state,
      @RequestParam(required = false) Optional<String> iss,
      HttpServletRequest request) {
    SecretToken cookie =
        Callers.cookie(request, COOKIE)
            .orElseThrow(
                () ->
                    new ServerFault(
                        ServerFault.SIGN_ON_REFUSED,
                        "expected a browser that was sent to the issuer, found another; sign in again"));
    if (code.isEmpty()) {
      throw new ServerFault(
          ServerFault.SIGN_ON_REFUSED,
          "expected the issuer to say who you are, found that it does not; sign in again");
    }
    String[] left = cookie.text().split(Pattern.quote(LINK), 2);
    Optional<SecretToken> link =
        left.length == 2 ? Optional.of(new SecretToken(left[1])) : Optional.empty();
    String account = signOn.arrive(new SecretToken(left[0]), code, state, iss, link);
    ResponseEntity<byte[]> arrived =
        pages.page(
            "arrived",
            new Arrived(signOn.issuerName()),
            pages.frame(new Caller.Nobody(), request, "Signed in"));
    return ResponseEntity.ok()
        .headers(arrived.getHeaders())
        .header(HttpHeaders.SET_COOKIE, entrance.open(account, request))
        .header(HttpHeaders.SET_COOKIE, cookie("", Duration.ZERO))
        .header("Refresh", "0; url=/systems")
        .body(arrived.getBody());
  }
}
