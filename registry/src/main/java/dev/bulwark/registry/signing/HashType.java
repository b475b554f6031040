package dev.bulwark.registry.signing;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import org.bouncycastle.jcajce.provider.digest.Blake2b;
import org.bouncycastle.jcajce.provider.digest.Blake3;

/// What a file or a shard is digested with (OMS algorithm registry). SHA-256 is the default, and in
/// Java three times as fast as the others.
public enum HashType {
  SHA256("sha256", 32),
  /// BLAKE2b with 64 bytes (RFC 7693).
  BLAKE2B("blake2b", 64),
  BLAKE3("blake3", 32);

  private final String id;
  private final int size;

  HashType(String id, int size) {
    this.id = id;
    this.size = size;
  }

  /// The name in a manifest.
  public String id() {
    return id;
  }

  /// Bytes of one digest.
  public int size() {
    return size;
  }

  public static Optional<HashType> of(String id) {
    for (HashType type : values()) {
      if (type.id.equals(id)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  MessageDigest start() {
    return switch (this) {
      case SHA256 -> sha256();
      case BLAKE2B -> new Blake2b.Blake2b512();
      case BLAKE3 -> new Blake3.Blake3_256();
    };
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("the Java platform must provide SHA-256", e);
    }
  }
}
