package dev.bulwark.scan.archive;

import dev.bulwark.kernel.check.Place;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What an archive holds, as far as rules care.
///
/// @param format the reader's name for it
/// @param members how many
/// @param oddities in the order they were met
/// @param unexplained bytes that belong to no member and no record of the format
public record ArchiveView(
    Place place, String format, int members, List<Oddity> oddities, long unexplained) {
  public ArchiveView {
    oddities = List.copyOf(oddities);
  }

  /// @param what is there, in one sentence without its stop; names in it are printable
  public record Oddity(Kind kind, long offset, String what) {}

  public enum Kind {
    /// A name that leads out of the folder the archive is unpacked into.
    ESCAPE,
    /// Two members unpack to one name.
    DUPLICATE,
    /// Bytes that belong to nothing.
    UNEXPLAINED,
    /// A member that is encrypted, or packed in a way that is not read.
    UNREADABLE
  }

  /// A view while its archive is being read.
  static final class Builder {
    private static final int MOST = 100;

    private final Place place;
    private final String format;
    private final Set<String> names = new HashSet<>();
    private final List<Oddity> oddities = new ArrayList<>();
    private int members;
    private long unexplained;

    Builder(Place place, String format) {
      this.place = place;
      this.format = format;
    }

    void member(String name, long at) {
      members++;
      if (leadsOut(name)) {
        add(Kind.ESCAPE, at, quoted(name) + " leaves the folder the archive is unpacked into");
      }
      if (!names.add(name)) {
        add(Kind.DUPLICATE, at, quoted(name) + " is the second member of its name");
      }
    }

    private static boolean leadsOut(String name) {
      String path = name.replace('\\', '/');
      return path.startsWith("/") || path.indexOf(':') == 1 || ("/" + path + "/").contains("/../");
    }

    void unreadable(String name, String why) {
      add(Kind.UNREADABLE, 0, quoted(name) + " " + why);
    }

    void trailing(long at, long size) {
      unexplained += size;
      add(Kind.UNEXPLAINED, at, "%d bytes belong to no member".formatted(size));
    }

    private void add(Kind kind, long at, String what) {
      if (oddities.size() < MOST) {
        oddities.add(new Oddity(kind, at, what));
      }
    }

    private static String quoted(String name) {
      String text = Place.printable(name);
      return "\"" + (text.length() <= 120 ? text : text.substring(0, 120) + "…") + "\"";
    }

    ArchiveView build() {
      return new ArchiveView(place, format, members, oddities, unexplained);
    }
  }
}
