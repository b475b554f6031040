package dev.bulwark.scan.pickle;

/// The memo. Indices as picklers write them, near the number of entries, lie in pages; any other
/// index goes to a sparse table, so that one entry at 2^31 costs one entry.
final class Memo {
  private static final int PAGE_BITS = 10;
  private static final int PAGE = 1 << PAGE_BITS;

  private final Space space;
  private final LongTable sparse;
  private long[][] pages = new long[4][];
  private int pageCount;
  private long size;
  private long highest = -1;

  Memo(Space space) {
    this.space = space;
    this.sparse = new LongTable(space);
  }

  /// How many indices are set: where MEMOIZE puts the next.
  long size() {
    return size;
  }

  /// The highest index ever set, or -1.
  long highest() {
    return highest;
  }

  /// The word at `index`, or {@link Word#ABSENT}.
  long find(long index) {
    if (index >= 0 && index < (long) pageCount << PAGE_BITS) {
      long word = pages[(int) (index >>> PAGE_BITS)][(int) index & PAGE - 1];
      if (word != Word.ABSENT) {
        return word;
      }
    }
    return sparse.isEmpty() || index < 0 ? Word.ABSENT : sparse.find(index + 1);
  }

  /// Sets the word at a non-negative `index`.
  void put(long index, long word) {
    highest = Math.max(highest, index);
    if (index >= (long) pageCount << PAGE_BITS && index < size + PAGE) {
      addPages(index);
    }
    boolean paged = index < (long) pageCount << PAGE_BITS;
    if (paged && (sparse.isEmpty() || sparse.find(index + 1) == Word.ABSENT)) {
      long[] page = pages[(int) (index >>> PAGE_BITS)];
      int at = (int) index & PAGE - 1;
      if (page[at] == Word.ABSENT) {
        size++;
      }
      page[at] = word;
    } else if (sparse.put(index + 1, word) == Word.ABSENT) {
      size++;
    }
  }

  private void addPages(long index) {
    while (index >= (long) pageCount << PAGE_BITS) {
      space.take(PAGE);
      if (pageCount == pages.length) {
        pages = java.util.Arrays.copyOf(pages, pageCount * 2);
      }
      pages[pageCount++] = new long[PAGE];
    }
  }
}
