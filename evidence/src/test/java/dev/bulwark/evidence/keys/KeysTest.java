package dev.bulwark.evidence.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.evidence.dsse.Envelope;
import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.evidence.json.Members;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import java.security.KeyFactory;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class KeysTest {
  private static final SigningKey KEY = SigningKey.generate(new SecureRandom());
  private static final SigningKey OTHER = SigningKey.generate(new SecureRandom());
  private static final Envelope SIGNED = KEY.sign("text/plain", Bytes.utf8("hello"));

  @Test
  void bothSignaturesHoldUnderTheKeyThatSigned() {
    assertThat(KEY.verifyingKey().verify(SIGNED).both()).isTrue();
    assertThat(SIGNED.signatures())
        .extracting(Envelope.Signature::keyId)
        .containsExactly(KEY.id() + "#ed25519", KEY.id() + "#ml-dsa-65");
    assertThat(SIGNED.signatures())
        .extracting(signature -> signature.value().size())
        .containsExactly(64, 3309);
  }

  @Test
  void noSignatureHoldsUnderAnotherKeyOrForAnotherPayload() {
    assertThat(OTHER.verifyingKey().verify(SIGNED)).isEqualTo(new VerifyingKey.Held(false, false));
    Envelope other = new Envelope("text/plain", Bytes.utf8("hullo"), SIGNED.signatures());
    assertThat(KEY.verifyingKey().verify(other)).isEqualTo(new VerifyingKey.Held(false, false));
  }

  @Test
  void eachSignatureIsWatchedAlone() {
    for (int damaged = 0; damaged < 2; damaged++) {
      java.util.List<Envelope.Signature> signatures =
          new java.util.ArrayList<>(SIGNED.signatures());
      byte[] value = signatures.get(damaged).value().toArray();
      value[17] ^= 1;
      signatures.set(
          damaged, new Envelope.Signature(signatures.get(damaged).keyId(), Bytes.of(value)));
      Envelope envelope = new Envelope(SIGNED.payloadType(), SIGNED.payload(), signatures);
      assertThat(KEY.verifyingKey().verify(envelope))
          .isEqualTo(new VerifyingKey.Held(damaged == 1, damaged == 0));
    }
  }

  /// A person with an old verifier has the PEM file, the standard bytes and Ed25519.
  @Test
  void anOldVerifierChecksEd25519Alone() throws Exception {
    String pem = KEY.verifyingKey().ed25519Pem();
    byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
    Signature old = Signature.getInstance("Ed25519");
    old.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(der)));
    old.update(Bytes.utf8("DSSEv1 10 text/plain 5 hello").toArray());
    assertThat(old.verify(SIGNED.signatures().getFirst().value().toArray())).isTrue();
  }

  @Test
  void theIdIsTheDigestOfBothPublicParts() {
    Members parts = Members.of(EvidenceFault.KEY_MALFORMED, KEY.verifyingKey().json());
    Bytes named =
        Bytes.concat(
            Bytes.utf8("bulwark key v1\n"), parts.base64("ed25519"), parts.base64("ml-dsa-65"));
    assertThat(KEY.id()).isEqualTo(Digest.of(named).toString());
    assertThat(VerifyingKey.parse(parts)).isEqualTo(KEY.verifyingKey());
    Members other = Members.of(EvidenceFault.KEY_MALFORMED, OTHER.verifyingKey().json());
    assertThat(VerifyingKey.of(parts.base64("ed25519"), other.base64("ml-dsa-65")).id())
        .isNotEqualTo(KEY.id());
  }

  @Test
  void whatIsNoPublicKeyIsRefused() {
    Members parts = Members.of(EvidenceFault.KEY_MALFORMED, KEY.verifyingKey().json());
    Bytes ed25519 = parts.base64("ed25519");
    Bytes mlDsa65 = parts.base64("ml-dsa-65");
    assertThatThrownBy(() -> VerifyingKey.of(mlDsa65, ed25519)).isInstanceOf(EvidenceFault.class);
    assertThatThrownBy(() -> VerifyingKey.of(ed25519, Bytes.EMPTY))
        .isInstanceOf(EvidenceFault.class);
    assertThatThrownBy(() -> VerifyingKey.of(Bytes.concat(ed25519, Bytes.utf8("\0")), mlDsa65))
        .isInstanceOf(EvidenceFault.class)
        .hasMessageContaining("ed25519");
  }

  @Test
  void aSecretIsNeverShown() {
    String secret = KEY.secret().utf8();
    assertThat(KEY.toString()).isEqualTo("SigningKey[" + KEY.id() + "]");
    assertThat(KEY.toString()).doesNotContain(secret.substring(20, 60));
    assertThat(Passphrase.of("correct horse".toCharArray()).toString()).doesNotContain("horse");
  }

  @Test
  void aPassphraseIsOverwrittenWhenClosed() {
    Passphrase passphrase = Passphrase.of("horse".toCharArray());
    passphrase.close();
    assertThat(passphrase.characters()).containsOnly('\0');
  }
}
