package dev.bulwark.scan.graph;

import java.util.Comparator;

/// A kind of operator that a graph uses.
///
/// @param domain who defines it; empty for the format's own
/// @param type its name there
public record Operator(String domain, String type) implements Comparable<Operator> {
  private static final Comparator<Operator> ORDER =
      Comparator.comparing(Operator::domain).thenComparing(Operator::type);

  @Override
  public int compareTo(Operator other) {
    return ORDER.compare(this, other);
  }

  /// How many characters it takes to keep it.
  int length() {
    return domain.length() + type.length();
  }
}
