package dev.bulwark.registry.provenance;

import dev.bulwark.evidence.Statement;
import dev.bulwark.evidence.json.Rfc3339;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.event.RegistryEvent;
import dev.bulwark.registry.state.Version;
import java.util.ArrayList;
import java.util.List;

/// What the registry itself knows of how a version came to be, as SLSA provenance v1: who pushed it
/// and when, and what went into it. How the files were made before that it does not know.
///
/// ```
/// buildType            https://bulwark.dev/registry/push/v1
/// externalParameters   {"version", "kind", "by"}
/// resolvedDependencies the lineage: {"name", "uri", "digest", "annotations": {"relation"}}
/// builder              urn:bulwark:judge:<id>
/// invocationId         bulwark:ledger/<entry of the push>
/// ```
public final class OwnProvenance {
  private static final String BUILD_TYPE = "https://bulwark.dev/registry/push/v1";
  private static final String VERSION = "bulwark:version/";

  private OwnProvenance() {}

  /// @param judge a URI that identifies who says so
  public static Statement of(Version version, String judge) {
    List<Subject> subjects =
        version.content().files().stream()
            .map(file -> new Subject(file.name(), file.digest()))
            .toList();
    Json.Obj parameters =
        Json.object()
            .put("version", version.id().toString())
            .put("kind", version.kind().word())
            .put("by", version.by())
            .build();
    List<Json> dependencies = new ArrayList<>();
    version.lineage().forEach(from -> dependencies.add(dependency(from)));
    Json.Obj build =
        Json.object()
            .put("buildType", BUILD_TYPE)
            .put("externalParameters", parameters)
            .put("resolvedDependencies", Json.array(dependencies))
            .build();
    Json.Obj metadata =
        Json.object()
            .put("invocationId", "bulwark:ledger/" + version.event().index())
            .put("finishedOn", Rfc3339.render(version.pushed()))
            .build();
    Json.Obj run =
        Json.object()
            .put("builder", Json.object().put("id", judge).build())
            .put("metadata", metadata)
            .build();
    return new Statement(
        subjects,
        Provenance.TYPE,
        Json.object().put("buildDefinition", build).put("runDetails", run).build());
  }

  private static Json dependency(RegistryEvent.Lineage from) {
    boolean isVersion = VersionId.parse(from.name()).isPresent();
    return Json.object()
        .put("name", from.name())
        .put("uri", isVersion ? VERSION + from.name() : from.name())
        .put("digest", Json.object().put("sha256", from.digest().hex()).build())
        .put("annotations", Json.object().put("relation", from.relation()).build())
        .build();
  }
}
