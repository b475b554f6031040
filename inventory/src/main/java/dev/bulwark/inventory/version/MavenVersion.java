package dev.bulwark.inventory.version;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;

/// A Maven version in the order of Maven 3.9 (POM reference, "Version Order Specification", as its
/// `ComparableVersion` decides it). Every text is a version.
public final class MavenVersion implements Comparable<MavenVersion> {
  private final String text;
  private final MavenItem.Group items;

  private MavenVersion(String text, MavenItem.Group items) {
    this.text = text;
    this.items = items;
  }

  /// Empty only when the text is too long to be a version.
  public static Optional<MavenVersion> parse(String text) {
    return text.length() > VersionScheme.LONGEST
        ? Optional.empty()
        : Optional.of(new MavenVersion(text, new Reader(text.toLowerCase(Locale.ENGLISH)).read()));
  }

  /// Cuts a version at dots, hyphens and changes between digits and letters. A hyphen and such a
  /// change open a group inside the group.
  private static final class Reader {
    private final String text;
    private final Deque<MavenItem.Group> open = new ArrayDeque<>();
    private int start;
    private boolean digits;

    Reader(String text) {
      this.text = text;
    }

    MavenItem.Group read() {
      MavenItem.Group top = new MavenItem.Group();
      open.push(top);
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c == '.') {
          separator(i);
        } else if (c == '-') {
          separator(i);
          openGroup();
        } else if (Character.isDigit(c)) {
          digit(i);
        } else {
          letter(i);
        }
      }
      if (start < text.length()) {
        if (!digits) {
          openGroupUnlessFirst();
        }
        current().add(MavenItem.of(text.substring(start), digits));
      }
      while (!open.isEmpty()) {
        open.pop().trim();
      }
      return top;
    }

    private void separator(int i) {
      current()
          .add(
              i == start ? MavenItem.Numeral.ZERO : MavenItem.of(text.substring(start, i), digits));
      start = i + 1;
    }

    /// Letters that end here stand in a group of their own, whatever came before them.
    private void digit(int i) {
      if (!digits && i > start) {
        openGroupUnlessFirst();
        current().add(MavenItem.Word.of(text.substring(start, i), true));
        start = i;
        openGroup();
      }
      digits = true;
    }

    private void letter(int i) {
      if (digits && i > start) {
        current().add(MavenItem.of(text.substring(start, i), true));
        start = i;
        openGroup();
      }
      digits = false;
    }

    private MavenItem.Group current() {
      return open.element();
    }

    private void openGroupUnlessFirst() {
      if (!current().isEmpty()) {
        openGroup();
      }
    }

    private void openGroup() {
      MavenItem.Group inner = new MavenItem.Group();
      current().add(inner);
      open.push(inner);
    }
  }

  @Override
  public int compareTo(MavenVersion other) {
    return items.compareTo(other.items);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MavenVersion that && items.equals(that.items);
  }

  @Override
  public int hashCode() {
    return items.hashCode();
  }

  /// As written.
  @Override
  public String toString() {
    return text;
  }
}
