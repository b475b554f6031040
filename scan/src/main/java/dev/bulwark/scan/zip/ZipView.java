package dev.bulwark.scan.zip;

import dev.bulwark.kernel.check.Place;
import java.util.List;
import java.util.Optional;

/// What a zip archive holds, and everything about it that two readers could understand differently.
///
/// @param place the archive
/// @param members by the directory's order, then those that only a local header names
/// @param oddities in the order they were met; at most {@link #MAX_ODDITIES} of each kind are kept
/// @param bytes the archive's size
/// @param unexplained bytes that belong to no member and no record of the format; zero padding is
///   explained
public record ZipView(
    Place place, List<Member> members, List<Oddity> oddities, long bytes, long unexplained) {
  public static final int MAX_ODDITIES = 50;

  public ZipView {
    members = List.copyOf(members);
    oddities = List.copyOf(oddities);
  }

  /// One member, by the directory; by its local header when the directory leaves it out.
  ///
  /// @param name as stored, decoded as UTF-8 where it is UTF-8 and byte by byte where it is not
  /// @param listed whether the directory names it
  /// @param method 0 stored, 8 deflated, others as APPNOTE §4.4.5
  /// @param crc the CRC-32 that is claimed
  /// @param packedSize bytes in the archive, as claimed
  /// @param size bytes after unpacking, as claimed
  /// @param header offset of its local header
  /// @param data offset of its first packed byte; -1 when there is no local header
  public record Member(
      String name,
      boolean listed,
      int method,
      long crc,
      long packedSize,
      long size,
      long header,
      long data) {

    public boolean stored() {
      return method == 0;
    }
  }

  /// Something a well-behaved writer does not produce.
  ///
  /// @param offset where it is in the archive
  /// @param what expected and found, in one sentence; names in it are printable
  public record Oddity(Kind kind, long offset, String what) {}

  public enum Kind {
    /// Directory, local headers, data descriptors and end records disagree.
    DISAGREEMENT,
    /// Two members unpack to one name.
    DUPLICATE,
    /// Two members, or a member and a record, share bytes.
    OVERLAP,
    /// Bytes that belong to nothing.
    UNEXPLAINED,
    /// A member that the directory does not list.
    HIDDEN,
    /// A name that leaves the folder it is unpacked into, or a link.
    ESCAPE,
    /// Content that does not match its checksum or size.
    CONTENT,
    /// Encrypted, or packed by a method that is not read.
    UNREADABLE
  }

  public List<Oddity> oddities(Kind kind) {
    return oddities.stream().filter(oddity -> oddity.kind() == kind).toList();
  }

  /// The first member of that name.
  public Optional<Member> find(String name) {
    return members.stream().filter(member -> member.name().equals(name)).findFirst();
  }
}
