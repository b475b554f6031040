package dev.bulwark.scan.weights;

import java.util.Collections;
import java.util.List;

/// What a file says of a neighbour: "these bytes of it are described by me".
///
/// @param location the neighbour's path from the describing file's folder, as written
/// @param ranges in any order; may overlap and may be wrong
public record Described(String location, List<Range> ranges) {
  /// A description keeps no more of one neighbour; what lies beyond is not accounted for.
  public static final int MOST_RANGES = 1 << 18;

  public Described {
    ranges = Collections.unmodifiableList(ranges);
  }
}
