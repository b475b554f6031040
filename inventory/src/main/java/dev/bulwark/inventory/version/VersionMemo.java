package dev.bulwark.inventory.version;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The order of one scheme that parses each text once: hundreds of advisories of one package name
/// the same few versions. Not thread-safe; lives as long as one question.
public final class VersionMemo {
  private final VersionScheme scheme;
  private final Map<String, Optional<? extends Comparable<?>>> parsed = new HashMap<>();

  public VersionMemo(VersionScheme scheme) {
    this.scheme = scheme;
  }

  /// As {@link VersionScheme#compare}.
  public Order compare(String one, String other) {
    Optional<? extends Comparable<?>> first = parsed.computeIfAbsent(one, scheme::parse);
    Optional<? extends Comparable<?>> second = parsed.computeIfAbsent(other, scheme::parse);
    if (first.isEmpty() || second.isEmpty()) {
      return scheme.unknown(first.isEmpty() ? one : other);
    }
    return Order.of(compared(first.get(), second.get()));
  }

  /// One parser made both, so they are of one class.
  @SuppressWarnings("unchecked")
  private static int compared(Comparable<?> one, Comparable<?> other) {
    return ((Comparable<Object>) one).compareTo(other);
  }
}
