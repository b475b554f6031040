package dev.bulwark.control.status;

import dev.bulwark.control.status.Assessment.Assessed;
import dev.bulwark.control.status.Assessment.Excluded;
import dev.bulwark.evidence.Evidence;
import dev.bulwark.evidence.json.Rfc3339;
import dev.bulwark.kernel.json.Json;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/// An assessment as JSON: the same assessment renders to the same bytes, on any machine, at any
/// later date.
///
/// ```
/// {"asOf": time,
///  "policy": {"id","version","digest"},
///  "system": {"id","title","profile","manifest","entry"} | {"problem": text},
///  "controls": [{"id","stage","title","status","waived"?: {"reason","until","people","entries"},
///     "answers": [{"evidence","source","about","digest"?,"state","reason","entries": [index]}]}],
///  "excluded": [{"id","why"}],
///  "waivers": [{"control","reason","until","inForce","why"?,"entries"}]}
/// ```
public final class StatusReport {
  private StatusReport() {}

  public static Json.Obj of(Assessment assessment) {
    return Json.object()
        .put("asOf", time(assessment.asOf()))
        .put(
            "policy",
            Json.object()
                .put("id", assessment.policy().catalogue().id())
                .put("version", assessment.policy().catalogue().version())
                .put("digest", assessment.policy().digest().toString())
                .build())
        .put("system", system(assessment.described()))
        .put(
            "controls",
            Json.array(
                assessment.assessed().stream().map(each -> control(assessment, each)).toList()))
        .put(
            "excluded",
            Json.array(assessment.excluded().stream().map(StatusReport::excluded).toList()))
        .put(
            "waivers", Json.array(assessment.waivers().stream().map(StatusReport::waiver).toList()))
        .build();
  }

  private static Json system(Described described) {
    return switch (described) {
      case Scope scope ->
          Json.object()
              .put("id", scope.id())
              .put("title", scope.title())
              .put("profile", scope.profile())
              .put("manifest", scope.manifest().toString())
              .put("entry", scope.evidence().index())
              .build();
      case Described.Nothing(String why) -> Json.object().put("problem", why).build();
    };
  }

  private static Json control(Assessment assessment, Assessed each) {
    Json.Builder members =
        Json.object()
            .put("id", each.control().id())
            .put("stage", each.control().stage().word())
            .put("title", each.control().title())
            .put("status", each.status().word())
            .put(
                "answers",
                Json.array(each.status().answers().stream().map(StatusReport::answer).toList()));
    assessment
        .waiver(each.control().id())
        .ifPresent(
            waiver ->
                members.put(
                    "waived",
                    Json.object()
                        .put("reason", waiver.reason())
                        .put("until", time(waiver.until()))
                        .put("people", Json.texts(waiver.people()))
                        .put("entries", entries(waiver.signatures()))
                        .build()));
    return members.build();
  }

  private static Json answer(Answer answer) {
    Json.Builder members =
        Json.object()
            .put("evidence", answer.requirement().id())
            .put("source", answer.requirement().source().name())
            .put("about", answer.target().name())
            .put("state", answer.state().word())
            .put("reason", answer.reason().text())
            .put("entries", entries(answer.behind()));
    if (answer.target() instanceof Answer.Target.Bytes(var subject)) {
      members.put("digest", subject.digest().toString());
    }
    return members.build();
  }

  private static Json excluded(Excluded each) {
    return Json.object().put("id", each.control().id()).put("why", each.why()).build();
  }

  private static Json waiver(Waiver waiver) {
    Json.Builder members =
        Json.object()
            .put("control", waiver.control())
            .put("reason", waiver.reason())
            .put("until", time(waiver.until()))
            .put("inForce", waiver instanceof Waiver.InForce)
            .put("entries", entries(waiver.signatures()));
    if (waiver instanceof Waiver.NotInForce not) {
      members.put("why", not.why());
    }
    return members.build();
  }

  private static Json entries(List<Evidence> evidence) {
    return Json.array(
        evidence.stream()
            .sorted(Comparator.comparingLong(Evidence::index))
            .map(piece -> Json.of(piece.index()))
            .toList());
  }

  private static String time(Instant instant) {
    return Rfc3339.render(instant);
  }
}
