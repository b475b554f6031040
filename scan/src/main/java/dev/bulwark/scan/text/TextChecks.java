package dev.bulwark.scan.text;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.Rule.References;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.check.Severity;
import java.util.ArrayList;
import java.util.List;

/// The rules over text of any kind.
public final class TextChecks {
  private TextChecks() {}

  public static List<Check<TextView>> all() {
    return List.of(new Hidden());
  }

  /// Characters that show nothing or turn the direction of writing: "Trojan Source"
  /// (CVE-2021-42574) and prompts in Unicode tags.
  private record Hidden() implements Check<TextView> {
    private static final int SHOWN = 5;
    private static final Rule RULE =
        new Rule(
            new RuleId("TXT-001"),
            "A text holds characters that people do not see and programs read",
            "Bidirectional controls make code and instructions look different from what they are;"
                + " Unicode tags carry whole instructions to a language model that no reader sees.",
            "Remove the characters, or explain in the text why they are needed.",
            Severity.MEDIUM,
            new References(
                List.of("CWE-1007", "CWE-451"),
                List.of("AML.T0051", "AML.T0068"),
                List.of("LLM01")));

    @Override
    public Rule rule() {
      return RULE;
    }

    @Override
    public Outcome examine(TextView view, Budget budget) {
      List<Finding> findings = new ArrayList<>();
      long size = view.source().size();
      for (long at = 0; at + 3 <= size && findings.size() < SHOWN; at++) {
        budget.tick();
        int first = view.source().at(at);
        if (first == 0xe2 && isTurn(view.source().at(at + 1), view.source().at(at + 2))) {
          findings.add(finding(view, at, "a control that turns the direction of writing"));
        } else if (first == 0xf3
            && view.source().at(at + 1) == 0xa0
            && (view.source().at(at + 2) & 0xfe) == 0x80) {
          findings.add(finding(view, at, "an invisible Unicode tag character"));
        }
      }
      return Outcome.of(findings);
    }

    /// U+202A to U+202E and U+2066 to U+2069 in UTF-8, after the first byte.
    private static boolean isTurn(int second, int third) {
      return (second == 0x80 && third >= 0xaa && third <= 0xae)
          || (second == 0x81 && third >= 0xa6 && third <= 0xa9);
    }

    private static Finding finding(TextView view, long at, String what) {
      return new Finding(
          RULE.id(),
          Severity.MEDIUM,
          Lines.place(view.source(), at),
          "Here is %s, which a reader does not see.".formatted(what));
    }
  }
}
