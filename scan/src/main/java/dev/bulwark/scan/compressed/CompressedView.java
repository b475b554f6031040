package dev.bulwark.scan.compressed;

import dev.bulwark.kernel.check.Place;
import java.util.List;

/// A file that is one compressed stream, or several behind each other.
///
/// @param format the codec's name
/// @param streams how many
/// @param size what they unpacked to
/// @param oddities in the order they were met
/// @param unexplained bytes behind the last stream
public record CompressedView(
    Place place, String format, int streams, long size, List<Oddity> oddities, long unexplained) {
  static final int MOST_ODDITIES = 50;

  public CompressedView {
    oddities = List.copyOf(oddities);
  }

  /// @param offset in the file
  /// @param what is there, in one sentence without its stop
  public record Oddity(Kind kind, long offset, String what) {}

  public enum Kind {
    /// Bytes behind the end of the last stream.
    TRAILING,
    /// Bytes that unpacking passes over, or a second stream.
    BESIDE,
    /// A name that leads out of the folder the content is unpacked into.
    ESCAPE
  }
}
