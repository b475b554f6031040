package dev.bulwark.scan.json;

import static dev.bulwark.kernel.check.Severity.MEDIUM;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.Rule.References;
import dev.bulwark.kernel.check.RuleId;
import java.util.List;

/// The rules over JSON as such, whatever it says.
public final class JsonChecks {
  private JsonChecks() {}

  public static List<Check<JsonView>> all() {
    return List.of(new Duplicates());
  }

  private record Duplicates() implements Check<JsonView> {
    private static final int SHOWN = 20;
    private static final Rule RULE =
        new Rule(
            new RuleId("JSN-001"),
            "A JSON object has the same key twice",
            "Some parsers keep the first value, most the last: what a reviewer or a scanner saw may"
                + " not be what the loader uses.",
            "Remove one of the two, and ask how they came to be there: no JSON writer makes them.",
            MEDIUM,
            new References(List.of("CWE-436"), List.of("AML.T0010.003"), List.of("LLM03")));

    @Override
    public Rule rule() {
      return RULE;
    }

    @Override
    public Outcome examine(JsonView view, Budget budget) {
      return Outcome.of(
          view.duplicates().stream()
              .limit(SHOWN)
              .map(
                  member ->
                      new Finding(
                          RULE.id(),
                          MEDIUM,
                          view.place(member.at()),
                          "The key \"%s\" occurs again in the same object."
                              .formatted(Place.printable(shortened(member.name())))))
              .toList());
    }

    private static String shortened(String name) {
      return name.length() > 40 ? name.substring(0, 40) + "…" : name;
    }
  }
}
