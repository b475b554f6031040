package dev.bulwark.registry.provenance;

import dev.bulwark.evidence.Statement;
import dev.bulwark.evidence.dsse.Envelope;
import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.evidence.json.Base64Text;
import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.registry.AssetKind;
import dev.bulwark.registry.Content;
import dev.bulwark.registry.RegistryFault;
import dev.bulwark.registry.event.RegistryEvent;
import dev.bulwark.registry.signing.StatementKey;
import dev.bulwark.registry.state.RegistryState;
import dev.bulwark.registry.state.Version;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What a builder says, under a signature that holds, of how some files were made: SLSA provenance
/// v1 in a DSSE envelope.
///
/// Guarantees: the key that was given signed exactly these bytes, and they have the shape of the
/// standard. Whether the builder tells the truth is a question of who holds that key. On the ledger
/// it is a report a person imports (A2), and carries the envelope along, so that anyone can verify
/// the builder's signature again.
///
/// @param said the builder's own statement
/// @param builder its id, a URI
/// @param buildType how to read its parameters, a URI
/// @param dependencies what went into the build, as far as it is named by SHA-256
/// @param envelope as it came
/// @param key the id of the key that signed it
public record Provenance(
    Statement said,
    String builder,
    String buildType,
    List<Dependency> dependencies,
    Bytes envelope,
    String key) {
  public static final String TYPE = "https://slsa.dev/provenance/v1";

  /// The member of the predicate that holds what was imported: `{"envelope": base64, "key"}`.
  public static final String IMPORTED = "https://bulwark.dev/imported/v1";

  public static final ByteSize MOST_BYTES = ByteSize.ofMib(1);

  /// Something that went into a build.
  ///
  /// @param name its URI or name, for people; may be empty
  public record Dependency(String name, Digest digest) {}

  public Provenance {
    dependencies = List.copyOf(dependencies);
  }

  /// Verifies the signature, and only then reads what was signed.
  ///
  /// @throws RegistryFault `provenance-refused`
  public static Provenance verify(Bytes envelope, StatementKey key) {
    if (envelope.size() > MOST_BYTES.bytes()) {
      throw refused("an envelope of at most " + MOST_BYTES, "a larger one");
    }
    try {
      Envelope parsed = Envelope.parse(envelope);
      if (!parsed.payloadType().equals(Envelope.IN_TOTO)) {
        throw refused("the payload type " + Envelope.IN_TOTO, "another");
      }
      if (!key.signed(parsed)) {
        throw refused("a signature of the key " + key.id(), "none that holds");
      }
      return ProvenanceReader.read(Statement.parse(parsed.payload()), envelope, key.id());
    } catch (EvidenceFault e) {
      throw new RegistryFault(RegistryFault.PROVENANCE_REFUSED, String.valueOf(e.getMessage()), e);
    }
  }

  static RegistryFault refused(String expected, String found) {
    return new RegistryFault(
        RegistryFault.PROVENANCE_REFUSED,
        "expected %s, found %s; ask the builder for SLSA provenance v1 in a signed DSSE envelope"
            .formatted(expected, found));
  }

  /// What names the envelope.
  public Digest digest() {
    return Digest.of(envelope);
  }

  /// Why it does not speak of every file; empty when it does.
  public Optional<String> uncovered(Content content) {
    Set<Digest> subjects =
        said.subjects().stream().map(Subject::digest).collect(Collectors.toUnmodifiableSet());
    return content.files().stream()
        .filter(file -> !subjects.contains(file.digest()))
        .findFirst()
        .map(file -> "its provenance does not cover " + file.name());
  }

  /// The builder, and every version of this registry that went into the build: what a dataset was
  /// is what it was trained on, anything else what it was derived from.
  public List<RegistryEvent.Lineage> lineage(RegistryState state) {
    List<RegistryEvent.Lineage> lineage = new ArrayList<>();
    lineage.add(new RegistryEvent.Lineage("built-by", builder, digest()));
    for (Dependency dependency : dependencies) {
      version(state, dependency.digest())
          .ifPresent(
              from ->
                  lineage.add(
                      new RegistryEvent.Lineage(
                          from.kind() == AssetKind.DATASET ? "trained-on" : "derived-from",
                          from.id().toString(),
                          from.content().digest())));
    }
    return lineage.stream().distinct().toList();
  }

  /// The version that is these bytes, or the newest that holds a file of them.
  private static Optional<Version> version(RegistryState state, Digest digest) {
    return state.versions().values().stream()
        .filter(each -> each.content().digest().equals(digest))
        .findFirst()
        .or(
            () ->
                state.versions().values().stream()
                    .filter(each -> each.content().digests().contains(digest))
                    .max(Comparator.comparing(Version::pushed).thenComparing(Version::id)));
  }

  /// The statement as a person brings it to the ledger: the builder's, with its envelope. Names are
  /// made printable; subjects are known by their digests.
  public Statement statement() {
    Json.Builder predicate = Json.object();
    said.predicate()
        .members()
        .forEach(
            (name, value) -> {
              if (!name.equals(IMPORTED)) {
                predicate.put(name, value);
              }
            });
    predicate.put(
        IMPORTED,
        Json.object().put("envelope", Base64Text.render(envelope)).put("key", key).build());
    List<Subject> subjects =
        said.subjects().stream()
            .map(each -> new Subject(Place.printable(each.name()), each.digest()))
            .toList();
    return new Statement(subjects, TYPE, predicate.build());
  }
}
