package dev.bulwark.server.mlflow;

import dev.bulwark.kernel.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// A run as far as a client needs one to upload a model: it waits with its files, and no longer.
///
/// @param status as the client says, which nothing depends on
/// @param tags what the client says, shown to the client alone
record Run(
    String id,
    String name,
    String person,
    Instant started,
    String status,
    SortedMap<String, String> tags,
    SortedMap<String, String> params,
    SortedMap<String, Double> metrics) {
  private static final long ENTRY = 200;

  Run {
    tags = new TreeMap<>(tags);
    params = new TreeMap<>(params);
    metrics = new TreeMap<>(metrics);
  }

  /// About how many bytes of memory it takes.
  long weight() {
    return ENTRY
        + 2L * (name.length() + status.length())
        + weight(tags)
        + weight(params)
        + metrics.keySet().stream().mapToLong(key -> ENTRY + 2L * key.length()).sum();
  }

  private static long weight(Map<String, String> all) {
    return all.entrySet().stream()
        .mapToLong(each -> ENTRY + 2L * (each.getKey().length() + each.getValue().length()))
        .sum();
  }

  Json.Obj json() {
    return Json.object()
        .put("run", Json.object().put("info", info()).put("data", data()).build())
        .build();
  }

  Json.Obj info() {
    return Json.object()
        .put("run_id", id)
        .put("run_uuid", id)
        .put("run_name", name)
        .put("experiment_id", RunsFace.EXPERIMENT)
        .put("user_id", person)
        .put("status", status)
        .put("start_time", started.toEpochMilli())
        .put("lifecycle_stage", "active")
        .put("artifact_uri", "mlflow-artifacts:/runs/" + id + "/artifacts")
        .build();
  }

  private Json.Obj data() {
    List<Json.Obj> measured = new ArrayList<>();
    metrics.forEach(
        (key, value) ->
            measured.add(
                Json.object()
                    .put("key", key)
                    .put("value", new Json.Real(value))
                    .put("timestamp", started.toEpochMilli())
                    .put("step", 0)
                    .build()));
    return Json.object()
        .put("tags", pairs(tags))
        .put("params", pairs(params))
        .put("metrics", Json.array(measured))
        .build();
  }

  private static Json.Arr pairs(Map<String, String> all) {
    List<Json.Obj> pairs = new ArrayList<>();
    all.forEach(
        (key, value) -> pairs.add(Json.object().put("key", key).put("value", value).build()));
    return Json.array(pairs);
  }
}
