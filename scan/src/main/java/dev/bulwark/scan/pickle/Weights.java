package dev.bulwark.scan.pickle;

/// How large containers are once everything they refer to is written out. Kept only for containers
/// that refer to a container which has another reference too: without one nothing expands.
final class Weights {
  /// From here on it is a bomb: more parts than this, reached by doubling at least so often.
  static final long BOMB_PARTS = 1L << 20;

  static final int BOMB_LEVELS = 4;

  private static final int LEVEL_SHIFT = 48;
  private static final long MOST = (1L << LEVEL_SHIFT) - 1;

  private final LongTable weights;
  private boolean shared;

  Weights(Space space) {
    this.weights = new LongTable(space);
  }

  /// A container was put where another reference to it stays.
  void share() {
    shared = true;
  }

  /// Adds `items[start..end)` to a container.
  ///
  /// @return true when that made it a bomb
  boolean add(long container, long[] items, int start, int end) {
    if (!shared) {
      return false;
    }
    long parts = 0;
    int level = 0;
    int composites = 0;
    boolean anyShared = false;
    for (int i = start; i < end; i++) {
      if (Word.isComposite(Word.kind(items[i]))) {
        long weight = weights.isEmpty() ? 0 : weights.find(Word.identity(items[i]));
        parts = Math.min(MOST, parts + Math.max(1, weight & MOST));
        level = Math.max(level, (int) (weight >>> LEVEL_SHIFT));
        anyShared |= Word.isShared(items[i]);
        composites++;
      }
    }
    if (level == 0 && !anyShared) {
      return false;
    }
    long before = weights.find(Word.identity(container));
    level += anyShared && (composites > 1 || before != 0) ? 1 : 0;
    level = Math.min(0x7fff, Math.max(level, (int) (before >>> LEVEL_SHIFT)));
    parts = Math.min(MOST, parts + (before & MOST));
    weights.put(Word.identity(container), (long) level << LEVEL_SHIFT | Math.max(1, parts));
    boolean wasBomb = isBomb(before);
    return !wasBomb && isBomb((long) level << LEVEL_SHIFT | parts);
  }

  private static boolean isBomb(long weight) {
    return weight >>> LEVEL_SHIFT >= BOMB_LEVELS && (weight & MOST) >= BOMB_PARTS;
  }
}
