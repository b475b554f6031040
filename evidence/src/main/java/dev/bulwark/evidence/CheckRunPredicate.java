package dev.bulwark.evidence;

import dev.bulwark.kernel.check.CheckRun;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A {@link CheckRun} as an in-toto test-result.
///
/// ```
/// {"result": "PASSED"|"WARNED"|"FAILED",           a run that is not wholly decided is FAILED to a reader who knows only the standard
///  "configuration": [{"name": "rules", "digest"}],
///  "passedTests": [rule], "warnedTests": [rule], "failedTests": [rule],
///  — ours —
///  "undecidedTests": [rule], "notApplicableTests": [rule],
///  "suite", "checker": {"name","version"},
///  "findings": [{"rule","severity","place","message"}],
///  "undecided": [{"rule","reason","detail"}], "details": {…}}
/// ```
///
/// A rule that passed with notes is a warned test, and still passed.
public final class CheckRunPredicate {
  private CheckRunPredicate() {}

  public static Statement statement(CheckRun run) {
    return new Statement(run.subjects(), PredicateType.TEST_RESULT, predicate(run));
  }

  static Json.Obj predicate(CheckRun run) {
    List<String> passed = new ArrayList<>();
    List<String> warned = new ArrayList<>();
    List<String> failed = new ArrayList<>();
    List<String> undecided = new ArrayList<>();
    List<String> notApplicable = new ArrayList<>();
    List<Json> reasons = new ArrayList<>();
    for (Map.Entry<RuleId, Outcome> entry : run.outcomes().entrySet()) {
      String rule = entry.getKey().value();
      switch (entry.getValue()) {
        case Outcome.Passed(List<Finding> notes) -> (notes.isEmpty() ? passed : warned).add(rule);
        case Outcome.Failed _ -> failed.add(rule);
        case Outcome.NotApplicable _ -> notApplicable.add(rule);
        case Outcome.Undecided(Outcome.Reason reason, String detail, List<Finding> _) -> {
          undecided.add(rule);
          reasons.add(
              Json.object()
                  .put("rule", rule)
                  .put("reason", reason.name())
                  .put("detail", detail)
                  .build());
        }
      }
    }
    return Json.object()
        .put("result", result(run, warned))
        .put("configuration", Json.array(List.of(configuration(run))))
        .put("passedTests", Json.texts(passed))
        .put("warnedTests", Json.texts(warned))
        .put("failedTests", Json.texts(failed))
        .put("undecidedTests", Json.texts(undecided))
        .put("notApplicableTests", Json.texts(notApplicable))
        .put("suite", run.suite())
        .put(
            "checker",
            Json.object()
                .put("name", run.checker().name())
                .put("version", run.checker().version())
                .build())
        .put(
            "findings",
            Json.array(run.findings().stream().map(CheckRunPredicate::finding).toList()))
        .put("undecided", Json.array(reasons))
        .put("details", run.details())
        .build();
  }

  private static String result(CheckRun run, List<String> warned) {
    return switch (run.verdict()) {
      case PASSED, NOT_APPLICABLE -> warned.isEmpty() ? "PASSED" : "WARNED";
      case FAILED, UNDECIDED -> "FAILED";
    };
  }

  private static Json configuration(CheckRun run) {
    return Json.object()
        .put("name", "rules")
        .put("digest", Json.object().put("sha256", run.rules().hex()).build())
        .build();
  }

  private static Json finding(Finding finding) {
    return Json.object()
        .put("rule", finding.rule().value())
        .put("severity", finding.severity().name())
        .put("place", finding.place().toString())
        .put("message", finding.message())
        .build();
  }
}
