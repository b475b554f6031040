package dev.bulwark.evidence.passkey;

import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.evidence.json.Base64Text;
import dev.bulwark.evidence.json.JsonReader;
import dev.bulwark.evidence.json.Members;
import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.json.Json;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Base64;
import java.util.Optional;

/// What an authenticator signed when a person confirmed something with their passkey: the member
/// `passkey` of an attestation. Untrusted until {@link #objection} is empty.
///
/// ```
/// {"authenticatorData": base64, "clientData": base64, "key": Passkey.json(), "nonce": base64, "signature": base64}
/// ```
///
/// @param key the passkey it says it is of; the ledger says whose that is
/// @param authenticatorData as signed: digest of the relying party, flags, counter
/// @param clientData the browser's own JSON, byte for byte: challenge and origin
/// @param nonce of the server, used once
public record PasskeyWord(
    Passkey key, Bytes authenticatorData, Bytes clientData, Bytes nonce, Bytes signature) {
  /// The member of a predicate it stands in.
  public static final String MEMBER = "passkey";

  private static final JsonReader.Bounds BOUNDS = new JsonReader.Bounds(ByteSize.ofKib(8), 8);
  private static final int FLAGS = 32;
  private static final int SHORTEST_DATA = 37;
  private static final int PRESENT_AND_VERIFIED = 0x05;

  /// @throws EvidenceFault `predicate-malformed`, or `key-malformed` for the key in it
  public static PasskeyWord parse(Members word) {
    word.only("authenticatorData", "clientData", "key", "nonce", "signature");
    return new PasskeyWord(
        Passkey.parse(word.object("key")),
        word.base64("authenticatorData"),
        word.base64("clientData"),
        word.base64("nonce"),
        word.base64("signature"));
  }

  public Json.Obj json() {
    return Json.object()
        .put("authenticatorData", Base64Text.render(authenticatorData))
        .put("clientData", Base64Text.render(clientData))
        .put("key", key.json())
        .put("nonce", Base64Text.render(nonce))
        .put("signature", Base64Text.render(signature))
        .build();
  }

  /// The challenge an authenticator signs for a text: SHA-256 of the canonical JSON of `{"nonce",
  /// "text"}`, so that its signature covers what the person saw and was asked for once.
  public static Digest challenge(Json.Obj text, Bytes nonce) {
    return Digest.of(
        Json.object()
            .put("nonce", Base64Text.render(nonce))
            .put("text", text)
            .build()
            .canonicalBytes());
  }

  /// Why it is not this passkey's word on this text; empty when it is (WebAuthn, section 7.2, what
  /// of it can be checked later: type, challenge, origin, relying party, presence, verification,
  /// signature).
  public Optional<String> objection(Json.Obj text) {
    if (authenticatorData.size() < SHORTEST_DATA
        || !authenticatorData
            .slice(0, Digest.SIZE)
            .equals(Digest.of(Bytes.utf8(key.relyingParty())).value())) {
      return Optional.of("expected an authenticator's data for " + key.relyingParty());
    }
    if ((authenticatorData.at(FLAGS) & PRESENT_AND_VERIFIED) != PRESENT_AND_VERIFIED) {
      return Optional.of("expected a person who was present and verified");
    }
    Optional<String> about = objection(challenge(text, nonce));
    if (about.isPresent()) {
      return about;
    }
    return holds()
        ? Optional.empty()
        : Optional.of("expected a signature of the passkey that holds");
  }

  /// Whether the passkey signed these bytes, whatever they say.
  boolean holds() {
    Bytes signed = Bytes.concat(authenticatorData, Digest.of(clientData).value());
    return key.algorithm().verify(key.key(), signed, signature);
  }

  /// What is wrong with the client data alone.
  Optional<String> objection(Digest challenge) {
    try {
      Members client =
          Members.of(EvidenceFault.PREDICATE_MALFORMED, JsonReader.readObject(clientData, BOUNDS));
      String expected =
          Base64.getUrlEncoder().withoutPadding().encodeToString(challenge.value().toArray());
      if (!client.text("type").equals("webauthn.get")) {
        return Optional.of("expected an assertion, webauthn.get");
      }
      if (!client.text("challenge").equals(expected)) {
        return Optional.of("expected the challenge that follows from what was signed");
      }
      boolean within =
          client.object().find("crossOrigin").filter(Json.of(true)::equals).isPresent();
      return isOurs(client.text("origin")) && !within
          ? Optional.empty()
          : Optional.of("expected a page of " + key.relyingParty());
    } catch (EvidenceFault e) {
      return Optional.of("expected a browser's client data");
    }
  }

  private boolean isOurs(String origin) {
    try {
      URI address = new URI(origin);
      String host = address.getHost();
      return "https".equals(address.getScheme())
          && host != null
          && (host.equals(key.relyingParty()) || host.endsWith("." + key.relyingParty()))
          && address.getRawUserInfo() == null
          && address.getRawPath().isEmpty();
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
