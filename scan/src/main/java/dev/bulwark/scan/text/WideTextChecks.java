package dev.bulwark.scan.text;

import static dev.bulwark.kernel.check.Severity.NOTE;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.RuleId;
import java.util.List;

/// The rule over text that is not written in UTF-8.
public final class WideTextChecks {
  private WideTextChecks() {}

  public static List<Check<WideTextView>> all() {
    return List.of(new Wide());
  }

  private record Wide() implements Check<WideTextView> {
    private static final Rule RULE =
        new Rule(
            new RuleId("TXT-002"),
            "A text is written with two or four bytes a character",
            "Loaders of JSON and YAML read it like any other, while tools that look for words in"
                + " bytes find none.",
            "Write text in UTF-8.",
            NOTE,
            new Rule.References(List.of("CWE-176"), List.of("AML.T0010.003"), List.of("LLM03")));

    @Override
    public Rule rule() {
      return RULE;
    }

    @Override
    public Outcome examine(WideTextView view, Budget budget) {
      return Outcome.of(
          List.of(
              new Finding(
                  RULE.id(),
                  NOTE,
                  view.place(),
                  "The text is in %s.".formatted(view.encoding().charset().name()))));
    }
  }
}
