package dev.bulwark.registry.provenance;

import dev.bulwark.evidence.Statement;
import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.evidence.json.Members;
import dev.bulwark.evidence.json.Rfc3339;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Takes SLSA provenance v1 apart: every member the standard names must be as it says, and members
/// it does not name are passed over, as it asks.
final class ProvenanceReader {
  private static final int MOST_ITEMS = 10_000;

  /// A URI with a scheme, of characters that can be printed anywhere.
  private static final Pattern URI =
      Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:[\\x21-\\x7e]{1,2000}");

  private ProvenanceReader() {}

  /// @throws EvidenceFault `predicate-malformed`
  static Provenance read(Statement statement, Bytes envelope, String key) {
    if (!statement.predicateType().equals(Provenance.TYPE)) {
      throw Provenance.refused("the predicate type " + Provenance.TYPE, "another");
    }
    if (statement.subjects().size() > MOST_ITEMS) {
      throw Provenance.refused("at most " + MOST_ITEMS + " subjects", "more");
    }
    Members predicate = Members.of(EvidenceFault.PREDICATE_MALFORMED, statement.predicate());
    Members build = predicate.object("buildDefinition");
    build.object("externalParameters");
    if (build.has("internalParameters")) {
      build.object("internalParameters");
    }
    Members run = predicate.object("runDetails");
    Members builder = run.object("builder");
    if (builder.has("builderDependencies")) {
      resources(builder, "builderDependencies");
    }
    if (run.has("byproducts")) {
      resources(run, "byproducts");
    }
    if (run.has("metadata")) {
      metadata(run.object("metadata"));
    }
    return new Provenance(
        statement,
        uri(builder, "id"),
        uri(build, "buildType"),
        build.has("resolvedDependencies") ? resources(build, "resolvedDependencies") : List.of(),
        envelope,
        key);
  }

  private static String uri(Members members, String name) {
    String text = members.text(name);
    if (!URI.matcher(text).matches()) {
      throw members.wrong(name, "a URI of printable characters, at most 2000");
    }
    return text;
  }

  private static void metadata(Members metadata) {
    metadata.textIfPresent("invocationId");
    for (String time : new String[] {"startedOn", "finishedOn"}) {
      if (metadata.textIfPresent(time).filter(it -> Rfc3339.parse(it).isEmpty()).isPresent()) {
        throw metadata.wrong(time, "an RFC 3339 time");
      }
    }
  }

  /// Resource descriptors of in-toto; those with a SHA-256 digest.
  private static List<Provenance.Dependency> resources(Members members, String name) {
    if (members.array(name).items().size() > MOST_ITEMS) {
      throw members.wrong(name, "at most " + MOST_ITEMS + " items");
    }
    List<Provenance.Dependency> named = new ArrayList<>();
    for (Members resource : members.objects(name)) {
      Optional<String> uri = resource.textIfPresent("uri");
      Optional<String> title = resource.textIfPresent("name");
      if (uri.isEmpty() && !resource.has("digest") && !resource.has("content")) {
        throw resource.wrong("uri", "a uri, a digest or a content");
      }
      if (resource.has("digest")) {
        digest(resource.object("digest"))
            .ifPresent(
                digest ->
                    named.add(new Provenance.Dependency(uri.or(() -> title).orElse(""), digest)));
      }
    }
    return named;
  }

  private static Optional<Digest> digest(Members digests) {
    for (Json value : digests.object().members().values()) {
      if (!(value instanceof Json.Text)) {
        throw digests.wrong("sha256", "texts as digests");
      }
    }
    return digests
        .textIfPresent("sha256")
        .map(
            hex ->
                Members.sha256(hex)
                    .orElseThrow(
                        () -> digests.wrong("sha256", "64 lower-case hexadecimal digits")));
  }
}
