package dev.bulwark.server.mlflow;

import dev.bulwark.kernel.json.Json;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.state.Environment;
import dev.bulwark.registry.state.RegistryState;
import dev.bulwark.registry.state.Version;
import dev.bulwark.server.ServerFault;
import dev.bulwark.server.memo.ModelNotes;
import dev.bulwark.server.memo.ModelNotes.About;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A registry as MLflow shows it.
///
/// @param system its id
record Shelf(String system, RegistryState state, ModelNotes notes) {
  /// The stages MLflow knows; the first two are environments of these names.
  static final List<String> STAGES = List.of("Staging", "Production", "Archived", "None");

  /// A model with or without versions.
  ///
  /// @param created when its name was taken, or its first version pushed
  record Model(String name, Instant created, Instant updated) {}

  SortedMap<String, Model> models() {
    SortedMap<String, Model> models = new TreeMap<>();
    notes
        .all(system)
        .forEach(
            model ->
                models.put(
                    model.name(), new Model(model.name(), model.created(), model.updated())));
    for (Version version : state.versions().values()) {
      models.merge(
          version.id().asset(),
          new Model(version.id().asset(), version.pushed(), version.pushed()),
          (first, next) ->
              new Model(
                  first.name(),
                  first.created(),
                  first.updated().isAfter(next.updated()) ? first.updated() : next.updated()));
    }
    return models;
  }

  /// @throws ServerFault `not-found`
  Model model(String name) {
    return Optional.ofNullable(models().get(name))
        .orElseThrow(
            () ->
                new ServerFault(
                    ServerFault.NOT_THERE,
                    "expected a registered model, found none named " + name));
  }

  Json.Obj json(Model model) {
    Json.Builder out =
        Json.object()
            .put("name", model.name())
            .put("creation_timestamp", model.created().toEpochMilli())
            .put("last_updated_timestamp", model.updated().toEpochMilli())
            .put("description", notes.description(new About(system, model.name(), 0)))
            .put("tags", tags(new About(system, model.name(), 0)))
            .put(
                "latest_versions",
                Json.array(latest(model.name()).stream().map(this::json).toList()));
    List<Json.Obj> aliases = new ArrayList<>();
    for (Environment environment : state.environments().values()) {
      running(environment, model.name())
          .ifPresent(
              id ->
                  aliases.add(
                      Json.object()
                          .put("alias", environment.name())
                          .put("version", Long.toString(id.number()))
                          .build()));
    }
    return out.put("aliases", Json.array(aliases)).build();
  }

  /// The version of a model that runs in an environment.
  Optional<VersionId> running(Environment environment, String model) {
    return environment
        .current()
        .flatMap(now -> now.versions().stream().filter(id -> id.asset().equals(model)).findFirst());
  }

  /// The newest version in every stage.
  List<Version> latest(String model) {
    Map<String, Version> newest = new TreeMap<>();
    state.of(model).forEach(version -> newest.put(stage(version), version));
    return newest.values().stream().sorted(Comparator.comparing(Version::id)).toList();
  }

  Json.Obj json(Version version) {
    VersionId id = version.id();
    About about = new About(system, id.asset(), id.number());
    return Json.object()
        .put("name", id.asset())
        .put("version", Long.toString(id.number()))
        .put("creation_timestamp", version.pushed().toEpochMilli())
        .put("last_updated_timestamp", version.pushed().toEpochMilli())
        .put("user_id", version.by())
        .put("current_stage", stage(version))
        .put("description", notes.description(about))
        .put("source", source(id))
        .put("status", status(version))
        .put("status_message", message(version))
        .put("tags", tags(about))
        .put(
            "aliases",
            Json.texts(
                state.environments().values().stream()
                    .filter(it -> running(it, id.asset()).equals(Optional.of(id)))
                    .map(Environment::name)
                    .toList()))
        .build();
  }

  static String source(VersionId id) {
    return "mlflow-artifacts:/models/%s/%d".formatted(id.asset(), id.number());
  }

  /// The last of the environments Staging and Production that runs it.
  String stage(Version version) {
    if (version.state() == Version.State.REVOKED || version.state() == Version.State.ERASED) {
      return "Archived";
    }
    String stage = "None";
    for (String each : List.of("Staging", "Production")) {
      Environment environment = state.environments().get(each.toLowerCase(Locale.ROOT));
      if (environment != null
          && running(environment, version.id().asset()).equals(Optional.of(version.id()))) {
        stage = each;
      }
    }
    return stage;
  }

  private static String status(Version version) {
    return switch (version.state()) {
      case PENDING -> "PENDING_REGISTRATION";
      case READY -> "READY";
      case FAILED, REVOKED, ERASED -> "FAILED_REGISTRATION";
    };
  }

  private static String message(Version version) {
    return switch (version.state()) {
      case PENDING -> "its checks run on the stored bytes";
      case READY -> "every check on the stored bytes passed";
      case FAILED -> "in quarantine: its bytes failed " + version.why();
      case REVOKED -> "revoked: " + version.why();
      case ERASED -> "erased: " + version.why();
    };
  }

  private Json.Arr tags(About about) {
    List<Json.Obj> tags = new ArrayList<>();
    notes
        .tags(about)
        .forEach(
            (key, value) -> tags.add(Json.object().put("key", key).put("value", value).build()));
    return Json.array(tags);
  }
}
