package dev.bulwark.kernel.check;

import java.util.ArrayList;
import java.util.List;

/// Where something is: a file, the path through the containers inside it, and a position. Written
/// `a.zip!/b.pt!/data.pkl@0x1f`.
///
/// @param path the file first, relative to what was examined and with `/`, then one name per
///   container; never empty
public record Place(List<String> path, Position position) implements Comparable<Place> {

  /// A position inside one file.
  public sealed interface Position {
    /// The file as a whole.
    enum Whole implements Position {
      WHOLE
    }

    /// A byte offset, from 0.
    record Offset(long offset) implements Position {}

    /// A line and a column, both from 1.
    record Line(int line, int column) implements Position {}
  }

  public Place {
    path = List.copyOf(path);
    if (path.isEmpty()) {
      throw new IllegalArgumentException("a place names at least a file");
    }
  }

  public static Place of(String file) {
    return new Place(List.of(file), Position.Whole.WHOLE);
  }

  /// The member `name` of the container at this place.
  public Place inside(String name) {
    List<String> longer = new ArrayList<>(path);
    longer.add(name);
    return new Place(longer, Position.Whole.WHOLE);
  }

  public Place at(long offset) {
    return new Place(path, new Position.Offset(offset));
  }

  public Place at(int line, int column) {
    return new Place(path, new Position.Line(line, column));
  }

  public String file() {
    return path.getFirst();
  }

  @Override
  public int compareTo(Place other) {
    int byPath = String.join("\0", path).compareTo(String.join("\0", other.path));
    return byPath != 0 ? byPath : Long.compare(order(position), order(other.position));
  }

  private static long order(Position position) {
    return switch (position) {
      case Position.Whole _ -> -1;
      case Position.Offset offset -> offset.offset();
      case Position.Line line -> ((long) line.line() << 32) + line.column();
    };
  }

  /// Control characters are shown as `\xNN`: a name may come from a hostile archive.
  @Override
  public String toString() {
    String where =
        switch (position) {
          case Position.Whole _ -> "";
          case Position.Offset offset -> "@0x" + Long.toHexString(offset.offset());
          case Position.Line line -> ":" + line.line() + ":" + line.column();
        };
    return printable(String.join("!/", path)) + where;
  }

  /// The text with control and invisible formatting characters shown as `\xNN`, so that a hostile
  /// name in a message cannot steer a terminal.
  public static String printable(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                out.append("\\x").append(Integer.toHexString(c));
              } else {
                out.appendCodePoint(c);
              }
            });
    return out.toString();
  }
}
