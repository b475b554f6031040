package dev.bulwark.project.scan;

import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.project.report.Report;
import java.util.List;
import java.util.Locale;

/// A scan for programs: one canonical JSON object; members are only ever added.
///
/// ```
/// {"bulwark": version, "rulesDigest", "builtin": {"name", "version", "digest", "lists"},
///  "rulePack"?: {"name", "version", "digest", "signed"}, "verdict", "finished",
///  "counts": {"clean", "notice", "incomplete", "malformed", "suspicious", "malicious"},
///  "files": [{"name", "verdict", "digest", "bytes", "unexplainedBytes", "formats",
///             "findings": [{"rule", "severity", "certainty", "place", "offset"|"line"+"column", "message"}],
///             "undecided": [{"rule", "reason", "detail"}]}],
///  "folders": [notes about folders as wholes, like "findings"],
///  "rules": [{"id", "title", "why", "fix", "severity", "cwe", "atlas", "owasp", "controls"}]}
/// ```
public final class ScanJson {
  private ScanJson() {}

  /// @param controls ids of the controls that ask for this suite
  public static Json.Obj of(ScanReport report, List<String> controls) {
    Json.Builder counts = Json.object();
    report.counts().forEach((verdict, count) -> counts.put(word(verdict), count));
    Json.Builder object = Json.object().put("bulwark", report.version());
    report.ruleData().members().forEach(object::put);
    return object
        .put("verdict", word(report.verdict()))
        .put("finished", report.finished())
        .put("counts", counts.build())
        .put("files", Json.array(report.files().stream().map(ScanJson::file).toList()))
        .put("folders", Json.array(report.folders().stream().map(ScanJson::finding).toList()))
        .put(
            "rules", Json.array(report.named().stream().map(rule -> rule(rule, controls)).toList()))
        .build();
  }

  private static Json file(ScanLine file) {
    Json.Builder object =
        Json.object().put("name", file.name()).put("verdict", word(file.verdict()));
    if (!file.digest().isEmpty()) {
      object
          .put("digest", file.digest())
          .put("bytes", file.bytes())
          .put("unexplainedBytes", file.unexplained());
    }
    return object
        .put("formats", Json.texts(file.formats()))
        .put("findings", Json.array(file.findings().stream().map(ScanJson::finding).toList()))
        .put("undecided", Json.array(file.undecided().stream().map(ScanJson::open).toList()))
        .build();
  }

  private static Json finding(Finding finding) {
    Json.Builder object =
        Json.object()
            .put("rule", finding.rule().value())
            .put("severity", word(finding.severity()))
            .put("certainty", Certainty.of(finding.severity()))
            .put("place", finding.place().toString())
            .put("message", finding.message());
    switch (finding.place().position()) {
      case Place.Position.Offset(long offset) -> object.put("offset", offset);
      case Place.Position.Line(int line, int column) ->
          object.put("line", line).put("column", column);
      case Place.Position.Whole _ -> {}
    }
    return object.build();
  }

  private static Json open(Report.Undecided open) {
    return Json.object()
        .put("rule", open.rule())
        .put("reason", open.reason().toLowerCase(Locale.ROOT))
        .put("detail", open.detail())
        .build();
  }

  private static Json rule(Rule rule, List<String> controls) {
    return Json.object()
        .put("id", rule.id().value())
        .put("title", rule.title())
        .put("why", rule.why())
        .put("fix", rule.fix())
        .put("severity", word(rule.severity()))
        .put("cwe", Json.texts(rule.references().cwe()))
        .put("atlas", Json.texts(rule.references().atlas()))
        .put("owasp", Json.texts(rule.references().owasp()))
        .put("controls", Json.texts(controls))
        .build();
  }

  private static String word(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }
}
