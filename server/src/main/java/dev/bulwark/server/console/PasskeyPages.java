package dev.bulwark.server.console;

import dev.bulwark.server.ServerFault;
import dev.bulwark.server.access.Action;
import dev.bulwark.server.access.Caller;
import dev.bulwark.server.access.Needs;
import dev.bulwark.server.account.Accounts;
import dev.bulwark.server.account.SigningSecret;
import dev.bulwark.server.passkey.Ceremonies;
import dev.bulwark.server.passkey.PasskeySeal;
import dev.bulwark.server.passkey.Passkeys;
import dev.bulwark.server.passkey.StoredPasskey;
import dev.bulwark.server.web.Callers;
import jakarta.servlet.http.HttpServletRequest;
import java.security.SecureRandom;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// One's own passkeys: what the script asks for, a new one, one less.
@Controller
public final class PasskeyPages {
  private final Callers callers;
  private final Accounts accounts;
  private final Passkeys passkeys;
  private final Ceremonies ceremonies;
  private final Confirmations confirmations;
  private final PasskeyOptions options;
  private final SecureRandom random;

  public PasskeyPages(
      Callers callers,
      Accounts accounts,
      Passkeys passkeys,
      Ceremonies ceremonies,
      Confirmations confirmations,
      PasskeyOptions options,
      SecureRandom random) {
    this.callers = callers;
    this.accounts = accounts;
    this.passkeys = passkeys;
    this.ceremonies = ceremonies;
    this.confirmations = confirmations;
    this.options = options;
    this.random = random;
  }

  /// A challenge over a form that is about to be sent.
  @PostMapping("/account/passkeys/challenge")
  @Needs(Action.OWN_ACCOUNT)
  ResponseEntity<byte[]> challenge(@RequestParam("_for") String path, HttpServletRequest request) {
    return confirmations.challenge(request, path, Confirmations.text(path, request));
  }

  /// What a new passkey is made with.
  @PostMapping("/account/passkeys/options")
  @Needs(Action.OWN_ACCOUNT)
  ResponseEntity<byte[]> options(HttpServletRequest request) {
    Caller.Person person = callers.person(request);
    return options.toMake(
        ceremonies.askForNew(person.session()), person.name(), passkeys.of(person.name()));
  }

  /// A new passkey; the password or another passkey confirms it, and opens what it seals.
  @PostMapping("/account/passkeys")
  @Needs(Action.OWN_ACCOUNT)
  ResponseEntity<byte[]> add(
      @RequestParam String label,
      @RequestParam String attestation,
      @RequestParam(defaultValue = "") String fresh,
      HttpServletRequest request) {
    Caller.Person person = callers.person(request);
    Optional<Ceremonies.Answered> answered = confirmations.fresh(request);
    boolean opens =
        answered.isEmpty()
            || !Confirmations.field(request, "prf").isEmpty()
            || !Confirmations.field(request, "password").isEmpty();
    Optional<SigningSecret> secret =
        opens ? Optional.of(secret(person.name(), request, answered)) : Optional.empty();
    ceremonies.register(
        person.name(),
        person.session(),
        label,
        attestation,
        credential ->
            secret
                .flatMap(
                    it ->
                        PasskeySeal.of(fresh)
                            .map(seal -> seal.seal(it, person.name(), credential, random)))
                .orElse(""));
    return Pages.see("/account");
  }

  /// What the new passkey seals; new as well for somebody who never had a password.
  private SigningSecret secret(
      String name, HttpServletRequest request, Optional<Ceremonies.Answered> answered) {
    boolean none = !accounts.hasPassword(name) && !accounts.hasSecret(name);
    return none && answered.isEmpty()
        ? accounts.newSecret()
        : confirmations.secret(request, answered);
  }

  /// A passphrase to sign with, for somebody who signs in elsewhere.
  @PostMapping("/account/passphrase")
  @Needs(Action.OWN_ACCOUNT)
  ResponseEntity<byte[]> passphrase(
      @RequestParam String passphrase, @RequestParam String again, HttpServletRequest request) {
    if (!passphrase.equals(again)) {
      throw new ServerFault(
          ServerFault.INVALID, "expected the same passphrase twice, found two different ones");
    }
    String name = callers.person(request).name();
    if (accounts.hasPassword(name)) {
      throw new ServerFault(
          ServerFault.CONFLICT, "expected an account without a password, found one that has one");
    }
    Optional<Ceremonies.Answered> answered = confirmations.fresh(request);
    boolean none =
        !accounts.hasSecret(name) && passkeys.of(name).stream().noneMatch(StoredPasskey::opens);
    accounts.setPassphrase(
        name, passphrase, none ? accounts.newSecret() : confirmations.secret(request, answered));
    return Pages.see("/account");
  }

  /// Takes a passkey away; one of one's passkeys confirms it.
  @PostMapping("/account/passkeys/{id}/removal")
  @Needs(Action.OWN_ACCOUNT)
  ResponseEntity<byte[]> remove(@PathVariable String id, HttpServletRequest request) {
    Caller.Person person = callers.person(request);
    if (passkeys.of(person.name()).stream().noneMatch(each -> each.id().equals(id))) {
      throw new ServerFault(ServerFault.NOT_THERE, "there is nothing at this address");
    }
    confirmations.fresh(request);
    passkeys.remove(person.name(), id);
    return Pages.see("/account");
  }
}
