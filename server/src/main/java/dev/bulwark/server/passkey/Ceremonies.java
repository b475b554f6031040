package dev.bulwark.server.passkey;

import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.util.exception.WebAuthnException;
import dev.bulwark.evidence.passkey.PasskeyWord;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.server.ServerFault;
import dev.bulwark.server.sql.Database;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;

/// Asks passkeys, and believes nothing of an answer before it is verified.
///
/// An answer counts once, for the browser and the purpose it was asked for, over the text that was
/// shown, from a passkey of that account, with the person verified. Thread-safe.
public final class Ceremonies {
  /// Signing in, by somebody who is not known yet.
  public static final String SIGN_IN = "sign-in";

  private static final String REGISTER = "register";
  private static final int LONGEST = 16_384;
  private static final int LABEL = 60;

  private final Challenges challenges;
  private final Passkeys passkeys;
  private final InstantSource clock;
  private final Verifying verifying;

  public Ceremonies(
      Database database, Passkeys passkeys, Site site, InstantSource clock, SecureRandom random) {
    this.challenges = new Challenges(database, clock, random);
    this.passkeys = passkeys;
    this.clock = clock;
    this.verifying = new Verifying(site);
  }

  /// A passkey that was asked and answered.
  ///
  /// @param word what it signed, to be kept with what was signed
  public record Answered(StoredPasskey passkey, PasskeyWord word) {}

  /// @param session of the browser
  /// @param text what the person sees and confirms
  /// @return the challenge for the authenticator
  public Digest ask(String session, String purpose, Json.Obj text) {
    return challenges.make(session, purpose, text);
  }

  /// The challenge for a new passkey.
  public Digest askForNew(String session) {
    return challenges.make(session, REGISTER, newText());
  }

  private static Json.Obj newText() {
    return Json.object().put("purpose", REGISTER).build();
  }

  /// What signing in is asked with.
  public static Json.Obj signInText() {
    return Json.object().put("purpose", SIGN_IN).build();
  }

  /// Verifies an answer.
  ///
  /// @param account whose passkey it must be; empty at the door, where the passkey says so itself
  /// @param answer the browser's PublicKeyCredential as JSON
  /// @throws ServerFault `passkey-refused`
  public Answered answer(
      Optional<String> account, String session, String purpose, Json.Obj text, String answer) {
    AuthenticationData data = verifying.parse(bounded(answer));
    Bytes challenge = Verifying.challenge(data.getCollectedClientData());
    Bytes nonce =
        challenges
            .use(challenge, session, purpose)
            .orElseThrow(() -> refused("a challenge that was just made for this, used once"));
    if (!PasskeyWord.challenge(text, nonce).value().equals(challenge)) {
      throw refused("the very text that was shown when the passkey was asked");
    }
    StoredPasskey passkey =
        passkeys
            .find(Bytes.of(data.getCredentialId()))
            .filter(found -> account.map(found.account()::equals).orElse(true))
            .orElseThrow(() -> refused("a passkey of this account"));
    requireHandle(data, passkey, account.isEmpty());
    try {
      verifying.verify(data, passkey, challenge);
    } catch (WebAuthnException e) {
      throw refused("an answer of this passkey that holds", e);
    }
    if (!passkeys.use(passkey, data.getAuthenticatorData().getSignCount(), clock.instant())) {
      throw refused("a passkey that signs in one place at a time");
    }
    return new Answered(passkey, Verifying.word(data, passkey, nonce));
  }

  private static void requireHandle(
      AuthenticationData data, StoredPasskey passkey, boolean needed) {
    byte[] handle = data.getUserHandle();
    boolean absent = handle == null || handle.length == 0;
    if (absent ? needed : !Arrays.equals(handle, handle(passkey.account()).toArray())) {
      throw refused("the account the passkey was made for");
    }
  }

  /// What an authenticator keeps to know an account by; it names nobody (WebAuthn, section 14.6.1).
  public static Bytes handle(String account) {
    return Digest.of(Bytes.utf8("bulwark passkey user\n" + account)).value();
  }

  /// Verifies a new passkey.
  ///
  /// @param sealing puts the signing secret under it
  /// @throws ServerFault `passkey-refused`, `input-invalid`
  public StoredPasskey register(
      String account, String session, String label, String answer, Sealing sealing) {
    if (label.isBlank() || label.length() > LABEL) {
      throw new ServerFault(
          ServerFault.INVALID,
          "expected a name of 1 to %d characters for the passkey, found none or more"
              .formatted(LABEL));
    }
    RegistrationData data = verifying.parseNew(bounded(answer));
    Bytes challenge = Verifying.challenge(data.getCollectedClientData());
    if (challenges.use(challenge, session, REGISTER).isEmpty()) {
      throw refused("a challenge that was just made for this, used once");
    }
    Instant now = clock.instant();
    StoredPasskey passkey;
    try {
      passkey = verifying.verifyNew(data, challenge, account, label.strip(), sealing, now);
    } catch (WebAuthnException e) {
      throw refused("a new passkey with the person verified", e);
    }
    passkeys.add(passkey);
    return passkey;
  }

  /// Seals the signing secret under a new passkey.
  @FunctionalInterface
  public interface Sealing {
    /// @param credential its id
    /// @return empty when it cannot be
    String under(Bytes credential);
  }

  private static String bounded(String answer) {
    if (answer.length() > LONGEST) {
      throw refused("an answer of at most 16 KiB");
    }
    return answer;
  }

  static ServerFault refused(String expected) {
    return new ServerFault(ServerFault.PASSKEY_REFUSED, message(expected));
  }

  static ServerFault refused(String expected, Throwable cause) {
    return new ServerFault(ServerFault.PASSKEY_REFUSED, message(expected), cause);
  }

  private static String message(String expected) {
    return "expected %s, found something else; try again".formatted(expected);
  }
}
