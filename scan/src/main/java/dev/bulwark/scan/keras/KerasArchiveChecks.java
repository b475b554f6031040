package dev.bulwark.scan.keras;

import static dev.bulwark.kernel.check.Severity.LOW;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.Rule.References;
import dev.bulwark.kernel.check.RuleId;
import java.util.List;

/// The rules over `.keras` archives as such.
public final class KerasArchiveChecks {
  private KerasArchiveChecks() {}

  public static List<Check<KerasView>> all() {
    return List.of(new Foreign());
  }

  private record Foreign() implements Check<KerasView> {
    private static final int SHOWN = 20;
    private static final Rule RULE =
        new Rule(
            new RuleId("KER-008"),
            "A Keras archive has members that Keras does not write",
            "The loader unpacks all of the archive into a folder: what it does not need waits there"
                + " for somebody who opens it.",
            "Save the model again, or remove the member.",
            LOW,
            new References(List.of("CWE-506"), List.of("AML.T0010.003"), List.of("LLM03")));

    @Override
    public Rule rule() {
      return RULE;
    }

    @Override
    public Outcome examine(KerasView view, Budget budget) {
      return Outcome.of(
          view.foreign().stream()
              .limit(SHOWN)
              .map(
                  member ->
                      new Finding(
                          RULE.id(),
                          LOW,
                          view.archive().place().at(member.header()),
                          "The member %s is neither configuration, weights nor assets."
                              .formatted(KerasRule.quoted("", member.name()))))
              .toList());
    }
  }
}
