package dev.bulwark.scan.weights;

import dev.bulwark.kernel.check.Place;
import java.util.List;

/// A file of raw numbers and what its descriptions leave open.
///
/// @param size of the file
/// @param by the names of the files that describe it, sorted
/// @param outside ranges that reach beyond the end
/// @param overlaps ranges that begin within another without being the same
/// @param unfit ranges whose checksum does not fit
/// @param gaps bytes that no description accounts for and that are not all zero
/// @param names how many names the file has in its file system; 1 where that is not known
public record WeightsView(
    Place place,
    long size,
    List<String> by,
    List<Range> outside,
    List<Range> overlaps,
    List<Range> unfit,
    List<Range> gaps,
    int names) {
  public WeightsView {
    by = List.copyOf(by);
    outside = List.copyOf(outside);
    overlaps = List.copyOf(overlaps);
    unfit = List.copyOf(unfit);
    gaps = List.copyOf(gaps);
  }

  public long unexplained() {
    return gaps.stream().mapToLong(Range::size).sum();
  }
}
