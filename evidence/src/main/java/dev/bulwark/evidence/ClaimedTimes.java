package dev.bulwark.evidence;

import dev.bulwark.evidence.json.Rfc3339;
import dev.bulwark.kernel.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The moments a predicate claims something has happened at: `timeVerified` (SLSA VSA),
/// `timeCreated` (in-toto SVR), `metadata.scanStartedOn` and `scanFinishedOn` (in-toto vulns),
/// `runDetails.metadata.startedOn` and `finishedOn` (SLSA provenance), and `time` (ours).
///
/// Moments that lie ahead by their nature, such as the end of a waiver, are not among them.
final class ClaimedTimes {
  private static final List<List<String>> PATHS =
      List.of(
          List.of("time"),
          List.of("timeVerified"),
          List.of("timeCreated"),
          List.of("metadata", "scanStartedOn"),
          List.of("metadata", "scanFinishedOn"),
          List.of("runDetails", "metadata", "startedOn"),
          List.of("runDetails", "metadata", "finishedOn"));

  private ClaimedTimes() {}

  /// The path of the first claim that lies after `latest` or cannot be read as a time.
  static Optional<String> firstAfter(Instant latest, Json.Obj predicate) {
    return PATHS.stream()
        .filter(path -> find(predicate, path).filter(claim -> isAfter(claim, latest)).isPresent())
        .map(path -> String.join(".", path))
        .findFirst();
  }

  private static boolean isAfter(Json claim, Instant latest) {
    return !(claim instanceof Json.Text text)
        || Rfc3339.parse(text.value()).filter(time -> !time.isAfter(latest)).isEmpty();
  }

  private static Optional<Json> find(Json.Obj predicate, List<String> path) {
    Optional<Json.Obj> at = Optional.of(predicate);
    for (String name : path.subList(0, path.size() - 1)) {
      at = at.flatMap(object -> object.object(name));
    }
    return at.flatMap(object -> object.find(path.getLast()));
  }
}
