package dev.bulwark.registry.seal;

import dev.bulwark.evidence.keys.AesGcm;
import dev.bulwark.kernel.bytes.Bytes;
import java.security.SecureRandom;
import java.util.Optional;

/// A data key sealed to one environment: `1 ‖ X25519 encapsulation(32) ‖ ML-KEM-768
/// encapsulation(1088) ‖ AES-256-GCM(data key) ‖ tag(16)`.
///
/// HPKE (RFC 9180) with DHKEM(X25519, HKDF-SHA256), HKDF-SHA256 and AES-256-GCM in PSK mode. The
/// pre-shared key is the ML-KEM-768 secret, its id a label and the ML-KEM encapsulation: whoever
/// breaks one of the two encapsulations has nothing, and neither can be exchanged. It does not say
/// who sealed it: that is the ledger's to say.
///
/// @param x25519 the encapsulation, 32 bytes
/// @param mlKem768 the encapsulation, 1,088 bytes
/// @param box the data key, encrypted, 48 bytes
public record Grant(Bytes x25519, Bytes mlKem768, Bytes box) {
  private static final Bytes VERSION = Bytes.of(new byte[] {1});
  private static final Bytes PSK_ID_LABEL = Bytes.utf8("bulwark grant v1 ML-KEM-768\n");
  private static final int X25519_END = 1 + KemAlgorithm.X25519.encapsulatedSize();
  private static final int ML_KEM_END = X25519_END + KemAlgorithm.ML_KEM_768.encapsulatedSize();
  private static final int BOX_SIZE = DataKey.SIZE + AesGcm.TAG_SIZE;

  /// How many bytes every grant has.
  public static final int SIZE = ML_KEM_END + BOX_SIZE;

  public Grant {
    if (x25519.size() != KemAlgorithm.X25519.encapsulatedSize()
        || mlKem768.size() != KemAlgorithm.ML_KEM_768.encapsulatedSize()
        || box.size() != BOX_SIZE) {
      throw new IllegalArgumentException(
          "a grant has parts of 32, 1088 and 48 bytes, found %d, %d and %d"
              .formatted(x25519.size(), mlKem768.size(), box.size()));
    }
  }

  /// Seals a data key to an environment.
  ///
  /// @param info what the grant is for; not secret, and the same bytes are needed to open it
  /// @throws SealFault `environment-key-malformed` when no secret can be agreed on with that key
  public static Grant seal(EnvironmentPublicKey to, DataKey key, Bytes info, SecureRandom random) {
    KemAlgorithm.Encapsulated psk = to.encapsulate(KemAlgorithm.ML_KEM_768, random);
    KemAlgorithm.Encapsulated shared = to.encapsulate(KemAlgorithm.X25519, random);
    Hpke.Keys keys = keys(shared.secret(), info, psk.secret(), psk.encapsulation());
    return new Grant(
        shared.encapsulation(),
        psk.encapsulation(),
        new AesGcm(keys.key()).seal(keys.nonce(), Bytes.EMPTY, key.secret()));
  }

  /// @return empty when it was not sealed to this environment for that, or was changed
  public Optional<DataKey> open(EnvironmentKey key, Bytes info) {
    Optional<Bytes> psk = key.decapsulate(KemAlgorithm.ML_KEM_768, mlKem768);
    Optional<Bytes> shared = key.decapsulate(KemAlgorithm.X25519, x25519);
    if (psk.isEmpty() || shared.isEmpty()) {
      return Optional.empty();
    }
    Hpke.Keys keys = keys(shared.get(), info, psk.get(), mlKem768);
    return new AesGcm(keys.key()).open(keys.nonce(), Bytes.EMPTY, box).map(DataKey::new);
  }

  private static Hpke.Keys keys(Bytes shared, Bytes info, Bytes psk, Bytes encapsulation) {
    return Hpke.AES_256_GCM.schedule(
        Hpke.PSK, shared, info, psk, Bytes.concat(PSK_ID_LABEL, encapsulation));
  }

  /// The grant as bytes, {@link #SIZE} of them.
  public Bytes render() {
    return Bytes.concat(VERSION, x25519, mlKem768, box);
  }

  /// @return empty when the bytes have not the form of a grant
  public static Optional<Grant> parse(Bytes bytes) {
    if (bytes.size() != SIZE || !bytes.slice(0, 1).equals(VERSION)) {
      return Optional.empty();
    }
    return Optional.of(
        new Grant(
            bytes.slice(1, X25519_END),
            bytes.slice(X25519_END, ML_KEM_END),
            bytes.slice(ML_KEM_END, SIZE)));
  }
}
