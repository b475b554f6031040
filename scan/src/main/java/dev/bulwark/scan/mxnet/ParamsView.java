package dev.bulwark.scan.mxnet;

import dev.bulwark.kernel.check.Place;

/// A list of MXNet's arrays.
///
/// @param arrays how many there are
/// @param end where the list ends
/// @param size of the file
public record ParamsView(Place place, long arrays, long end, long size) {

  public long unexplained() {
    return size - end;
  }
}
