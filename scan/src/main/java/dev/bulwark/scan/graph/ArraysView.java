package dev.bulwark.scan.graph;

import dev.bulwark.kernel.check.Place;

/// A file that is arrays one behind the other.
///
/// @param arrays how many there are
/// @param end where the last one ends
/// @param size of the file
public record ArraysView(Place place, long arrays, long end, long size) {

  public long unexplained() {
    return size - end;
  }
}
