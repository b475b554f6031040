package dev.bulwark.scan.npy;

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

/// The rules over NumPy arrays.
public final class NpyChecks {
  private NpyChecks() {}

  public static List<Check<NpyView>> all() {
    return List.of(new Length(), new Objects());
  }

  private record Length() implements Check<NpyView> {
    private static final Rule RULE =
        new Rule(
            new RuleId("NPY-001"),
            "A NumPy array has more or fewer bytes than its header asks for",
            "Bytes behind the last element can be a second file; a header that asks for more makes"
                + " a loader allocate memory that nothing fills.",
            "Save the array again with numpy.save.",
            MEDIUM,
            new References(
                List.of("CWE-130", "CWE-789"), List.of("AML.T0010.003"), List.of("LLM03")));

    @Override
    public Rule rule() {
      return RULE;
    }

    @Override
    public Outcome examine(NpyView view, Budget budget) {
      if (view.objects()) {
        return new Outcome.NotApplicable("the elements are in a pickle");
      }
      if (view.elementSize() < 0) {
        return Outcome.undecided(
            Outcome.Reason.UNSUPPORTED, "the element type of the array is not known");
      }
      return view.found() == view.wanted()
          ? Outcome.passed()
          : Outcome.of(
              List.of(
                  new Finding(
                      RULE.id(),
                      MEDIUM,
                      view.place().at(view.dataAt()),
                      "The header asks for %s bytes of elements, the file has %d."
                          .formatted(
                              view.wanted() < 0 ? "more than 2^63" : view.wanted(),
                              view.found()))));
    }
  }

  /// The pickle is judged by its own rules.
  private record Objects() implements Check<NpyView> {
    private static final Rule RULE =
        new Rule(
            new RuleId("NPY-002"),
            "A NumPy array holds Python objects",
            "Such an array is a pickle, which runs code when it is loaded with allow_pickle=True.",
            "Store numbers in numeric arrays and everything else in JSON.",
            NOTE,
            new References(List.of("CWE-502"), List.of("AML.T0011.000"), List.of("LLM03")));

    @Override
    public Rule rule() {
      return RULE;
    }

    @Override
    public Outcome examine(NpyView view, Budget budget) {
      return view.objects()
          ? Outcome.of(
              List.of(
                  new Finding(
                      RULE.id(), NOTE, view.place(), "Its elements are stored as a pickle.")))
          : Outcome.passed();
    }
  }
}
