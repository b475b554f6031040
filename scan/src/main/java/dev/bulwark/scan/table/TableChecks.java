package dev.bulwark.scan.table;

import static dev.bulwark.kernel.check.Severity.NOTE;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.Rule.References;
import dev.bulwark.kernel.check.RuleId;
import java.util.List;

/// The rules over tables and vocabularies.
public final class TableChecks {
  private TableChecks() {}

  public static List<Check<TableView>> tables() {
    return List.of(new Shipped());
  }

  public static List<Check<VocabularyView>> vocabularies() {
    return List.of(new Unknown());
  }

  private record Shipped() implements Check<TableView> {
    private static final Rule RULE =
        new Rule(
            new RuleId("MED-003"),
            "A table of data is shipped with the model",
            "Training or evaluation data beside a model may hold personal data, and its licence may"
                + " differ from the model's; only its frame was looked at here.",
            "Declare the table as a data set and let the data checks look at it.",
            NOTE,
            new References(List.of("CWE-359"), List.of("AML.T0010.002"), List.of("LLM02")));

    @Override
    public Rule rule() {
      return RULE;
    }

    @Override
    public Outcome examine(TableView view, Budget budget) {
      return Outcome.of(
          List.of(
              new Finding(
                  RULE.id(),
                  NOTE,
                  view.place(),
                  "This is %s: its columns were not looked at.".formatted(view.what()))));
    }
  }

  private record Unknown() implements Check<VocabularyView> {
    private static final Rule RULE =
        new Rule(
            new RuleId("MED-004"),
            "A vocabulary of SentencePiece has no piece, or several, for what it does not know",
            "The library refuses such a vocabulary, and a loader may fall back to another file.",
            "Get the vocabulary from the model's publisher again.",
            NOTE,
            new References(List.of("CWE-1287"), List.of("AML.T0010.003"), List.of("LLM03")));

    @Override
    public Rule rule() {
      return RULE;
    }

    @Override
    public Outcome examine(VocabularyView view, Budget budget) {
      return view.unknowns() == 1
          ? Outcome.passed()
          : Outcome.of(
              List.of(
                  new Finding(
                      RULE.id(),
                      NOTE,
                      view.place(),
                      "Of its %d pieces, %d stand for what is unknown."
                          .formatted(view.pieces(), view.unknowns()))));
    }
  }
}
