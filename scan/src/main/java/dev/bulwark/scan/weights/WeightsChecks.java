package dev.bulwark.scan.weights;

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
import java.util.List;
import java.util.function.Function;

/// The rules over raw numbers and their descriptions.
public final class WeightsChecks {
  private static final int SHOWN = 20;

  private WeightsChecks() {}

  public static List<Check<WeightsView>> all() {
    return List.of(
        new Ranges(
            new Rule(
                new RuleId("WGT-001"),
                "A description reads weights that are not there",
                "A loader that trusts the numbers reads beyond the end of the file, or of the memory"
                    + " it is mapped to.",
                "Refuse the model, and export it again: the two files do not belong together.",
                HIGH,
                new References(List.of("CWE-125"), List.of("AML.T0010.003"), List.of("LLM03"))),
            WeightsView::outside,
            "A description reads %d bytes from %d on, beyond the end."),
        new Ranges(
            new Rule(
                new RuleId("WGT-002"),
                "Bytes of a weights file belong to no tensor",
                "What no description accounts for is carried along unseen: a payload, or another"
                    + " model.",
                "Export the model again; ask what the extra bytes are.",
                MEDIUM,
                new References(List.of("CWE-1104"), List.of("AML.T0010.003"), List.of("LLM03"))),
            WeightsView::gaps,
            "%d bytes from %d on belong to no tensor."),
        new Ranges(
            new Rule(
                new RuleId("WGT-003"),
                "Tensors of a weights file overlap",
                "No exporter lays one tensor over another: changing one changes the other, and a"
                    + " reader by parts sees other numbers than one of the whole.",
                "Export the model again.",
                MEDIUM,
                new References(List.of("CWE-436"), List.of("AML.T0010.003"), List.of("LLM03"))),
            WeightsView::overlaps,
            "A tensor of %d bytes from %d on begins within another."),
        new Ranges(
            new Rule(
                new RuleId("WGT-004"),
                "A tensor's checksum does not fit its bytes",
                "The numbers were changed after they were written, by accident or by somebody.",
                "Fetch the file again from its source, and compare digests.",
                HIGH,
                new References(List.of("CWE-354"), List.of("AML.T0018.000"), List.of("LLM04"))),
            WeightsView::unfit,
            "The checksum of %d bytes from %d on does not fit."),
        new OtherNames());
  }

  private record Ranges(Rule rule, Function<WeightsView, List<Range>> which, String message)
      implements Check<WeightsView> {
    @Override
    public Outcome examine(WeightsView view, Budget budget) {
      return Outcome.of(
          which.apply(view).stream()
              .limit(SHOWN)
              .map(
                  range ->
                      new Finding(
                          rule.id(),
                          rule.severity(),
                          view.place().at(Math.max(0, range.from())),
                          message.formatted(range.size(), range.from())))
              .toList());
    }
  }

  /// A hard link cannot be told from the file itself: another program may write under its other
  /// name.
  private record OtherNames() implements Check<WeightsView> {
    private static final Rule RULE =
        new Rule(
            new RuleId("WGT-005"),
            "A weights file has another name in the file system",
            "Through a hard link a model can be made of any file its maker could link to, and change"
                + " when that file does.",
            "Copy the file, or ask where its other name is.",
            NOTE,
            new References(List.of("CWE-62"), List.of("AML.T0010.003"), List.of("LLM03")));

    @Override
    public Rule rule() {
      return RULE;
    }

    @Override
    public Outcome examine(WeightsView view, Budget budget) {
      return view.names() < 2
          ? Outcome.passed()
          : Outcome.of(
              List.of(
                  new Finding(
                      RULE.id(),
                      NOTE,
                      view.place(),
                      "The file has %d names.".formatted(view.names()))));
    }
  }
}
