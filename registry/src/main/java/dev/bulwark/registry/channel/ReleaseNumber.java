package dev.bulwark.registry.channel;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// A publisher's number of a release: one to four whole numbers with dots, `1.10.2`, compared
/// number by number. Nothing else has an order nobody can argue with, and an update that goes down
/// is an attack. `1.0` and `1.0.0` compare as one.
public record ReleaseNumber(String text) implements Comparable<ReleaseNumber> {
  private static final Pattern SHAPE =
      Pattern.compile("(0|[1-9][0-9]{0,8})(\\.(0|[1-9][0-9]{0,8})){0,3}");
  private static final int PARTS = 4;

  public ReleaseNumber {
    if (!SHAPE.matcher(text).matches()) {
      throw new IllegalArgumentException("expected a number such as 1.10.2");
    }
  }

  public static Optional<ReleaseNumber> parse(String text) {
    return SHAPE.matcher(text).matches() ? Optional.of(new ReleaseNumber(text)) : Optional.empty();
  }

  private List<Long> parts() {
    return Arrays.stream(text.split("\\.", -1)).map(Long::parseLong).toList();
  }

  @Override
  public int compareTo(ReleaseNumber other) {
    List<Long> mine = parts();
    List<Long> theirs = other.parts();
    for (int i = 0; i < PARTS; i++) {
      int order =
          Long.compare(i < mine.size() ? mine.get(i) : 0, i < theirs.size() ? theirs.get(i) : 0);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  @Override
  public String toString() {
    return text;
  }
}
