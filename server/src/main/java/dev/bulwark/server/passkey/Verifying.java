package dev.bulwark.server.passkey;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.attestation.AttestationObject;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.authenticator.COSEKey;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.client.CollectedClientData;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.util.exception.WebAuthnException;
import dev.bulwark.evidence.passkey.Passkey;
import dev.bulwark.evidence.passkey.PasskeyAlgorithm;
import dev.bulwark.evidence.passkey.PasskeyWord;
import dev.bulwark.kernel.bytes.Bytes;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The library's half of a ceremony (webauthn4j), loaded when the first passkey is used.
final class Verifying {
  private static final boolean PERSON_VERIFIED = true;

  private final Site site;

  Verifying(Site site) {
    this.site = site;
  }

  /// The library, not before it is needed.
  private static final class Library {
    static final ObjectConverter CONVERTER = new ObjectConverter();
    static final WebAuthnManager MANAGER =
        WebAuthnManager.createNonStrictWebAuthnManager(CONVERTER);
    static final AttestedCredentialDataConverter ATTESTED =
        new AttestedCredentialDataConverter(CONVERTER);
    static final List<PublicKeyCredentialParameters> ALGORITHMS =
        Arrays.stream(PasskeyAlgorithm.values())
            .map(
                each ->
                    new PublicKeyCredentialParameters(
                        PublicKeyCredentialType.PUBLIC_KEY,
                        COSEAlgorithmIdentifier.create(each.cose())))
            .toList();

    private Library() {}
  }

  AuthenticationData parse(String answer) {
    try {
      AuthenticationData data = Library.MANAGER.parseAuthenticationResponseJSON(answer);
      require(data.getCollectedClientData(), data.getAuthenticatorData(), data.getCredentialId());
      return data;
    } catch (RuntimeException e) {
      // The library lets its parser's own exceptions out.
      throw Ceremonies.refused("a passkey's answer", e);
    }
  }

  RegistrationData parseNew(String answer) {
    try {
      RegistrationData data = Library.MANAGER.parseRegistrationResponseJSON(answer);
      require(data.getCollectedClientData(), data.getAttestationObject());
      return data;
    } catch (RuntimeException e) {
      throw Ceremonies.refused("a new passkey", e);
    }
  }

  /// The library leaves out what was left out of the JSON.
  private static void require(@Nullable Object... parts) {
    for (Object part : parts) {
      if (part == null) {
        throw Ceremonies.refused("a passkey's whole answer");
      }
    }
  }

  static Bytes challenge(@Nullable CollectedClientData client) {
    return Bytes.of(Objects.requireNonNull(client).getChallenge().getValue());
  }

  private ServerProperty server(Bytes challenge) {
    return ServerProperty.builder()
        .origin(new Origin(site.origin().get()))
        .rpId(site.relyingParty())
        .challenge(new DefaultChallenge(challenge.toArray()))
        .build();
  }

  /// @throws WebAuthnException when it does not hold, or the counter went back
  void verify(AuthenticationData data, StoredPasskey passkey, Bytes challenge) {
    AttestedCredentialData attested = Library.ATTESTED.convert(passkey.attested().toArray());
    CredentialRecordImpl known =
        new CredentialRecordImpl(
            new NoneAttestationStatement(),
            PERSON_VERIFIED,
            passkey.synced(),
            null,
            passkey.counter(),
            attested,
            null,
            null,
            null,
            null);
    Library.MANAGER.verify(
        data, new AuthenticationParameters(server(challenge), known, null, PERSON_VERIFIED));
  }

  StoredPasskey verifyNew(
      RegistrationData data,
      Bytes challenge,
      String account,
      String label,
      Ceremonies.Sealing sealing,
      Instant now) {
    Library.MANAGER.verify(
        data, new RegistrationParameters(server(challenge), Library.ALGORITHMS, PERSON_VERIFIED));
    AttestationObject made = Objects.requireNonNull(data.getAttestationObject());
    AttestedCredentialData attested =
        Objects.requireNonNull(made.getAuthenticatorData().getAttestedCredentialData());
    Bytes credential = Bytes.of(attested.getCredentialId());
    return new StoredPasskey(
        passkey(attested.getCOSEKey(), credential),
        account,
        label,
        Bytes.of(Library.ATTESTED.convert(attested)),
        made.getAuthenticatorData().isFlagBE(),
        made.getAuthenticatorData().getSignCount(),
        sealing.under(credential),
        now,
        now);
  }

  private Passkey passkey(COSEKey key, Bytes credential) {
    COSEAlgorithmIdentifier algorithm = Objects.requireNonNull(key.getAlgorithm());
    PublicKey half = Objects.requireNonNull(key.getPublicKey());
    return new Passkey(
        PasskeyAlgorithm.ofCose(algorithm.getValue())
            .orElseThrow(() -> Ceremonies.refused("a key of ES256, EdDSA or RS256")),
        credential,
        Bytes.of(half.getEncoded()),
        site.relyingParty());
  }

  static PasskeyWord word(AuthenticationData data, StoredPasskey passkey, Bytes nonce) {
    return new PasskeyWord(
        passkey.key(),
        Bytes.of(data.getAuthenticatorDataBytes()),
        Bytes.of(data.getCollectedClientDataBytes()),
        nonce,
        Bytes.of(data.getSignature()));
  }
}
