package dev.bulwark.scan.msgpack;

import dev.bulwark.kernel.check.Place;
import java.util.List;

/// What a MessagePack file holds.
///
/// @param place the file
/// @param values how many, at any depth
/// @param arrays how many arrays and scalars of Flax
/// @param oddities in the order they were met; at most {@link #MAX_ODDITIES} of each kind are kept
/// @param bytes the file's size
/// @param unexplained bytes behind the value
public record MsgpackView(
    Place place, long values, long arrays, List<Oddity> oddities, long bytes, long unexplained) {
  public static final int MAX_ODDITIES = 50;

  public MsgpackView {
    oddities = List.copyOf(oddities);
  }

  /// @param what a statement without its full stop
  public record Oddity(Kind kind, long at, String what) {}

  public enum Kind {
    /// An extension that Flax does not write.
    EXTENSION,
    /// An array whose bytes do not fit its shape and type.
    ARRAY,
    /// An array of Python objects.
    OBJECTS,
    /// A key that stands twice in a map.
    TWICE,
    /// Bytes behind the value.
    TRAILING
  }
}
