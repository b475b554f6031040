package dev.bulwark.project.registry;

import dev.bulwark.evidence.json.Rfc3339;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.channel.ReleaseNumber;
import dev.bulwark.registry.state.Channel;
import dev.bulwark.registry.state.Version;
import dev.bulwark.registry.update.Did;
import dev.bulwark.registry.update.UpdateRun;
import java.util.List;

/// Channels and passes for programs.
final class UpdateJson {
  private UpdateJson() {}

  /// `{"channel","terms","digest","by","opened","closed","highest","looked","problem","changed"}`.
  static Json.Obj of(Channel channel) {
    return Json.object()
        .put("channel", channel.name())
        .put("terms", channel.terms().json())
        .put("digest", channel.terms().digest().toString())
        .put("by", channel.by())
        .put("opened", Rfc3339.render(channel.opened()))
        .put("closed", channel.closed().map(Rfc3339::render).orElse(""))
        .put("highest", channel.highest().map(ReleaseNumber::text).orElse(""))
        .put("looked", channel.looked().map(Rfc3339::render).orElse(""))
        .put("problem", channel.problem())
        .put("changed", RegistryJson.names(channel.changed()))
        .build();
  }

  /// `{"channel","did":[…]}`.
  static Json.Obj of(UpdateRun.Report report) {
    return Json.object()
        .put("channel", report.channel())
        .put("did", Json.array(report.did().stream().map(UpdateJson::of).toList()))
        .build();
  }

  private static Json.Obj of(Did did) {
    return switch (did) {
      case Did.Took(ReleaseNumber number, Version version) ->
          Json.object()
              .put("did", "took")
              .put("release", number.text())
              .put("version", version.id().toString())
              .put("state", version.state().name())
              .put("why", version.why())
              .build();
      case Did.Moved(VersionId version, String environment, long generation) ->
          Json.object()
              .put("did", "moved")
              .put("version", version.toString())
              .put("environment", environment)
              .put("generation", generation)
              .build();
      case Did.Returned(String environment, List<VersionId> out, long generation, String reason) ->
          Json.object()
              .put("did", "returned")
              .put("environment", environment)
              .put("out", RegistryJson.names(out))
              .put("generation", generation)
              .put("reason", reason)
              .build();
      case Did.Held(String what, List<String> reasons) ->
          Json.object()
              .put("did", "held")
              .put("what", what)
              .put("reasons", Json.texts(reasons))
              .build();
    };
  }
}
