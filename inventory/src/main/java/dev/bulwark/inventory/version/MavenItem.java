package dev.bulwark.inventory.version;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One piece of a Maven version. Where kinds meet in one position, a qualifier comes before a group
/// and a group before a number.
sealed interface MavenItem {

  /// Negative, zero or positive; `null` stands for "nothing in this position".
  int compare(@Nullable MavenItem other);

  /// Whether one at the end of its group says nothing.
  boolean isEmpty();

  /// @param text without dots and hyphens, perhaps empty
  static MavenItem of(String text, boolean digits) {
    return digits && Digits.areAll(text) ? new Numeral(Digits.of(text)) : Word.of(text, false);
  }

  record Numeral(Digits value) implements MavenItem {
    static final Numeral ZERO = new Numeral(Digits.ZERO);

    @Override
    public int compare(@Nullable MavenItem other) {
      return switch (other) {
        case null -> value.isZero() ? 0 : 1;
        case Numeral that -> value.compareTo(that.value);
        case Word _, Group _ -> 1;
      };
    }

    @Override
    public boolean isEmpty() {
      return value.isZero();
    }
  }

  /// A qualifier.
  ///
  /// @param rank its place among the known ones; the unknown come last, by letters
  record Word(String rank) implements MavenItem {
    private static final List<String> KNOWN =
        List.of("alpha", "beta", "milestone", "rc", "snapshot", "", "sp");
    private static final Map<String, String> ALIASES =
        Map.of("ga", "", "final", "", "release", "", "cr", "rc");
    private static final Map<String, String> SHORT =
        Map.of("a", "alpha", "b", "beta", "m", "milestone");
    private static final String RELEASE_RANK = "5";

    static Word of(String text, boolean beforeDigit) {
      String whole = beforeDigit ? SHORT.getOrDefault(text, text) : text;
      String value = ALIASES.getOrDefault(whole, whole);
      int known = KNOWN.indexOf(value);
      return new Word(known < 0 ? KNOWN.size() + "-" + value : String.valueOf(known));
    }

    @Override
    public int compare(@Nullable MavenItem other) {
      return switch (other) {
        case null -> rank.compareTo(RELEASE_RANK);
        case Word that -> rank.compareTo(that.rank);
        case Numeral _, Group _ -> -1;
      };
    }

    @Override
    public boolean isEmpty() {
      return rank.equals(RELEASE_RANK);
    }
  }

  /// Pieces of one level. Grows while a version is read, then {@link #trim} makes it comparable.
  final class Group implements MavenItem, Comparable<Group> {
    private final List<MavenItem> items = new ArrayList<>();

    void add(MavenItem item) {
      items.add(item);
    }

    /// Drops the pieces at the end that say nothing, looking past groups; inner groups come first.
    void trim() {
      for (int i = items.size() - 1; i >= 0; i--) {
        if (items.get(i).isEmpty()) {
          items.remove(i);
        } else if (!(items.get(i) instanceof Group)) {
          return;
        }
      }
    }

    @Override
    public int compare(@Nullable MavenItem other) {
      return switch (other) {
        case null -> compareToNothing();
        case Numeral _ -> -1;
        case Word _ -> 1;
        case Group that -> compareTo(that);
      };
    }

    private int compareToNothing() {
      for (MavenItem item : items) {
        int result = item.compare(null);
        if (result != 0) {
          return result;
        }
      }
      return 0;
    }

    @Override
    public int compareTo(Group other) {
      for (int i = 0; i < Math.max(items.size(), other.items.size()); i++) {
        MavenItem mine = i < items.size() ? items.get(i) : null;
        MavenItem theirs = i < other.items.size() ? other.items.get(i) : null;
        int result = mine != null ? mine.compare(theirs) : -orZero(theirs);
        if (result != 0) {
          return result;
        }
      }
      return 0;
    }

    private static int orZero(@Nullable MavenItem item) {
      return item == null ? 0 : item.compare(null);
    }

    @Override
    public boolean isEmpty() {
      return items.isEmpty();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Group that && items.equals(that.items);
    }

    @Override
    public int hashCode() {
      return items.hashCode();
    }
  }
}
