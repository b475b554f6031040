package dev.bulwark.project.report;

import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.Severity;
import dev.bulwark.kernel.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The findings as SARIF 2.1.0, which code hosts show beside the code.
///
/// A place inside a container keeps the whole path as a logical location, and the outermost file as
/// the artifact. What could not be decided is a tool execution notification of level error, and the
/// run is then not successful.
public final class SarifReport {
  private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

  private SarifReport() {}

  /// @param controls ids of the controls that every one of these rules is evidence for; a check of
  ///   a project has many and names none here
  public static Json.Obj of(
      String version,
      List<Rule> rules,
      List<String> controls,
      List<Finding> findings,
      List<Report.Undecided> undecided) {
    return of(version, rules, controls, findings, undecided, Json.object().build());
  }

  /// @param properties of the run; may be empty
  public static Json.Obj of(
      String version,
      List<Rule> rules,
      List<String> controls,
      List<Finding> findings,
      List<Report.Undecided> undecided,
      Json.Obj properties) {
    Json.Obj invocation =
        Json.object()
            .put("executionSuccessful", undecided.isEmpty())
            .put(
                "toolExecutionNotifications",
                Json.array(undecided.stream().map(SarifReport::notification).toList()))
            .build();
    Json.Builder run =
        Json.object()
            .put("tool", Json.object().put("driver", driver(version, rules, controls)).build())
            .put("invocations", Json.array(List.of(invocation)))
            .put("columnKind", "utf16CodeUnits")
            .put(
                "results",
                Json.array(findings.stream().map(finding -> result(finding, rules)).toList()));
    if (!properties.members().isEmpty()) {
      run.put("properties", properties);
    }
    return Json.object()
        .put("$schema", SCHEMA)
        .put("version", "2.1.0")
        .put("runs", Json.array(List.of(run.build())))
        .build();
  }

  private static Json.Obj driver(String version, List<Rule> rules, List<String> controls) {
    return Json.object()
        .put("name", "Bulwark")
        .put("semanticVersion", version)
        .put("rules", Json.array(rules.stream().map(rule -> rule(rule, controls)).toList()))
        .build();
  }

  private static Json.Obj rule(Rule rule, List<String> controls) {
    List<String> tags = new ArrayList<>(rule.references().cwe());
    tags.addAll(rule.references().atlas());
    tags.addAll(rule.references().owasp());
    controls.forEach(control -> tags.add("control/" + control));
    return Json.object()
        .put("id", rule.id().value())
        .put("shortDescription", text(rule.title()))
        .put("fullDescription", text(rule.why()))
        .put("help", text(rule.fix()))
        .put("defaultConfiguration", Json.object().put("level", level(rule.severity())).build())
        .put("properties", Json.object().put("tags", Json.texts(tags)).build())
        .build();
  }

  private static Json.Obj result(Finding finding, List<Rule> rules) {
    Json.Builder result =
        Json.object()
            .put("ruleId", finding.rule().value())
            .put("level", level(finding.severity()))
            .put("message", text(finding.message()))
            .put("locations", Json.array(List.of(location(finding.place()))));
    for (int i = 0; i < rules.size(); i++) {
      if (rules.get(i).id().equals(finding.rule())) {
        result.put("ruleIndex", i);
      }
    }
    return result
        .put("properties", Json.object().put("severity", finding.severity().name()).build())
        .build();
  }

  private static Json.Obj location(Place place) {
    Json.Builder physical =
        Json.object().put("artifactLocation", Json.object().put("uri", uri(place.file())).build());
    boolean outermost = place.path().size() == 1;
    switch (place.position()) {
      case Place.Position.Line line ->
          physical.put(
              "region",
              Json.object()
                  .put("startLine", line.line())
                  .put("startColumn", line.column())
                  .build());
      case Place.Position.Offset offset when outermost ->
          physical.put(
              "region",
              Json.object().put("byteOffset", offset.offset()).put("byteLength", 0).build());
      case Place.Position.Offset _, Place.Position.Whole _ -> {}
    }
    Json.Builder location = Json.object().put("physicalLocation", physical.build());
    if (!outermost) {
      location.put(
          "logicalLocations",
          Json.array(List.of(Json.object().put("fullyQualifiedName", place.toString()).build())));
    }
    return location.build();
  }

  private static Json.Obj notification(Report.Undecided undecided) {
    return Json.object()
        .put("level", "error")
        .put("associatedRule", Json.object().put("id", undecided.rule()).build())
        .put(
            "message",
            text(undecided.subject() + ": " + undecided.reason() + ": " + undecided.detail()))
        .build();
  }

  private static Json.Obj text(String text) {
    return Json.object().put("text", text).build();
  }

  private static String level(Severity severity) {
    return switch (severity) {
      case NOTE -> "note";
      case LOW, MEDIUM -> "warning";
      case HIGH, CRITICAL -> "error";
    };
  }

  /// A relative URI reference: every byte that is not plainly allowed is escaped, so a hostile name
  /// cannot become another URI.
  private static String uri(String path) {
    StringBuilder uri = new StringBuilder();
    for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || "/-._~".indexOf(c) >= 0);
      uri.append(plain ? String.valueOf(c) : String.format(Locale.ROOT, "%%%02X", (int) c));
    }
    return uri.toString();
  }
}
