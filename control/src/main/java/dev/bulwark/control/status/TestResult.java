package dev.bulwark.control.status;

import dev.bulwark.kernel.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The verdict of an in-toto test-result, taken from its lists of tests alone: `result` opens
/// nothing, and closes where it contradicts them.
///
/// The lists of passed and failed tests must be there; those the standard does not have
/// (`undecidedTests`, `notApplicableTests`) and `warnedTests` may be absent.
final class TestResult {
  private static final List<String> MANDATORY = List.of("passedTests", "failedTests");
  private static final List<String> OPTIONAL =
      List.of("warnedTests", "undecidedTests", "notApplicableTests");

  private TestResult() {}

  /// Why the run is no pass; empty when it is one.
  ///
  /// @param named rules that must be among the decided ones
  static Optional<Reason> closing(Json.Obj predicate, List<String> named) {
    Optional<String> broken = broken(predicate);
    if (broken.isPresent()) {
      return Optional.of(new Reason.Unreadable(broken.get()));
    }
    Set<String> failed = tests(predicate, "failedTests");
    if (!failed.isEmpty()) {
      return Optional.of(new Reason.RulesFailed(List.copyOf(failed)));
    }
    Set<String> undecided = tests(predicate, "undecidedTests");
    if (!undecided.isEmpty()) {
      return Optional.of(new Reason.RulesUndecided(List.copyOf(undecided)));
    }
    return unproven(predicate, named);
  }

  private static Optional<Reason> unproven(Json.Obj predicate, List<String> named) {
    Set<String> passed = tests(predicate, "passedTests");
    passed.addAll(tests(predicate, "warnedTests"));
    List<String> notRun = new ArrayList<>(new LinkedHashSet<>(named));
    notRun.removeAll(passed);
    notRun.removeAll(tests(predicate, "notApplicableTests"));
    if (!notRun.isEmpty()) {
      return Optional.of(new Reason.RulesNotRun(notRun));
    }
    if (passed.isEmpty()) {
      return Optional.of(Reason.NothingPassed.NOTHING_PASSED);
    }
    return predicate.text("result").orElse("").equals("FAILED")
        ? Optional.of(new Reason.Unreadable("its result is FAILED and no test of it failed"))
        : Optional.empty();
  }

  private static Optional<String> broken(Json.Obj predicate) {
    for (String list : MANDATORY) {
      if (predicate.find(list).isEmpty()) {
        return Optional.of("it has no list " + list);
      }
    }
    for (List<String> lists : List.of(MANDATORY, OPTIONAL)) {
      for (String list : lists) {
        if (!predicate.find(list).map(TestResult::isTexts).orElse(true)) {
          return Optional.of(list + " is not a list of texts");
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isTexts(Json json) {
    return json instanceof Json.Arr(List<Json> items)
        && items.stream().allMatch(Json.Text.class::isInstance);
  }

  private static Set<String> tests(Json.Obj predicate, String list) {
    return new TreeSet<>(predicate.texts(list));
  }
}
