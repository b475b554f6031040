package dev.bulwark.scan.graph;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Outcome;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/// Counts things by kind, and keeps only so many kinds and characters of them.
///
/// @param <K> a kind, such as an {@link Operator} or a file's name
public final class Tally<K extends Comparable<K>> {
  private static final int MAX_KINDS = 20_000;
  private static final int MAX_CHARACTERS = 1 << 22;

  private final TreeMap<K, Seen> seen = new TreeMap<>();
  private final ToIntFunction<K> length;
  private long characters;

  private Tally(ToIntFunction<K> length) {
    this.length = length;
  }

  public static Tally<String> ofTexts() {
    return new Tally<>(String::length);
  }

  public static Tally<Operator> ofOperators() {
    return new Tally<>(Operator::length);
  }

  /// @throws Budget.OverLimit when there are too many kinds to keep
  public void add(K kind, long offset) {
    Seen before = seen.get(kind);
    if (before == null) {
      characters += length.applyAsInt(kind);
      if (seen.size() >= MAX_KINDS || characters > MAX_CHARACTERS) {
        throw new Budget.OverLimit(
            Outcome.Reason.OVER_LIMIT,
            "more than %d different names, or %d characters of them"
                .formatted(MAX_KINDS, MAX_CHARACTERS));
      }
    }
    seen.put(kind, before == null ? new Seen(1, offset) : before.again());
  }

  public boolean contains(K kind) {
    return seen.containsKey(kind);
  }

  /// A copy of what was counted so far, sorted.
  public SortedMap<K, Seen> counts() {
    return new TreeMap<>(seen);
  }
}
