package dev.bulwark.scan.graph;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Rule;
import java.util.List;

/// Nothing lies behind the last array of a file.
public record BytesBehind(Rule rule) implements Check<ArraysView> {
  @Override
  public Outcome examine(ArraysView view, Budget budget) {
    return view.unexplained() == 0
        ? Outcome.passed()
        : Outcome.of(
            List.of(
                new Finding(
                    rule.id(),
                    rule.severity(),
                    view.place().at(view.end()),
                    "%d bytes behind %d arrays are no array."
                        .formatted(view.unexplained(), view.arrays()))));
  }
}
