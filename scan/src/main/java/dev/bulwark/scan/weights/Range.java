package dev.bulwark.scan.weights;

/// Bytes of a neighbouring file that a description accounts for.
///
/// @param from the first
/// @param size how many, or {@link #TO_THE_END}
/// @param checksum the masked CRC-32C that the description has of them, or {@link #UNSUMMED}
public record Range(long from, long size, long checksum) implements Comparable<Range> {
  public static final long TO_THE_END = -1;
  public static final long UNSUMMED = -1;

  public static Range of(long from, long size) {
    return new Range(from, size, UNSUMMED);
  }

  /// The same with its size, in a file of so many bytes.
  Range in(long file) {
    return size == TO_THE_END ? new Range(from, Math.max(0, file - from), checksum) : this;
  }

  boolean fits(long file) {
    return from >= 0 && size >= 0 && from <= file && size <= file - from;
  }

  long end() {
    return from + size;
  }

  @Override
  public int compareTo(Range other) {
    int byStart = Long.compare(from, other.from);
    return byStart != 0 ? byStart : Long.compare(size, other.size);
  }
}
