package dev.bulwark.project.card;

import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.registry.Content;
import dev.bulwark.registry.event.RegistryEvent;
import dev.bulwark.registry.state.Deployment;
import dev.bulwark.registry.state.Environment;
import dev.bulwark.registry.state.RegistryState;
import dev.bulwark.registry.state.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What the registry itself says of a version.
record CardVersion(RegistryState state, Version version) {

  List<List<String>> identity() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("version", version.id().toString()));
    rows.add(List.of("kind", version.kind().word()));
    rows.add(
        List.of(
            "state",
            version.state().name() + (version.why().isEmpty() ? "" : ": " + version.why())));
    rows.add(List.of("content", version.content().digest().toString()));
    rows.add(
        List.of(
            "size",
            "%s in %d files"
                .formatted(
                    new ByteSize(version.content().size()), version.content().files().size())));
    rows.add(List.of("pushed by", version.by()));
    rows.add(List.of("pushed", Moments.shown(version.pushed())));
    rows.add(List.of("entry", Long.toString(version.event().index())));
    Optional.ofNullable(state.keeping().holds().get(version.id()))
        .ifPresent(why -> rows.add(List.of("legal hold", why)));
    state
        .keeping()
        .rule(version.id().asset())
        .ifPresent(rule -> rows.add(List.of("kept", rule.retention().toString())));
    return rows;
  }

  List<List<String>> files() {
    return version.content().files().stream().map(CardVersion::file).toList();
  }

  private static List<String> file(Content.File file) {
    return List.of(file.name(), new ByteSize(file.size()).toString(), file.digest().toString());
  }

  /// What it comes from, and what came of it.
  List<List<String>> lineage() {
    List<List<String>> rows = new ArrayList<>();
    version
        .lineage()
        .forEach(it -> rows.add(List.of(it.relation(), it.name(), it.digest().toString())));
    for (Version other : state.versions().values()) {
      for (RegistryEvent.Lineage from : other.lineage()) {
        if (from.name().equals(version.id().toString())) {
          rows.add(
              List.of(
                  "is origin of, " + from.relation(),
                  other.id().toString(),
                  other.content().digest().toString()));
        }
      }
    }
    return rows;
  }

  List<List<String>> runs() {
    List<List<String>> rows = new ArrayList<>();
    for (Environment environment : state.environments().values()) {
      for (Deployment each : environment.deployments()) {
        if (each.versions().contains(version.id())) {
          rows.add(run(environment, each));
        }
      }
    }
    return rows;
  }

  private static List<String> run(Environment environment, Deployment each) {
    boolean ended = each.generation() < environment.generation();
    return List.of(
        environment.name(),
        Long.toString(each.generation()),
        Moments.shown(each.since()),
        ended
            ? Moments.shown(environment.deployments().get((int) each.generation()).since())
            : "still there",
        each.kind().name().toLowerCase(Locale.ROOT),
        each.by(),
        each.verified().map(it -> it.name().toLowerCase(Locale.ROOT)).orElse("not looked at"));
  }
}
