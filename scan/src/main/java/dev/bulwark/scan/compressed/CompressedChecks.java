package dev.bulwark.scan.compressed;

import static dev.bulwark.kernel.check.Severity.HIGH;
import static dev.bulwark.kernel.check.Severity.MEDIUM;
import static dev.bulwark.kernel.check.Severity.NOTE;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.Rule.References;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.scan.compressed.CompressedView.Kind;
import java.util.List;

/// The rules over compressed files.
public final class CompressedChecks {
  private CompressedChecks() {}

  public static List<Check<CompressedView>> all() {
    return List.of(
        new Odd(
            Kind.TRAILING,
            new Rule(
                new RuleId("CMP-001"),
                "A compressed file holds bytes behind its end",
                "Whoever unpacks the file does not see them; another program can be told to start"
                    + " reading there.",
                "Unpack the content and compress it again; find out what the extra bytes are.",
                MEDIUM,
                new References(
                    List.of("CWE-434", "CWE-506"), List.of("AML.T0010.003"), List.of("LLM03")))),
        new Odd(
            Kind.BESIDE,
            new Rule(
                new RuleId("CMP-002"),
                "A compressed file carries bytes that some readers pass over",
                "Extra fields, comments, skippable frames and second streams are places where two"
                    + " readers of one file see different content.",
                "Nothing when you know who wrote them; otherwise compress the content again.",
                NOTE,
                new References(List.of("CWE-436"), List.of("AML.T0010.003"), List.of("LLM03")))),
        new Odd(
            Kind.ESCAPE,
            new Rule(
                new RuleId("CMP-003"),
                "A compressed file names its content by a path",
                "A program that restores the original name can write the content into another"
                    + " folder.",
                "Unpack it under a name of your own; ask its supplier why there is a path in it.",
                HIGH,
                new References(List.of("CWE-22"), List.of("AML.T0010.003"), List.of("LLM03")))));
  }

  private record Odd(Kind kind, Rule rule) implements Check<CompressedView> {
    @Override
    public Outcome examine(CompressedView view, Budget budget) {
      return Outcome.of(
          view.oddities().stream()
              .filter(odd -> odd.kind() == kind)
              .map(
                  odd ->
                      new Finding(
                          rule.id(),
                          rule.severity(),
                          view.place().at(odd.offset()),
                          said(view.format(), odd.what())))
              .toList());
    }

    private static String said(String format, String what) {
      return "In this %s file %s.".formatted(format, what);
    }
  }
}
