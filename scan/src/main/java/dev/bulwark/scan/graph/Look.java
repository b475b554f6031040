package dev.bulwark.scan.graph;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Rule;
import java.util.function.Function;
import java.util.stream.Stream;

/// A check that is a rule and what it finds in a view.
public record Look<V>(Rule rule, Function<V, Stream<Finding>> look) implements Check<V> {
  @Override
  public Outcome examine(V view, Budget budget) {
    return Outcome.of(look.apply(view).toList());
  }
}
