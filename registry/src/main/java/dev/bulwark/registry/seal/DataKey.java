package dev.bulwark.registry.seal;

import dev.bulwark.kernel.bytes.Bytes;
import java.security.SecureRandom;

/// A secret key of 32 random bytes, for the data of one thing: a file, a version. Never shown.
///
/// @param secret 32 bytes; the way out of it is for whoever wraps or writes it under another key
public record DataKey(Bytes secret) {
  public static final int SIZE = 32;

  public DataKey {
    if (secret.size() != SIZE) {
      throw new IllegalArgumentException("a data key has 32 bytes, found " + secret.size());
    }
  }

  public static DataKey generate(SecureRandom random) {
    return new DataKey(randomBytes(SIZE, random));
  }

  static Bytes randomBytes(int size, SecureRandom random) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return Bytes.of(bytes);
  }

  @Override
  public String toString() {
    return "DataKey[hidden]";
  }
}
