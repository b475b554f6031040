package dev.bulwark.scan.paddle;

import dev.bulwark.kernel.check.Place;

/// Parameters of PaddlePaddle.
///
/// @param tensors how many there are
/// @param end where the last one ends
/// @param size of the file
public record ParametersView(Place place, long tensors, long end, long size) {

  public long unexplained() {
    return size - end;
  }
}
