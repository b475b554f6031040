package dev.bulwark.evidence.tlog;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import java.security.DigestException;
import java.security.MessageDigest;

/// The hashes of RFC 6962 §2.1 over SHA-256. Keeps one digest engine: cheap for many hashes, and
/// not thread-safe.
final class Merkle {
  static final int HASH_BYTES = Digest.SIZE;
  static final Digest EMPTY = Digest.of(Bytes.EMPTY);

  private static final byte LEAF = 0;
  private static final byte NODE = 1;

  private final MessageDigest sha256 = Digest.sha256();

  Digest leaf(Bytes entry) {
    sha256.update(LEAF);
    sha256.update(entry.buffer());
    return new Digest(Bytes.of(sha256.digest()));
  }

  Digest node(Digest left, Digest right) {
    sha256.update(NODE);
    sha256.update(left.value().buffer());
    sha256.update(right.value().buffer());
    return new Digest(Bytes.of(sha256.digest()));
  }

  /// The root over `count` hashes that lie one after another from hash number `first`.
  ///
  /// @param count a power of two, at most 256
  Digest root(Bytes hashes, int first, int count) {
    byte[] work = hashes.slice(first * HASH_BYTES, (first + count) * HASH_BYTES).toArray();
    for (int width = count; width > 1; width /= 2) {
      for (int i = 0; i < width / 2; i++) {
        sha256.update(NODE);
        sha256.update(work, 2 * i * HASH_BYTES, 2 * HASH_BYTES);
        digestInto(work, i * HASH_BYTES);
      }
    }
    return new Digest(Bytes.of(work).slice(0, HASH_BYTES));
  }

  private void digestInto(byte[] target, int offset) {
    try {
      sha256.digest(target, offset, HASH_BYTES);
    } catch (DigestException e) {
      throw new IllegalStateException("the space for a hash is too small", e);
    }
  }
}
