package dev.bulwark.scan.npy;

import dev.bulwark.kernel.check.Place;
import java.util.List;

/// The header of a NumPy array, held against the bytes behind it.
///
/// @param place the file
/// @param shape empty for a single element
/// @param objects whether elements are Python objects, which stand as a pickle behind the header
/// @param elementSize in bytes; -1 when the element type is not known
/// @param wanted bytes that type and shape ask for; -1 when that cannot be said or overflows
/// @param dataAt where the elements start
/// @param found bytes behind the header
public record NpyView(
    Place place,
    List<Long> shape,
    boolean objects,
    long elementSize,
    long wanted,
    long dataAt,
    long found) {
  public NpyView {
    shape = List.copyOf(shape);
  }

  /// Bytes behind the last element.
  public long unexplained() {
    return objects || wanted < 0 ? 0 : Math.max(0, found - wanted);
  }
}
