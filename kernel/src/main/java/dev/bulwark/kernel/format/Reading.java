package dev.bulwark.kernel.format;

import dev.bulwark.kernel.check.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What a {@link FormatReader} made of some bytes.
///
/// @param <V> the reader's view
public sealed interface Reading<V> {

  /// These bytes do not claim this format; another reader may know them.
  record NotMine<V>() implements Reading<V> {}

  /// The bytes follow the grammar.
  ///
  /// @param inside bytes carried within, each to be read in its turn under the same budget
  record View<V>(V view, List<Source> inside) implements Reading<V> {
    public View {
      inside = List.copyOf(inside);
    }
  }

  /// The bytes claim this format and break its grammar. What was understood before the break is
  /// kept: a payload may come first.
  ///
  /// @param offset where the grammar broke, from the start of the source
  /// @param problem expected and found
  record Malformed<V>(Optional<V> before, List<Source> inside, long offset, String problem)
      implements Reading<V> {
    public Malformed {
      inside = List.copyOf(inside);
    }
  }

  /// A bound was hit before the end.
  record OverLimit<V>(
      Optional<V> before, List<Source> inside, Outcome.Reason reason, String problem)
      implements Reading<V> {
    public OverLimit {
      inside = List.copyOf(inside);
    }
  }

  /// The same reading with another view of what was read.
  default <W> Reading<W> map(Function<? super V, ? extends W> other) {
    return switch (this) {
      case NotMine<V> _ -> new NotMine<>();
      case View<V>(V view, List<Source> inside) -> new View<>(other.apply(view), inside);
      case Malformed<V>(Optional<V> before, List<Source> inside, long offset, String problem) ->
          new Malformed<>(before.map(other), inside, offset, problem);
      case OverLimit<V>(
              Optional<V> before,
              List<Source> inside,
              Outcome.Reason reason,
              String problem) ->
          new OverLimit<>(before.map(other), inside, reason, problem);
    };
  }
}
