package dev.bulwark.scan.pickle;

/// The items of tuples, in pages that never move. A long tuple keeps its length only: no callable
/// this project allows takes that many arguments.
final class Tuples {
  static final int MOST_ITEMS = 64;

  private static final int PAGE_BITS = 10;
  private static final int PAGE = 1 << PAGE_BITS;

  private final Space space;
  private long[][] pages = new long[4][];
  private int pageCount;
  private int free = PAGE;

  Tuples(Space space) {
    this.space = space;
  }

  /// Keeps the items `values[start..end)`.
  ///
  /// @return the tuple as a word
  long add(long[] values, int start, int end) {
    int length = end - start;
    int kept = length > MOST_ITEMS ? 0 : length;
    if (free + kept + 1 > PAGE) {
      addPage();
    }
    long[] page = pages[pageCount - 1];
    page[free] = length;
    boolean hashable = true;
    boolean ints = true;
    for (int i = start; i < end; i++) {
      hashable &= Word.isHashable(values[i]);
      ints &= Word.kind(values[i]) == Word.INT;
    }
    System.arraycopy(values, start, page, free + 1, kept);
    long index = (long) (pageCount - 1) << PAGE_BITS | free;
    free += kept + 1;
    return Word.tuple(index, hashable, ints);
  }

  private void addPage() {
    space.take(PAGE);
    if (pageCount == pages.length) {
      pages = java.util.Arrays.copyOf(pages, pageCount * 2);
    }
    pages[pageCount++] = new long[PAGE];
    free = 0;
  }

  int length(long tuple) {
    long index = Word.payload(tuple);
    return (int) pages[(int) (index >>> PAGE_BITS)][(int) index & PAGE - 1];
  }

  /// Whether the items are there; always, unless there are more than {@link #MOST_ITEMS}.
  boolean isKept(long tuple) {
    return length(tuple) <= MOST_ITEMS;
  }

  long item(long tuple, int i) {
    long index = Word.payload(tuple) + 1 + i;
    return pages[(int) (index >>> PAGE_BITS)][(int) index & PAGE - 1];
  }
}
