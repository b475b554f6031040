package dev.bulwark.server.console;

import dev.bulwark.evidence.keys.Passphrase;
import dev.bulwark.evidence.passkey.PasskeyWord;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.server.ServerFault;
import dev.bulwark.server.access.Caller;
import dev.bulwark.server.account.Accounts;
import dev.bulwark.server.account.SigningSecret;
import dev.bulwark.server.passkey.Ceremonies;
import dev.bulwark.server.passkey.PasskeySeal;
import dev.bulwark.server.passkey.Passkeys;
import dev.bulwark.server.web.Callers;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.http.ResponseEntity;

/// Asks people to confirm what they are about to do, with a passkey if they have one.
///
/// A passkey's word is over the form as it was filled in and where it goes, or over the statement
/// that is signed. Who has no passkey gives the password for a signature, as before.
public final class Confirmations {
  /// Fields that are no part of what is confirmed.
  private static final Set<String> BESIDE =
      Set.of("_csrf", "_for", "password", "passphrase", "again", "assertion", "prf", "fresh");

  private final Callers callers;
  private final Accounts accounts;
  private final Passkeys passkeys;
  private final Ceremonies ceremonies;
  private final PasskeyOptions options;

  public Confirmations(
      Callers callers,
      Accounts accounts,
      Passkeys passkeys,
      Ceremonies ceremonies,
      PasskeyOptions options) {
    this.callers = callers;
    this.accounts = accounts;
    this.passkeys = passkeys;
    this.ceremonies = ceremonies;
    this.options = options;
  }

  /// Confirmed, with what the person's key is opened by; the caller closes it.
  ///
  /// @param word the passkey's, when there is one
  public record Confirmed(Optional<PasskeyWord> word, Passphrase passphrase)
      implements AutoCloseable {
    @Override
    public void close() {
      passphrase.close();
    }
  }

  /// A challenge over what a form is about to sign.
  ///
  /// @param path where the form goes
  ResponseEntity<byte[]> challenge(HttpServletRequest request, String path, Json.Obj text) {
    Caller.Person person = callers.person(request);
    return options.toConfirm(
        ceremonies.ask(person.session(), path, text), passkeys.of(person.name()));
  }

  /// Lets somebody sign this form.
  ///
  /// @throws ServerFault `passkey-needed`, `passkey-refused`, `sign-in-refused`
  Confirmed toSign(HttpServletRequest request) {
    return toSign(request, text(request.getRequestURI(), request));
  }

  /// Lets somebody sign this text.
  Confirmed toSign(HttpServletRequest request, Json.Obj text) {
    Optional<Ceremonies.Answered> answered = answered(request, text);
    return new Confirmed(
        answered.map(Ceremonies.Answered::word), secret(request, answered).passphrase());
  }

  /// The signing secret, opened by the passkey that answered or else by the password.
  SigningSecret secret(HttpServletRequest request, Optional<Ceremonies.Answered> answered) {
    Optional<SigningSecret> opened =
        answered.flatMap(
            it -> PasskeySeal.of(field(request, "prf")).flatMap(seal -> seal.open(it.passkey())));
    return opened.orElseGet(
        () -> accounts.signingSecret(callers.person(request).name(), field(request, "password")));
  }

  /// Lets somebody do what this form does. Who has no passkey is signed in, and that is all.
  ///
  /// @throws ServerFault `passkey-needed`, `passkey-refused`
  Optional<Ceremonies.Answered> fresh(HttpServletRequest request) {
    return answered(request, text(request.getRequestURI(), request));
  }

  private Optional<Ceremonies.Answered> answered(HttpServletRequest request, Json.Obj text) {
    Caller.Person person = callers.person(request);
    if (passkeys.of(person.name()).isEmpty()) {
      return Optional.empty();
    }
    String answer = field(request, "assertion");
    if (answer.isEmpty()) {
      throw new ServerFault(
          ServerFault.PASSKEY_NEEDED,
          "expected your passkey's word on this, found none; allow script on this page and confirm with the passkey, or set another password with a recovery code, which takes passkeys away");
    }
    return Optional.of(
        ceremonies.answer(
            Optional.of(person.name()), person.session(), request.getRequestURI(), text, answer));
  }

  /// What a form says, as its sender sees it: where it goes and every field.
  static Json.Obj text(String path, HttpServletRequest request) {
    Json.Builder fields = Json.object();
    for (Map.Entry<String, String[]> field : new TreeMap<>(request.getParameterMap()).entrySet()) {
      if (!BESIDE.contains(field.getKey())) {
        List<String> values =
            Arrays.stream(field.getValue()).map(value -> value.replace("\r\n", "\n")).toList();
        fields.put(field.getKey(), Json.texts(values));
      }
    }
    return Json.object().put("fields", fields.build()).put("path", path).build();
  }

  static String field(HttpServletRequest request, String name) {
    String value = request.getParameter(name);
    return value == null ? "" : value;
  }
}
