package dev.bulwark.server.console;

import dev.bulwark.server.access.Caller;
import dev.bulwark.server.passkey.Passkeys;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.csrf.CsrfToken;

/// Renders pages from templates that were compiled with the program. Every value is escaped for the
/// place it stands in; pages are never cached.
public final class Pages {
  private static final MediaType HTML = new MediaType("text", "html", StandardCharsets.UTF_8);

  private final TemplateEngine engine = TemplateEngine.createPrecompiled(ContentType.Html);
  private final Passkeys passkeys;

  public Pages(Passkeys passkeys) {
    this.passkeys = passkeys;
  }

  public ResponseEntity<byte[]> page(String template, Object page, Frame frame) {
    return answer(HttpStatus.OK, template, page, frame);
  }

  public ResponseEntity<byte[]> answer(
      HttpStatus status, String template, Object page, Frame frame) {
    StringOutput out = new StringOutput();
    engine.render(template + ".jte", Map.of("frame", frame, "page", page), out);
    return ResponseEntity.status(status)
        .contentType(HTML)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .body(out.toString().getBytes(StandardCharsets.UTF_8));
  }

  /// After a form: look at another page.
  public static ResponseEntity<byte[]> see(String location) {
    return ResponseEntity.status(HttpStatus.SEE_OTHER)
        .header(HttpHeaders.LOCATION, location)
        .build();
  }

  public Frame frame(Caller caller, HttpServletRequest request, String title) {
    CsrfToken token = (CsrfToken) request.getAttribute(CsrfToken.class.getName());
    Optional<Caller.Person> person =
        caller instanceof Caller.Person signedIn ? Optional.of(signedIn) : Optional.empty();
    PasskeyUse use =
        person.map(signedIn -> PasskeyUse.of(passkeys.of(signedIn.name()))).orElse(PasskeyUse.NONE);
    return token == null
        ? new Frame(title, person, "_csrf", "", use)
        : new Frame(title, person, token.getParameterName(), token.getToken(), use);
  }
}
