package dev.bulwark.scan.archive;

import static dev.bulwark.kernel.check.Severity.HIGH;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.Rule.References;
import dev.bulwark.kernel.check.RuleId;
import java.util.List;

/// The rule over archives that are known and not read.
public final class UnreadArchiveChecks {
  private UnreadArchiveChecks() {}

  public static List<Check<UnreadArchiveReader.View>> all() {
    return List.of(new Unread());
  }

  private record Unread() implements Check<UnreadArchiveReader.View> {
    private static final Rule RULE =
        new Rule(
            new RuleId("ARC-005"),
            "An archive is of a kind that is not read",
            "Nobody looked at what is in it, and whoever unpacks it gets all of it.",
            "Unpack it and scan what is in it, or ask for a zip or a tar.",
            HIGH,
            new References(List.of("CWE-693"), List.of("AML.T0010.003"), List.of("LLM03")));

    @Override
    public Rule rule() {
      return RULE;
    }

    @Override
    public Outcome examine(UnreadArchiveReader.View view, Budget budget) {
      return Outcome.undecided(
          Outcome.Reason.UNSUPPORTED, "%s is a %s".formatted(view.place(), view.archive().what()));
    }
  }
}
