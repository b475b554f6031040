package dev.bulwark.scan.pickle;

/// A map from positive longs to non-zero longs: open addressing, linear probing.
final class LongTable {
  private static final int FIRST = 64;

  private final Space space;
  private long[] keys = new long[FIRST];
  private long[] values = new long[FIRST];
  private int size;

  LongTable(Space space) {
    this.space = space;
  }

  boolean isEmpty() {
    return size == 0;
  }

  int size() {
    return size;
  }

  /// The value, or 0.
  long find(long key) {
    return values[slot(key)];
  }

  /// Sets a value.
  ///
  /// @return what was there before, or 0
  long put(long key, long value) {
    int at = slot(key);
    long before = values[at];
    keys[at] = key;
    values[at] = value;
    if (before == 0 && ++size * 2 > keys.length) {
      grow();
    }
    return before;
  }

  private int slot(long key) {
    int mask = keys.length - 1;
    long mixed = key * 0x9E37_79B9_7F4A_7C15L;
    int at = (int) (mixed ^ mixed >>> 32) & mask;
    while (values[at] != 0 && keys[at] != key) {
      at = at + 1 & mask;
    }
    return at;
  }

  private void grow() {
    space.take(keys.length * 2L);
    long[] oldKeys = keys;
    long[] oldValues = values;
    keys = new long[oldKeys.length * 2];
    values = new long[oldKeys.length * 2];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldValues[i] != 0) {
        int at = slot(oldKeys[i]);
        keys[at] = oldKeys[i];
        values[at] = oldValues[i];
      }
    }
  }
}
