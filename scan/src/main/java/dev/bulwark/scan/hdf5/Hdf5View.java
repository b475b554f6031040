package dev.bulwark.scan.hdf5;

import dev.bulwark.kernel.check.Place;
import java.util.List;

/// What an HDF5 file holds, and everything in it that a loader could be led astray by.
///
/// @param place the file
/// @param version of the superblock
/// @param attributes of every object reached
/// @param datasets every one reached
/// @param oddities in the order they were met; at most {@link #MAX_ODDITIES} of each kind are kept
/// @param bytes the file's size
/// @param unexplained bytes that are not zero and belong to nothing that was met
public record Hdf5View(
    Place place,
    int version,
    List<Attribute> attributes,
    List<Dataset> datasets,
    List<Oddity> oddities,
    long bytes,
    long unexplained) {
  public static final int MAX_ODDITIES = 50;

  public Hdf5View {
    attributes = List.copyOf(attributes);
    datasets = List.copyOf(datasets);
    oddities = List.copyOf(oddities);
  }

  /// @param object the path of the object it belongs to
  /// @param at where its message is
  /// @param bytes of its value; of variable length ones, what the value itself takes
  public record Attribute(String object, String name, long at, long bytes) {}

  /// @param at where its header is
  /// @param claimed bytes by its shape; {@link Long#MAX_VALUE} when they do not fit
  /// @param stored bytes in the file; -1 when that is not known
  public record Dataset(String path, long at, long claimed, long stored) {}

  /// @param at where it is in the file
  /// @param what a statement without its full stop; names in it are printable
  public record Oddity(Kind kind, long at, String what) {}

  public enum Kind {
    /// Leads to another file.
    OUTSIDE,
    /// A filter outside of the library that somebody registered.
    PLUGIN,
    /// A filter nobody is known to have registered.
    UNKNOWN_PLUGIN,
    /// A shape that the bytes cannot fill.
    SIZE,
    /// One name for two things, or one fact told twice.
    TWICE,
    /// Bytes before the file's beginning or behind its end.
    STRAY,
    /// Objects of another language's pickle.
    OBJECTS,
    /// A feature that is not followed.
    UNREAD
  }

  public List<Oddity> oddities(Kind kind) {
    return oddities.stream().filter(oddity -> oddity.kind() == kind).toList();
  }
}
