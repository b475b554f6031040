package dev.bulwark.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PersistentVolumeClaim;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// Manifests as Kubernetes reads them: YAML 1.1, and the model its API is generated from. A field
/// that is not in the model, one that is missing from it and a value of another type are refused.
final class KubernetesManifests {
  private record Kind<T>(Class<T> type, Model model) {}

  private interface Model {
    void validate(JsonElement manifest) throws IOException;
  }

  private static final Map<String, Kind<?>> KINDS =
      Map.of(
          "networking.k8s.io/v1 NetworkPolicy",
              new Kind<>(V1NetworkPolicy.class, V1NetworkPolicy::validateJsonElement),
          "v1 PersistentVolumeClaim",
              new Kind<>(
                  V1PersistentVolumeClaim.class, V1PersistentVolumeClaim::validateJsonElement),
          "policy/v1 PodDisruptionBudget",
              new Kind<>(V1PodDisruptionBudget.class, V1PodDisruptionBudget::validateJsonElement),
          "v1 Service", new Kind<>(V1Service.class, V1Service::validateJsonElement),
          "apps/v1 StatefulSet",
              new Kind<>(V1StatefulSet.class, V1StatefulSet::validateJsonElement));

  private static final Gson GSON =
      new GsonBuilder().registerTypeAdapter(OffsetDateTime.class, new NoTime()).create();

  private final Map<Class<?>, Object> read = new HashMap<>();

  private KubernetesManifests() {}

  static KubernetesManifests read(String documents) throws IOException {
    KubernetesManifests manifests = new KubernetesManifests();
    for (Object document : new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(documents)) {
      JsonElement given = GSON.toJsonTree(document);
      String name =
          "%s %s"
              .formatted(
                  given.getAsJsonObject().get("apiVersion").getAsString(),
                  given.getAsJsonObject().get("kind").getAsString());
      assertThat(KINDS).containsKey(name);
      Kind<?> kind = KINDS.get(name);
      kind.model().validate(given);
      Object read = GSON.fromJson(given, kind.type());
      isHeld(name, given, GSON.toJsonTree(read));
      assertThat(manifests.read.put(kind.type(), read)).as("one %s", name).isNull();
    }
    return manifests;
  }

  /// The reader bends `"3"` to 3 and true to `"true"`, which Kubernetes refuses: so all that was
  /// given is looked for in what was read.
  private static void isHeld(String where, JsonElement given, JsonElement held) {
    assertThat(held).as(where).isNotNull();
    if (given.isJsonObject()) {
      given
          .getAsJsonObject()
          .asMap()
          .forEach(
              (name, each) -> isHeld(where + "." + name, each, held.getAsJsonObject().get(name)));
    } else if (given.isJsonArray()) {
      List<JsonElement> all = given.getAsJsonArray().asList();
      assertThat(held.getAsJsonArray()).as(where).hasSameSizeAs(all);
      for (int i = 0; i < all.size(); i++) {
        isHeld(where + "." + i, all.get(i), held.getAsJsonArray().get(i));
      }
    } else {
      assertThat(held).as(where).isEqualTo(given);
    }
  }

  int count() {
    return read.size();
  }

  <T> T one(Class<T> type) {
    return type.cast(read.get(type));
  }

  /// Manifests carry no times: the cluster sets them.
  private static final class NoTime extends TypeAdapter<OffsetDateTime> {
    @Override
    public void write(JsonWriter to, OffsetDateTime time) throws IOException {
      to.nullValue();
    }

    @Override
    public OffsetDateTime read(JsonReader from) {
      throw new IllegalStateException("a time in a manifest, at " + from.getPath());
    }
  }
}
