package dev.bulwark.scan.tar;

import dev.bulwark.kernel.check.Place;
import java.util.List;

/// What a tar archive holds.
///
/// @param members in order, folders and links included
/// @param oddities in the order they were met; at most {@link #MOST_ODDITIES} are kept
/// @param unexplained bytes that belong to no member and no record of the format
public record TarView(Place place, List<Member> members, List<Oddity> oddities, long unexplained) {
  static final int MOST_ODDITIES = 200;

  public TarView {
    members = List.copyOf(members);
    oddities = List.copyOf(oddities);
  }

  /// @param header offset of its header
  public record Member(String name, long header, long size) {}

  /// Something a well-behaved writer does not produce.
  ///
  /// @param what is there, in one sentence without its stop; names in it are printable
  public record Oddity(Kind kind, long offset, String what) {}

  public enum Kind {
    /// A name or a link that leads out of the folder the archive is unpacked into.
    ESCAPE,
    /// Two members unpack to one name.
    DUPLICATE,
    /// Two readers disagree where a member ends or what it is.
    DISAGREEMENT,
    /// Bytes that belong to nothing.
    UNEXPLAINED,
    /// A device or a pipe.
    DEVICE,
    /// A link within the archive.
    LINK,
    /// A member of a kind that is not read.
    UNREADABLE
  }

  public List<Oddity> oddities(Kind kind) {
    return oddities.stream().filter(oddity -> oddity.kind() == kind).toList();
  }

  public boolean has(String name) {
    return members.stream().anyMatch(member -> member.name().equals(name));
  }
}
