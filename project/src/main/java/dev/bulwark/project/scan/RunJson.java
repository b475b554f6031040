package dev.bulwark.project.scan;

import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.CheckRun;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.check.Severity;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.kernel.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// A run as JSON and back, nothing lost.
///
/// ```
/// {"suite", "checker": {"name","version"}, "rules", "subject": {"name","digest"}, "details": {…},
///  "outcomes": [{"rule", "is": "passed"|"failed"|"undecided"|"not applicable",
///                "reason"?, "detail"?, "findings": [{"rule","severity","path":[…],"at"?,"line"?,"column"?,"message"}]}]}
/// ```
final class RunJson {
  private RunJson() {}

  static Json.Obj of(CheckRun run) {
    List<Json> outcomes = new ArrayList<>();
    run.outcomes().forEach((rule, outcome) -> outcomes.add(outcome(rule, outcome)));
    Subject subject = run.subjects().getFirst();
    return Json.object()
        .put("suite", run.suite())
        .put(
            "checker",
            Json.object()
                .put("name", run.checker().name())
                .put("version", run.checker().version())
                .build())
        .put("rules", run.rules().toString())
        .put(
            "subject",
            Json.object()
                .put("name", subject.name())
                .put("digest", subject.digest().toString())
                .build())
        .put("details", run.details())
        .put("outcomes", Json.array(outcomes))
        .build();
  }

  private static Json outcome(RuleId rule, Outcome outcome) {
    Json.Builder object = Json.object().put("rule", rule.value());
    switch (outcome) {
      case Outcome.Passed _ -> object.put("is", "passed");
      case Outcome.Failed _ -> object.put("is", "failed");
      case Outcome.NotApplicable(String why) ->
          object.put("is", "not applicable").put("detail", why);
      case Outcome.Undecided(var reason, String detail, var _) ->
          object.put("is", "undecided").put("reason", reason.name()).put("detail", detail);
    }
    return object
        .put("findings", Json.array(outcome.findings().stream().map(RunJson::finding).toList()))
        .build();
  }

  private static Json finding(Finding finding) {
    Json.Builder object =
        Json.object()
            .put("rule", finding.rule().value())
            .put("severity", finding.severity().name())
            .put("path", Json.texts(finding.place().path()))
            .put("message", finding.message());
    switch (finding.place().position()) {
      case Place.Position.Whole _ -> {}
      case Place.Position.Offset(long offset) -> object.put("at", offset);
      case Place.Position.Line(int line, int column) ->
          object.put("line", line).put("column", column);
    }
    return object.build();
  }

  /// @throws IllegalArgumentException when it is not what {@link #of} makes
  static CheckRun parse(Json.Obj run) {
    Json.Obj checker = object(run, "checker");
    Json.Obj subject = object(run, "subject");
    TreeMap<RuleId, Outcome> outcomes = new TreeMap<>();
    for (Json item : run.items("outcomes")) {
      Json.Obj outcome = object(item);
      outcomes.put(new RuleId(text(outcome, "rule")), outcome(outcome));
    }
    return new CheckRun(
        text(run, "suite"),
        new CheckRun.Checker(text(checker, "name"), text(checker, "version")),
        Digest.parse(text(run, "rules")),
        List.of(new Subject(text(subject, "name"), Digest.parse(text(subject, "digest")))),
        outcomes,
        object(run, "details"));
  }

  private static Outcome outcome(Json.Obj outcome) {
    List<Finding> findings =
        outcome.items("findings").stream().map(item -> finding(object(item))).toList();
    return switch (text(outcome, "is")) {
      case "passed" -> new Outcome.Passed(findings);
      case "failed" -> new Outcome.Failed(findings);
      case "not applicable" -> new Outcome.NotApplicable(text(outcome, "detail"));
      case "undecided" ->
          new Outcome.Undecided(
              Outcome.Reason.valueOf(text(outcome, "reason")), text(outcome, "detail"), findings);
      default -> throw new IllegalArgumentException("not an outcome");
    };
  }

  private static Finding finding(Json.Obj finding) {
    Place place = new Place(finding.texts("path"), Place.Position.Whole.WHOLE);
    if (finding.find("at").orElse(null) instanceof Json.Int(long offset)) {
      place = place.at(offset);
    } else if (finding.find("line").orElse(null) instanceof Json.Int(long line)
        && finding.find("column").orElse(null) instanceof Json.Int(long column)) {
      place = place.at(Math.toIntExact(line), Math.toIntExact(column));
    }
    return new Finding(
        new RuleId(text(finding, "rule")),
        Severity.valueOf(text(finding, "severity")),
        place,
        text(finding, "message"));
  }

  private static String text(Json.Obj object, String name) {
    return object.text(name).orElseThrow(() -> new IllegalArgumentException("no " + name));
  }

  private static Json.Obj object(Json.Obj object, String name) {
    return object.object(name).orElseThrow(() -> new IllegalArgumentException("no " + name));
  }

  private static Json.Obj object(Json value) {
    if (value instanceof Json.Obj object) {
      return object;
    }
    throw new IllegalArgumentException("expected an object");
  }
}
