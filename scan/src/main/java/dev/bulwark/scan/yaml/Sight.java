package dev.bulwark.scan.yaml;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.Severity;
import java.util.function.Function;
import java.util.stream.Stream;

/// Something seen in a document.
record Sight(Severity severity, long at, String message) {

  static String quoted(String text) {
    String shown = text.length() <= 80 ? text : text.substring(0, 80) + "…";
    return "\"" + Place.printable(shown) + "\"";
  }

  /// A rule, and what finds its instances.
  record Seen(Rule rule, Function<YamlView, Stream<Sight>> look) implements Check<YamlView> {
    private static final int SHOWN = 20;

    @Override
    public Outcome examine(YamlView view, Budget budget) {
      return Outcome.of(
          look.apply(view)
              .peek(_ -> budget.tick())
              .map(s -> new Finding(rule.id(), s.severity(), view.place(s.at()), s.message()))
              .distinct()
              .toList(),
          SHOWN);
    }
  }
}
