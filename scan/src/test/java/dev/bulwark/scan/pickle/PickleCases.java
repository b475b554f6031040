package dev.bulwark.scan.pickle;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.CheckRun;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.check.Severity;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import java.util.List;
import java.util.SequencedMap;

/// Reads and judges bytes as the scanner would.
final class PickleCases {
  static final PicklePolicy POLICY = PicklePolicy.builtin();
  private static final PickleReader READER = new PickleReader(POLICY);

  private PickleCases() {}

  static Budget budget() {
    return Budget.of(Limits.DEFAULT, System::nanoTime);
  }

  static Reading<PickleView> read(byte[] bytes) {
    return READER.read(Source.of(Place.of("model.pkl"), bytes), budget());
  }

  /// The view, whether whole or what was read before it stopped.
  static PickleView view(byte[] bytes) {
    return switch (read(bytes)) {
      case Reading.View<PickleView> view -> view.view();
      case Reading.Malformed<PickleView> broken -> broken.before().orElseThrow();
      case Reading.OverLimit<PickleView> over -> over.before().orElseThrow();
      case Reading.NotMine<PickleView> _ -> throw new AssertionError("not a pickle");
    };
  }

  static List<Source> inside(byte[] bytes) {
    return read(bytes) instanceof Reading.View<PickleView> view ? view.inside() : List.of();
  }

  static SequencedMap<RuleId, Outcome> outcomes(byte[] bytes) {
    return BuiltinPickleChecks.suite(POLICY).run(view(bytes), budget());
  }

  static List<Finding> findings(byte[] bytes) {
    return outcomes(bytes).values().stream().flatMap(o -> o.findings().stream()).toList();
  }

  static CheckRun.Verdict verdict(byte[] bytes) {
    var outcomes = outcomes(bytes).values();
    if (outcomes.stream().anyMatch(Outcome.Failed.class::isInstance)) {
      return CheckRun.Verdict.FAILED;
    }
    return outcomes.stream().allMatch(Outcome.Passed.class::isInstance)
        ? CheckRun.Verdict.PASSED
        : CheckRun.Verdict.UNDECIDED;
  }

  static Severity worst(byte[] bytes) {
    return findings(bytes).stream()
        .map(Finding::severity)
        .max(Severity::compareTo)
        .orElse(Severity.NOTE);
  }
}
