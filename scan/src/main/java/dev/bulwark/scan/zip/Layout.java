package dev.bulwark.scan.zip;

import dev.bulwark.scan.zip.ZipView.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Accounts for every byte of an archive: which stretch belongs to what, where two claim the same
/// bytes, and what is left between them.
final class Layout {
  /// @param to exclusive
  record Stretch(long from, long to, String what) {}

  private final List<Stretch> stretches = new ArrayList<>();

  void add(long from, long to, String what) {
    if (to > from) {
      stretches.add(new Stretch(from, to, what));
    }
  }

  /// The gaps, in order, named by where they lie; overlaps go to `oddities`.
  List<Stretch> gaps(long size, Oddities oddities) {
    stretches.sort(Comparator.comparingLong(Stretch::from).thenComparingLong(Stretch::to));
    List<Stretch> gaps = new ArrayList<>();
    long reached = 0;
    String owner = "";
    for (Stretch stretch : stretches) {
      if (stretch.from() > reached) {
        gaps.add(new Stretch(reached, stretch.from(), reached == 0 ? BEFORE : BETWEEN));
      } else if (stretch.from() < reached) {
        oddities.add(
            Kind.OVERLAP,
            stretch.from(),
            "%s shares %d bytes with %s"
                .formatted(
                    stretch.what(), Math.min(reached, stretch.to()) - stretch.from(), owner));
      }
      if (stretch.to() > reached) {
        reached = stretch.to();
        owner = stretch.what();
      }
    }
    if (reached < size) {
      gaps.add(new Stretch(reached, size, AFTER));
    }
    return gaps;
  }

  static final String BEFORE = "before the first member";
  static final String BETWEEN = "between members";
  static final String AFTER = "after the end of the archive";
}
