package dev.bulwark.server.console;

import dev.bulwark.server.project.Standing;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// What is worked out once from a system's standing and shown to many. Thread-safe; two at once may
/// both work it out.
public final class PerStanding<T> {
  private final Function<Standing, T> work;
  private final Map<String, Kept<T>> kept = new ConcurrentHashMap<>();

  private record Kept<T>(Standing of, T value) {}

  public PerStanding(Function<Standing, T> work) {
    this.work = work;
  }

  @SuppressWarnings(
      "ReferenceEquality") // The very same judgement; comparing all it says costs more.
  public T of(Standing standing) {
    String id = standing.project().id();
    Kept<T> known = kept.get(id);
    if (known != null && known.of() == standing) {
      return known.value();
    }
    T value = work.apply(standing);
    kept.put(id, new Kept<>(standing, value));
    return value;
  }
}
