package dev.bulwark.registry.release;

import dev.bulwark.evidence.Evidence;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.registry.event.Reference;
import dev.bulwark.registry.state.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Why a version is not ready, in the words of the runs its last examination leans on.
final class Failures {
  private static final int MOST = 5;

  private Failures() {}

  /// At least one line.
  ///
  /// @param ledger by index
  static List<String> of(Version version, Map<Long, Evidence> ledger) {
    String why = version.why().isEmpty() ? "" : ": " + version.why();
    List<String> said = new ArrayList<>();
    version
        .examined()
        .ifPresent(
            last -> {
              for (Reference run : last.runs()) {
                Optional.ofNullable(ledger.get(run.index()))
                    .filter(run::names)
                    .ifPresent(
                        it -> add(it.statement().predicate(), Set.copyOf(last.failed()), said));
              }
            });
    List<String> lines = new ArrayList<>();
    lines.add("%s is %s%s".formatted(version.id(), version.state().name(), why));
    said.stream().distinct().limit(MOST).forEach(lines::add);
    if (said.size() > MOST) {
      lines.add("and " + (said.size() - MOST) + " more");
    }
    return lines;
  }

  private static void add(Json.Obj run, Set<String> failed, List<String> said) {
    for (Json.Obj finding : objects(run, "findings")) {
      String rule = finding.text("rule").orElse("");
      if (failed.contains(rule) && !finding.text("severity").orElse("").equals("NOTE")) {
        said.add(
            "%s %s %s"
                .formatted(
                    rule, finding.text("place").orElse(""), finding.text("message").orElse("")));
      }
    }
    for (Json.Obj open : objects(run, "undecided")) {
      said.add(
          "%s cannot be decided: %s"
              .formatted(open.text("rule").orElse(""), open.text("detail").orElse("")));
    }
  }

  private static List<Json.Obj> objects(Json.Obj run, String name) {
    return run.items(name).stream()
        .filter(Json.Obj.class::isInstance)
        .map(Json.Obj.class::cast)
        .toList();
  }
}
