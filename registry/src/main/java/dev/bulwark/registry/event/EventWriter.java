package dev.bulwark.registry.event;

import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.registry.VersionId;
import java.util.List;
import java.util.Map;

/// Events to JSON.
final class EventWriter {
  private EventWriter() {}

  static Json.Obj json(RegistryEvent event) {
    Json.Builder out = Json.object();
    return switch (event) {
      case RegistryEvent.Pushed e -> pushed(e, out);
      case RegistryEvent.Examined e ->
          out.put("event", "examined")
              .put("version", e.version().toString())
              .put("content", e.content().toString())
              .put("result", EventJson.word(e.result()))
              .put("runs", references(e.runs()))
              .put("failed", Json.texts(e.failed()))
              .build();
      case RegistryEvent.Revoked e ->
          out.put("event", "revoked")
              .put("version", e.version().toString())
              .put("reason", e.reason())
              .put("request", e.request().json())
              .build();
      case RegistryEvent.EnvironmentAdded e ->
          out.put("event", "environment-added")
              .put("environment", e.environment())
              .put("gate", e.gate())
              .put("after", e.after())
              .put("key", e.key())
              .put("separation", separation(e.separation()))
              .put("request", e.request().json())
              .build();
      case RegistryEvent.Deployed e -> deployed(e, out);
      case RegistryEvent.Verified e -> verified(e, out);
      case RegistryEvent.Freed e ->
          out.put("event", "freed")
              .put("environment", e.environment())
              .put("version", e.version().toString())
              .put("request", e.request().json())
              .build();
      case RegistryEvent.Erased e ->
          out.put("event", "erased")
              .put("version", e.version().toString())
              .put("reason", e.reason())
              .put("request", e.request().json())
              .build();
      case RegistryEvent.RetentionSet e ->
          out.put("event", "retention-set")
              .put("retention", e.retention().json())
              .put("request", e.request().json())
              .build();
      case RegistryEvent.Held e ->
          out.put("event", e.held() ? "held" : "released")
              .put("version", e.version().toString())
              .put("reason", e.reason())
              .put("request", e.request().json())
              .build();
      case RegistryEvent.Refused e ->
          out.put("event", "refused")
              .put("ask", e.ask().word())
              .put("environment", e.environment())
              .put("versions", Json.texts(e.versions().stream().map(VersionId::toString).toList()))
              .put("reasons", Json.texts(e.reasons()))
              .put("controls", Json.texts(e.controls()))
              .build();
      case RegistryEvent.ChannelOpened e ->
          out.put("event", "channel-opened")
              .put("terms", e.terms().json())
              .put("request", e.request().json())
              .build();
      case RegistryEvent.ChannelClosed e ->
          out.put("event", "channel-closed")
              .put("channel", e.channel())
              .put("request", e.request().json())
              .build();
      case RegistryEvent.Looked e ->
          out.put("event", "looked")
              .put("channel", e.channel())
              .put("problem", e.problem())
              .put("changed", Json.texts(e.changed().stream().map(VersionId::toString).toList()))
              .build();
    };
  }

  private static Json.Obj pushed(RegistryEvent.Pushed event, Json.Builder out) {
    out.put("event", "pushed")
        .put("version", event.version().toString())
        .put("kind", event.kind().word())
        .put("files", event.content().json())
        .put("list", event.list())
        .put("lineage", Json.array(event.lineage().stream().map(EventWriter::lineage).toList()))
        .put("request", event.request().json());
    event.namedKey().ifPresent(key -> out.put("key", key.name()));
    event.arrival().ifPresent(arrival -> out.put("arrival", arrival(arrival)));
    return out.build();
  }

  private static Json arrival(RegistryEvent.Arrival arrival) {
    return Json.object()
        .put("channel", arrival.channel())
        .put("number", arrival.number().toString())
        .put("signature", arrival.signature().toString())
        .put("publisher", arrival.publisher().toString())
        .build();
  }

  private static Json.Obj verified(RegistryEvent.Verified event, Json.Builder out) {
    out.put("event", "verified")
        .put("environment", event.environment())
        .put("generation", event.generation())
        .put("result", EventJson.word(event.result()))
        .put("reason", event.reason());
    event.request().ifPresent(request -> out.put("request", request.json()));
    return out.build();
  }

  private static Json.Obj deployed(RegistryEvent.Deployed event, Json.Builder out) {
    Json.Builder grants = Json.object();
    for (Map.Entry<VersionId, Digest> grant : event.grants().entrySet()) {
      grants.put(grant.getKey().toString(), grant.getValue().toString());
    }
    out.put("event", "deployed")
        .put("environment", event.environment())
        .put("generation", event.generation())
        .put("kind", EventJson.word(event.kind()))
        .put("grants", grants.build())
        .put("request", event.request().json())
        .put("reason", event.reason());
    event.decision().ifPresent(decision -> out.put("decision", decision.json()));
    event.canary().ifPresent(canary -> out.put("canary", canary.json()));
    return out.build();
  }

  private static Json lineage(RegistryEvent.Lineage from) {
    return Json.object()
        .put("relation", from.relation())
        .put("name", from.name())
        .put("digest", from.digest().toString())
        .build();
  }

  private static Json separation(RegistryEvent.Separation separation) {
    return Json.object()
        .put("credentials", separation.credentials())
        .put("store", separation.store())
        .put("hosts", Json.texts(separation.hosts()))
        .put("data", separation.data())
        .build();
  }

  private static Json references(List<Reference> references) {
    return Json.array(references.stream().map(Reference::json).toList());
  }
}
