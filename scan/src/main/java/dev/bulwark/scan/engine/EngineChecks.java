package dev.bulwark.scan.engine;

import static dev.bulwark.kernel.check.Severity.HIGH;
import static dev.bulwark.kernel.check.Severity.MEDIUM;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.Rule.References;
import dev.bulwark.kernel.check.RuleId;
import java.util.List;

/// What can be said of files that cannot be looked into.
public final class EngineChecks {
  private EngineChecks() {}

  public static List<Check<EngineView>> all() {
    return List.of(new Opaque());
  }

  private record Opaque() implements Check<EngineView> {
    private static final Rule RULE =
        new Rule(
            new RuleId("ENG-001"),
            "A model is compiled for a device or in a form that cannot be inspected",
            "Whoever loads it runs code, or numbers read as code, that no reader has looked at; only"
                + " its origin says anything about it.",
            "Build the engine yourself from a model that was scanned, and sign it; refuse engines of"
                + " other people's.",
            HIGH,
            new References(
                List.of("CWE-829", "CWE-494"),
                List.of("AML.T0010.003", "AML.T0011.000"),
                List.of("LLM03")));

    @Override
    public Rule rule() {
      return RULE;
    }

    @Override
    public Outcome examine(EngineView view, Budget budget) {
      String message =
          view.what().compiled()
              ? "%s is compiled for a device; it cannot be inspected, and loading it runs what was"
                  + " compiled."
              : "%s is of a form that nobody maintains; it cannot be inspected.";
      return Outcome.of(
          List.of(
              new Finding(
                  RULE.id(),
                  view.what().compiled() ? HIGH : MEDIUM,
                  view.place(),
                  message.formatted(view.what().words()))));
    }
  }
}
