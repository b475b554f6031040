package dev.bulwark.registry.signing;

import dev.bulwark.evidence.dsse.Envelope;
import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.evidence.json.JsonReader;
import dev.bulwark.evidence.json.Members;
import dev.bulwark.evidence.keys.VerifyingKey;
import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A public key that answers for statements in DSSE envelopes: Ed25519 or ECDSA in PEM, as builders
/// have them, or both halves of a Bulwark key, of which both signatures must hold.
public sealed interface StatementKey {

  /// `sha256:` over the key's public parts.
  String id();

  /// Whether the envelope carries a signature of this key that holds over exactly its bytes. Which
  /// key an envelope says it is signed with is a hint, and not asked.
  boolean signed(Envelope envelope);

  /// Both halves of a Bulwark key.
  record Hybrid(VerifyingKey key) implements StatementKey {
    @Override
    public String id() {
      return key.id();
    }

    @Override
    public boolean signed(Envelope envelope) {
      return key.verify(envelope).both();
    }
  }

  /// An ECDSA key.
  record Ecdsa(PublicKeyEc key) implements StatementKey {
    @Override
    public String id() {
      return Digest.of(key.info()).toString();
    }

    @Override
    public boolean signed(Envelope envelope) {
      Bytes pae = envelope.pae();
      return envelope.signatures().stream().anyMatch(each -> key.verify(pae, each.value()));
    }
  }

  /// An Ed25519 key.
  ///
  /// @param info its SubjectPublicKeyInfo
  record Ed25519(Bytes info) implements StatementKey {
    @Override
    public String id() {
      return Digest.of(info).toString();
    }

    @Override
    public boolean signed(Envelope envelope) {
      Bytes pae = envelope.pae();
      return envelope.signatures().stream().anyMatch(each -> holds(pae, each.value()));
    }

    private boolean holds(Bytes message, Bytes signature) {
      try {
        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(key(info).orElseThrow());
        verifier.update(message.buffer());
        return verifier.verify(signature.toArray());
      } catch (GeneralSecurityException e) {
        // A signature of another shape.
        return false;
      }
    }

    static Optional<PublicKey> key(Bytes info) {
      try {
        return Optional.of(
            KeyFactory.getInstance("Ed25519")
                .generatePublic(new X509EncodedKeySpec(info.toArray())));
      } catch (GeneralSecurityException e) {
        return Optional.empty();
      }
    }
  }

  /// Parses a PEM block PUBLIC KEY, or `{"ed25519": base64, "ml-dsa-65": base64}`.
  ///
  /// @throws SigningFault `signing-key-unusable`
  static StatementKey parse(Bytes file) {
    List<Pem> blocks = Pem.parse(file.utf8()).orElse(List.of());
    if (blocks.isEmpty()) {
      return hybrid(file);
    }
    Bytes info =
        blocks.stream()
            .filter(block -> block.label().equals("PUBLIC KEY"))
            .findFirst()
            .orElseThrow(() -> unusable("a PEM block " + blocks.getFirst().label(), null))
            .content();
    return PublicKeyEc.ofInfo(info)
        .<StatementKey>map(Ecdsa::new)
        .or(() -> Ed25519.key(info).map(_ -> new Ed25519(info)))
        .orElseThrow(() -> unusable("another kind of key", null));
  }

  private static StatementKey hybrid(Bytes file) {
    try {
      return new Hybrid(
          VerifyingKey.parse(
              Members.of(
                  EvidenceFault.KEY_MALFORMED,
                  JsonReader.readObject(file, new JsonReader.Bounds(ByteSize.ofKib(64), 4)))));
    } catch (EvidenceFault e) {
      throw unusable("another kind of file", e);
    }
  }

  private static SigningFault unusable(String found, @Nullable Exception cause) {
    return new SigningFault(
        SigningFault.KEY_UNUSABLE,
        "expected a public key, Ed25519 or on P-256, P-384 or P-521, in PEM (BEGIN PUBLIC KEY), or a Bulwark key, found %s"
            .formatted(found),
        cause);
  }
}
