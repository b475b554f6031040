package dev.bulwark.kernel.bytes;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// The SHA-256 name of some bytes, written `sha256:` and 64 lower-case hexadecimal digits.
public record Digest(Bytes value) implements Comparable<Digest> {
  public static final int SIZE = 32;
  private static final String PREFIX = "sha256:";

  public Digest {
    if (value.size() != SIZE) {
      throw new IllegalArgumentException("a SHA-256 digest has 32 bytes, found " + value.size());
    }
  }

  public static Digest of(Bytes content) {
    MessageDigest sha256 = sha256();
    sha256.update(content.buffer());
    return new Digest(Bytes.of(sha256.digest()));
  }

  /// Parses `sha256:<64 hex>`.
  ///
  /// @throws IllegalArgumentException on any other text
  public static Digest parse(String text) {
    if (!text.startsWith(PREFIX) || text.length() != PREFIX.length() + 2 * SIZE) {
      throw new IllegalArgumentException(
          "expected sha256: and 64 hexadecimal digits, found \"" + text + "\"");
    }
    return ofHex(text.substring(PREFIX.length()));
  }

  public static Digest ofHex(String hex) {
    return new Digest(Bytes.parseHex(hex));
  }

  /// A fresh SHA-256, which every JDK must provide.
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("the Java platform must provide SHA-256", e);
    }
  }

  public String hex() {
    return value.hex();
  }

  @Override
  public int compareTo(Digest other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return PREFIX + hex();
  }
}
