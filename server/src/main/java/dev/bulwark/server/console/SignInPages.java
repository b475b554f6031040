package dev.bulwark.server.console;

import dev.bulwark.server.ServerFault;
import dev.bulwark.server.access.Action;
import dev.bulwark.server.access.Caller;
import dev.bulwark.server.access.Needs;
import dev.bulwark.server.account.Account;
import dev.bulwark.server.account.Accounts;
import dev.bulwark.server.account.Links;
import dev.bulwark.server.account.SecretToken;
import dev.bulwark.server.account.Sessions;
import dev.bulwark.server.oidc.SignOn;
import dev.bulwark.server.passkey.Ceremonies;
import dev.bulwark.server.web.Callers;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Coming in: by a one-time link the first time, by name and password from then on.
@Controller
public final class SignInPages {
  private final Pages pages;
  private final Callers callers;
  private final Accounts accounts;
  private final Links links;
  private final Sessions sessions;
  private final Entrance entrance;
  private final SignOn signOn;
  private final Ceremonies ceremonies;
  private final PasskeyOptions options;

  public SignInPages(
      Pages pages,
      Callers callers,
      Accounts accounts,
      Links links,
      Sessions sessions,
      Entrance entrance,
      SignOn signOn,
      Ceremonies ceremonies,
      PasskeyOptions options) {
    this.pages = pages;
    this.callers = callers;
    this.accounts = accounts;
    this.links = links;
    this.sessions = sessions;
    this.entrance = entrance;
    this.signOn = signOn;
    this.ceremonies = ceremonies;
    this.options = options;
  }

  /// @param why empty, or why the last attempt failed
  /// @param name what was typed before
  /// @param issuer whom people can sign in with as well; empty when there is none
  public record SignIn(String why, String name, String issuer) {}

  /// @param link the secret, to be sent back with the form
  /// @param issuer whom the account can be begun with instead; empty when with none
  public record Begin(String link, Links.Offer offer, String why, String name, String issuer) {}

  /// @param codes shown once
  public record Welcome(String name, List<String> codes) {
    public Welcome {
      codes = List.copyOf(codes);
    }
  }

  @GetMapping("/sign-in")
  @Needs(Action.SIGN_IN)
  ResponseEntity<byte[]> form(HttpServletRequest request) {
    return callers.of(request) instanceof Caller.Person
        ? Pages.see("/systems")
        : signIn(HttpStatus.OK, page("", ""), request);
  }

  private SignIn page(String why, String name) {
    return new SignIn(why, name, signOn.issuerName());
  }

  private ResponseEntity<byte[]> signIn(
      HttpStatus status, SignIn page, HttpServletRequest request) {
    return pages.answer(
        status, "signIn", page, pages.frame(new Caller.Nobody(), request, "Sign in"));
  }

  @PostMapping("/sign-in")
  @Needs(Action.SIGN_IN)
  ResponseEntity<byte[]> enter(
      @RequestParam String name, @RequestParam String password, HttpServletRequest request) {
    Account account;
    try {
      account = accounts.verify(name, password);
    } catch (ServerFault e) {
      return signIn(
          HttpStatus.valueOf(e.type().httpStatus()), page(e.type().title() + ".", name), request);
    }
    return signedIn(account.name(), request).header(HttpHeaders.LOCATION, "/systems").build();
  }

  /// A challenge for any passkey of this site, bound to this browser.
  @PostMapping("/sign-in/passkey/challenge")
  @Needs(Action.SIGN_IN)
  ResponseEntity<byte[]> challenge(HttpServletRequest request) {
    return options.toConfirm(
        ceremonies.ask(Callers.browser(request), Ceremonies.SIGN_IN, Ceremonies.signInText()),
        List.of());
  }

  @PostMapping("/sign-in/passkey")
  @Needs(Action.SIGN_IN)
  ResponseEntity<byte[]> enter(@RequestParam String assertion, HttpServletRequest request) {
    String name;
    try {
      name =
          ceremonies
              .answer(
                  Optional.empty(),
                  Callers.browser(request),
                  Ceremonies.SIGN_IN,
                  Ceremonies.signInText(),
                  assertion)
              .passkey()
              .account();
    } catch (ServerFault e) {
      return signIn(
          HttpStatus.valueOf(e.type().httpStatus()), page(e.type().title() + ".", ""), request);
    }
    return signedIn(name, request).header(HttpHeaders.LOCATION, "/systems").build();
  }

  private ResponseEntity.BodyBuilder signedIn(String name, HttpServletRequest request) {
    return ResponseEntity.status(HttpStatus.SEE_OTHER)
        .header(HttpHeaders.SET_COOKIE, entrance.open(name, request));
  }

  @GetMapping("/recover")
  @Needs(Action.SIGN_IN)
  ResponseEntity<byte[]> recovery(HttpServletRequest request) {
    return recovery(HttpStatus.OK, page("", ""), request);
  }

  private ResponseEntity<byte[]> recovery(
      HttpStatus status, SignIn page, HttpServletRequest request) {
    return pages.answer(
        status, "recover", page, pages.frame(new Caller.Nobody(), request, "Another password"));
  }

  @PostMapping("/recover")
  @Needs(Action.SIGN_IN)
  ResponseEntity<byte[]> recover(
      @RequestParam String name,
      @RequestParam String code,
      @RequestParam String password,
      @RequestParam String again,
      HttpServletRequest request) {
    if (!password.equals(again)) {
      return recovery(
          HttpStatus.BAD_REQUEST, page("The two passwords are not the same.", name), request);
    }
    try {
      accounts.recover(name, code, password);
    } catch (ServerFault e) {
      return recovery(
          HttpStatus.valueOf(e.type().httpStatus()),
          page(String.valueOf(e.getMessage()), name),
          request);
    }
    return signedIn(name, request).header(HttpHeaders.LOCATION, "/systems").build();
  }

  @PostMapping("/sign-out")
  @Needs(Action.OWN_ACCOUNT)
  ResponseEntity<byte[]> leave(HttpServletRequest request) {
    Caller.Person person = callers.person(request);
    sessions.end(person.name(), person.session());
    return ResponseEntity.status(HttpStatus.SEE_OTHER)
        .header(HttpHeaders.SET_COOKIE, Entrance.closed())
        .header(HttpHeaders.LOCATION, "/sign-in")
        .build();
  }

  @GetMapping("/begin")
  @Needs(Action.SIGN_IN)
  ResponseEntity<byte[]> begin(@RequestParam String link, HttpServletRequest request) {
    return begin(HttpStatus.OK, link, "", "", request);
  }

  private ResponseEntity<byte[]> begin(
      HttpStatus status, String link, String why, String name, HttpServletRequest request) {
    Links.Offer offer =
        links
            .find(new SecretToken(link))
            .orElseThrow(
                () ->
                    new ServerFault(
                        ServerFault.NOT_THERE,
                        "expected a link that can still be used, found one that was used or is too old; ask for another"));
    return pages.answer(
        status,
        "begin",
        new Begin(link, offer, why, name, offer.administrator() ? "" : signOn.issuerName()),
        pages.frame(new Caller.Nobody(), request, "Welcome"));
  }

  @PostMapping("/begin")
  @Needs(Action.SIGN_IN)
  ResponseEntity<byte[]> account(
      @RequestParam String link,
      @RequestParam String name,
      @RequestParam String password,
      @RequestParam String again,
      HttpServletRequest request) {
    if (!password.equals(again)) {
      return begin(
          HttpStatus.BAD_REQUEST, link, "The two passwords are not the same.", name, request);
    }
    Accounts.Begun begun;
    try {
      begun = links.use(new SecretToken(link), name, password);
    } catch (ServerFault e) {
      return begin(
          HttpStatus.valueOf(e.type().httpStatus()),
          link,
          String.valueOf(e.getMessage()),
          name,
          request);
    }
    ResponseEntity<byte[]> welcome =
        pages.page(
            "welcome",
            new Welcome(name, begun.recoveryCodes()),
            pages.frame(new Caller.Nobody(), request, "Welcome"));
    return ResponseEntity.status(welcome.getStatusCode())
        .headers(welcome.getHeaders())
        .header(HttpHeaders.SET_COOKIE, entrance.open(name, request))
        .body(welcome.getBody());
  }
}
