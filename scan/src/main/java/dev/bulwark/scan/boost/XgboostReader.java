package dev.bulwark.scan.boost;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.json.JsonTree;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Reads XGBoost models in UBJSON and in the old binary form. The JSON form is JSON, with {@link
/// BoostChecks#overJson} over it.
public final class XgboostReader implements FormatReader<BoostView> {

  @Override
  public String format() {
    return "xgboost";
  }

  @Override
  public Reading<BoostView> read(Source source, Budget budget) {
    try {
      if (source.startsWith("binf".getBytes(StandardCharsets.US_ASCII))) {
        return XgboostBinary.read(source, budget);
      }
      return isUbjson(source) ? ubjson(source, budget) : new Reading.NotMine<>();
    } catch (Budget.OverLimit e) {
      return new Reading.OverLimit<>(Optional.empty(), List.of(), e.reason(), e.problem());
    }
  }

  /// An object whose first name is `learner` or `version`.
  private static boolean isUbjson(Source source) {
    if (source.size() < 12 || source.at(0) != '{') {
      return false;
    }
    String head =
        new String(
            source
                .bytes()
                .asSlice(0, Math.min(24, source.size()))
                .toArray(java.lang.foreign.ValueLayout.JAVA_BYTE),
            StandardCharsets.ISO_8859_1);
    return "iUIlL".indexOf(head.charAt(1)) >= 0
        && (head.contains("\7learner") || head.contains("\7version") || head.contains("\6Config"));
  }

  private static Reading<BoostView> ubjson(Source source, Budget budget) {
    Ubjson reader = new Ubjson(source, budget);
    try {
      budget.bytes(Math.min(source.size(), 1 << 16));
      JsonTree root = reader.value();
      return XgboostTrees.of(root, source.place()::at)
          .<Reading<BoostView>>map(
              trees ->
                  new Reading.View<>(
                      new BoostView(source, trees.count(), trees.misfits(), reader.at()),
                      List.of()))
          .orElseGet(
              () ->
                  new Reading.OverLimit<>(
                      Optional.empty(),
                      List.of(),
                      Outcome.Reason.UNSUPPORTED,
                      "UBJSON that is no XGBoost model"));
    } catch (Ubjson.Broken e) {
      return new Reading.Malformed<>(Optional.empty(), List.of(), e.at(), "expected UBJSON");
    }
  }
}
