package dev.bulwark.scan.boost;

import static dev.bulwark.kernel.check.Severity.HIGH;
import static dev.bulwark.kernel.check.Severity.MEDIUM;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.Rule.References;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.scan.boost.BoostView.Misfit;
import dev.bulwark.scan.json.JsonView;
import java.util.List;

/// The rules over boosted trees, one pair for each library.
public final class BoostChecks {
  private static final References REFERENCES =
      new References(List.of("CWE-125", "CWE-787"), List.of("AML.T0010.003"), List.of("LLM03"));

  private BoostChecks() {}

  public static List<Check<BoostView>> xgboost() {
    return List.of(
        new Fits(fits("XGB-001", "An XGBoost")), new Behind(behind("XGB-002", "an XGBoost")));
  }

  public static List<Check<BoostView>> lightgbm() {
    return List.of(new Fits(fits("LGB-001", "A LightGBM")));
  }

  public static List<Check<BoostView>> catboost() {
    return List.of(new Behind(behind("CAT-001", "a CatBoost")));
  }

  /// XGBoost's JSON form.
  public static List<Check<JsonView>> overJson() {
    return List.of(new JsonFits(fits("XGB-001", "An XGBoost")));
  }

  private static Rule fits(String id, String which) {
    return new Rule(
        new RuleId(id),
        which + " model's trees do not fit their own counts",
        "The loader is native code that uses such numbers as places in memory: it reads or writes"
            + " where it should not.",
        "Train and save the model again; do not load this file.",
        HIGH,
        REFERENCES);
  }

  private static Rule behind(String id, String which) {
    return new Rule(
        new RuleId(id),
        "Bytes lie behind " + which + " model",
        "The loader stops where the model ends; a second file can lie behind it.",
        "Save the model again and compare.",
        MEDIUM,
        new References(List.of("CWE-506"), List.of("AML.T0010.003"), List.of("LLM03")));
  }

  private static Outcome outcome(Rule rule, List<Misfit> misfits) {
    return Outcome.of(
        misfits.stream()
            .map(
                misfit ->
                    new Finding(
                        rule.id(), HIGH, misfit.place(), "Here %s.".formatted(misfit.what())))
            .toList());
  }

  private record Fits(Rule rule) implements Check<BoostView> {

    @Override
    public Outcome examine(BoostView view, Budget budget) {
      return outcome(rule, view.misfits());
    }
  }

  private record JsonFits(Rule rule) implements Check<JsonView> {

    @Override
    public Outcome examine(JsonView view, Budget budget) {
      return XgboostTrees.of(view.root(), view::place)
          .map(trees -> outcome(rule, trees.misfits()))
          .orElseGet(Outcome::passed);
    }
  }

  private record Behind(Rule rule) implements Check<BoostView> {

    @Override
    public Outcome examine(BoostView view, Budget budget) {
      return view.unexplained() == 0
          ? Outcome.passed()
          : Outcome.of(
              List.of(
                  new Finding(
                      rule.id(),
                      MEDIUM,
                      view.source().place().at(view.known()),
                      "%d bytes lie behind the model.".formatted(view.unexplained()))));
    }
  }
}
