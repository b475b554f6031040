package dev.bulwark.scan.ocdbt;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The keys of one node's entries, one after the other, in the order of their bytes.
final class Keys {
  private static final int MOST = 65_535;

  private final long[] shared;
  private final long[] own;
  private final long[] common;
  private byte[] key = {};

  private Keys(long[] shared, long[] own, long[] common) {
    this.shared = shared;
    this.own = own;
    this.common = common;
  }

  /// Reads the columns of lengths; the keys themselves follow them.
  ///
  /// @param inner whether each entry is a node, whose keys share a beginning
  static Keys columns(Cursor cursor, int count, boolean inner) {
    long[] shared = new long[count];
    for (int i = 1; i < count; i++) {
      shared[i] = cursor.varint("a shared length", MOST);
    }
    long[] own = cursor.column(count, "a key", MOST);
    return new Keys(
        shared, own, inner ? cursor.column(count, "a common length", MOST) : new long[count]);
  }

  /// The next key.
  byte[] next(Cursor cursor, int i) {
    int length = (int) (shared[i] + own[i]);
    if (shared[i] > key.length || length > MOST || common[i] > length) {
      throw new BrokenStore("the lengths of a key do not fit each other");
    }
    byte[] next = Arrays.copyOf(Arrays.copyOf(key, (int) shared[i]), length);
    byte[] rest = cursor.take(own[i]).toArray(JAVA_BYTE);
    System.arraycopy(rest, 0, next, (int) shared[i], rest.length);
    if (i > 0 && Arrays.compareUnsigned(key, next) >= 0) {
      throw new BrokenStore("a key is not behind the one before it");
    }
    key = next;
    return next;
  }

  /// What the keys below entry `i`, whose own key is given, share with it.
  String common(byte[] key, int i) {
    return text(key).substring(0, (int) common[i]);
  }

  /// Bytes as text of as many characters: they are compared and joined, and shown escaped.
  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
