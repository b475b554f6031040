package dev.bulwark.project.registry;

import dev.bulwark.evidence.json.Rfc3339;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.event.Canary;
import dev.bulwark.registry.event.RegistryEvent;
import dev.bulwark.registry.release.Moved;
import dev.bulwark.registry.state.Deployment;
import dev.bulwark.registry.state.Environment;
import dev.bulwark.registry.state.Keeping;
import dev.bulwark.registry.state.Version;
import java.util.Collection;
import java.util.List;

/// The registry for programs.
public final class RegistryJson {
  private RegistryJson() {}

  /// `{"version","kind","state","why","by","pushed","content","files","lineage"}`.
  public static Json.Obj of(Version version) {
    return Json.object()
        .put("version", version.id().toString())
        .put("kind", version.kind().word())
        .put("state", version.state().name())
        .put("why", version.why())
        .put("by", version.by())
        .put("pushed", Rfc3339.render(version.pushed()))
        .put("content", version.content().digest().toString())
        .put("files", version.content().json())
        .put("lineage", Json.array(version.lineage().stream().map(RegistryJson::lineage).toList()))
        .build();
  }

  private static Json lineage(RegistryEvent.Lineage from) {
    return Json.object()
        .put("relation", from.relation())
        .put("name", from.name())
        .put("digest", from.digest().toString())
        .build();
  }

  /// `{"environment","gate","after","generation","versions","beside","deployments","blocked"}`.
  public static Json.Obj of(Environment environment) {
    Json.Builder blocked = Json.object();
    environment.blocked().forEach((id, why) -> blocked.put(id.toString(), why));
    return Json.object()
        .put("environment", environment.name())
        .put("gate", environment.gate().word())
        .put("after", environment.after().orElse(""))
        .put("generation", environment.generation())
        .put(
            "versions",
            environment.current().map(now -> names(now.versions())).orElse(Json.texts(List.of())))
        .put(
            "beside",
            environment.current().flatMap(Deployment::canary).map(Canary::beside).orElse(0L))
        .put(
            "deployments",
            Json.array(environment.deployments().stream().map(RegistryJson::of).toList()))
        .put("blocked", blocked.build())
        .build();
  }

  ///
  /// `{"generation","kind","versions","share","since","expires","by","channel","reason","verified"}`.
  public static Json.Obj of(Deployment deployment) {
    return Json.object()
        .put("generation", deployment.generation())
        .put("kind", deployment.kind().name())
        .put("versions", names(deployment.versions()))
        .put("share", deployment.share())
        .put("since", Rfc3339.render(deployment.since()))
        .put("expires", deployment.expires().map(Rfc3339::render).orElse(""))
        .put("by", deployment.by())
        .put("channel", deployment.channel().orElse(""))
        .put("reason", deployment.reason())
        .put("verified", deployment.verified().map(Enum::name).orElse(""))
        .put("entry", deployment.event().index())
        .build();
  }

  /// `{"environment","done": deployment}` or `{"environment","refused": {"reasons","controls"}}`.
  public static Json.Obj of(String environment, Moved moved) {
    Json.Builder out = Json.object().put("environment", environment);
    return switch (moved) {
      case Moved.Done done -> out.put("done", of(done.deployment())).build();
      case Moved.Refused refused ->
          out.put(
                  "refused",
                  Json.object()
                      .put("reasons", Json.texts(refused.refusal().reasons()))
                      .put("controls", Json.texts(refused.refusal().controls()))
                      .build())
              .build();
    };
  }

  /// `{"rules": [{"asset","keep","days","by","since"}], "holds": {version: why}}`.
  public static Json.Obj of(Keeping keeping) {
    Json.Builder holds = Json.object();
    keeping.holds().forEach((id, why) -> holds.put(id.toString(), why));
    return Json.object()
        .put("rules", Json.array(keeping.rules().values().stream().map(RegistryJson::of).toList()))
        .put("holds", holds.build())
        .build();
  }

  private static Json of(Keeping.Rule rule) {
    return Json.object()
        .put("asset", rule.retention().asset())
        .put("keep", rule.retention().keep())
        .put("days", rule.retention().days())
        .put("by", rule.by())
        .put("since", Rfc3339.render(rule.since()))
        .build();
  }

  static Json.Arr names(Collection<VersionId> versions) {
    return Json.texts(versions.stream().map(VersionId::toString).toList());
  }
}
