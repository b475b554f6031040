package dev.bulwark.scan.archive;

import static dev.bulwark.kernel.check.Severity.HIGH;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.Rule.References;
import dev.bulwark.kernel.check.RuleId;
import java.util.List;

/// The rule over files known by their mark.
public final class MarkedChecks {
  private MarkedChecks() {}

  public static List<Check<MarkedReader.View>> all() {
    return List.of(new Native());
  }

  /// Native code is not judged: it is there, and it runs. That is not harm by itself, as compiled
  /// models show, so it is not CRITICAL; and nobody can see from outside that it does none.
  private record Native() implements Check<MarkedReader.View> {
    private static final Rule RULE =
        new Rule(
            new RuleId("NAT-001"),
            "A model comes with native code",
            "Whoever loads it runs it with all their rights. What it does cannot be told by looking"
                + " at it.",
            "Build it yourself from reviewed source, or use the model without it.",
            HIGH,
            new References(
                List.of("CWE-829", "CWE-494"), List.of("AML.T0011.000"), List.of("LLM03")));

    @Override
    public Rule rule() {
      return RULE;
    }

    @Override
    public Outcome examine(MarkedReader.View view, Budget budget) {
      return view.what().runs()
          ? Outcome.of(
              List.of(
                  new Finding(
                      RULE.id(),
                      HIGH,
                      view.place(),
                      "Loading this %s runs its code.".formatted(view.what().what()))))
          : Outcome.passed();
    }
  }
}
