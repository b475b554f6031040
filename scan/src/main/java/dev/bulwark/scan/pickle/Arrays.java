package dev.bulwark.scan.pickle;

/// joblib's arrays: after the BUILD of a `NumpyArrayWrapper` the raw bytes of the array follow in
/// the file, and the program goes on behind them.
final class Arrays {
  private static final int MOST_ITEMS = 32;

  private final boolean skipping;
  private final Values values;
  private final Literals literals;
  private final Calls calls;
  private final long[] dict = new long[MOST_ITEMS];
  private int dictSize;
  private long skipped;
  private long firstSkip = -1;

  /// @param skipping whether the loader is joblib; any other goes on with the next byte
  Arrays(boolean skipping, Values values, Literals literals, Calls calls) {
    this.skipping = skipping;
    this.values = values;
    this.literals = literals;
    this.calls = calls;
  }

  /// How many bytes of arrays were passed over.
  long skipped() {
    return skipped;
  }

  /// Where the first array is, or -1.
  long firstSkip() {
    return firstSkip;
  }

  /// Keeps the items of the last dict that was filled, when they are few: it may be the wrapper's
  /// state.
  void noteDict(long[] items, int start, int end) {
    if (skipping && end - start <= MOST_ITEMS) {
      System.arraycopy(items, start, dict, 0, end - start);
      dictSize = end - start;
    }
  }

  /// What follows a wrapper.
  enum Follows {
    /// Nothing this reading knows of.
    NOTHING,
    /// Raw bytes, which the tape has passed over.
    BYTES,
    /// A pickle of its own, for arrays of objects.
    PROGRAM
  }

  /// Passes over what belongs to the wrapper that was just built.
  Follows skip(Tape tape) {
    String type = skipping ? elementType() : "";
    if (type.isEmpty()) {
      return Follows.NOTHING;
    }
    if (type.startsWith("O")) {
      return Follows.PROGRAM;
    }
    long size = size(type);
    if (size < 0) {
      return Follows.NOTHING;
    }
    long start = tape.offset();
    firstSkip = firstSkip < 0 ? start : firstSkip;
    tape.seek(start);
    long alignment = item("numpy_array_alignment_bytes");
    if (alignment != Word.ABSENT && Word.kind(alignment) == Word.INT) {
      tape.piece(tape.u1());
    }
    tape.piece(size);
    skipped += tape.offset() - start;
    return Follows.BYTES;
  }

  private String elementType() {
    long dtype = item("dtype");
    if (dtype == Word.ABSENT || calls.trait(dtype) != Trait.DTYPE) {
      return "";
    }
    long arguments = calls.arguments(dtype);
    boolean text =
        arguments != Word.ABSENT
            && values.length(arguments) > 0
            && Word.isString(Word.kind(values.item(arguments, 0)));
    return text ? literals.text(values.item(arguments, 0)) : "";
  }

  /// The size of the whole array in bytes, or -1.
  private long size(String type) {
    long shape = item("shape");
    if (shape == Word.ABSENT || Word.kind(shape) != Word.TUPLE || !values.isKept(shape)) {
      return -1;
    }
    long size = elementSize(type);
    for (int i = 0; i < values.length(shape); i++) {
      long extent =
          Word.kind(values.item(shape, i)) == Word.INT
              ? literals.number(values.item(shape, i))
              : -1;
      if (extent < 0 || size < 0 || (extent > 0 && size > Long.MAX_VALUE / 8 / extent)) {
        return -1;
      }
      size *= extent;
    }
    return size;
  }

  /// numpy's type strings: a letter and a number of bytes, of characters for `U`.
  private static long elementSize(String type) {
    if (type.length() < 2 || type.length() > 10 || !type.substring(1).matches("[0-9]+")) {
      return -1;
    }
    long size = Long.parseLong(type.substring(1));
    return type.charAt(0) == 'U' ? size * 4 : size;
  }

  private long item(String key) {
    for (int i = 0; i + 1 < dictSize; i += 2) {
      if (Word.isString(Word.kind(dict[i])) && literals.text(dict[i]).equals(key)) {
        return dict[i + 1];
      }
    }
    return Word.ABSENT;
  }
}
