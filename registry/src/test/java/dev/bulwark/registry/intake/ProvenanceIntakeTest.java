package dev.bulwark.registry.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.evidence.Assurance;
import dev.bulwark.evidence.Evidence;
import dev.bulwark.evidence.EvidenceFixture;
import dev.bulwark.evidence.EvidenceLog;
import dev.bulwark.evidence.LogInMemory;
import dev.bulwark.evidence.RosterEvent;
import dev.bulwark.evidence.Statement;
import dev.bulwark.evidence.dsse.Envelope;
import dev.bulwark.evidence.keys.SigningKey;
import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.registry.AssetKind;
import dev.bulwark.registry.RegistryFault;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.event.RegistryEvent;
import dev.bulwark.registry.provenance.OwnProvenance;
import dev.bulwark.registry.provenance.Provenance;
import dev.bulwark.registry.seal.KeystoreKey;
import dev.bulwark.registry.seal.SealedStore;
import dev.bulwark.registry.signing.StatementKey;
import dev.bulwark.registry.state.RegistryState;
import dev.bulwark.registry.state.Version;
import dev.bulwark.testkit.MemoryObjectStore;
import java.io.ByteArrayInputStream;
import java.nio.channels.Channels;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProvenanceIntakeTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final KeystoreKey KEY = KeystoreKey.generate(RANDOM);
  private static final SigningKey REX = EvidenceFixture.key("rex");
  private static final SigningKey BUILDER = EvidenceFixture.key("builder");
  private static final StatementKey BUILDERS =
      StatementKey.parse(BUILDER.verifyingKey().json().canonicalBytes());
  private static final Bytes MODEL = Bytes.utf8("weights");
  private static final Bytes DATA = Bytes.utf8("rows");

  private final LogInMemory memory = LogInMemory.begun();
  private final MemoryObjectStore medium = new MemoryObjectStore();

  @BeforeEach
  void rexRegistersData() {
    memory.run(
        log -> {
          LogInMemory.event(
              log, LogInMemory.enrol(RosterEvent.Holder.person("rex"), "rex", memory.now));
          LogInMemory.event(log, new RosterEvent.Granted("rex", "registrar", memory.now));
          push(log, "applications", AssetKind.DATASET, Optional.empty(), DATA);
        });
  }

  private Version push(
      EvidenceLog log,
      String asset,
      AssetKind kind,
      Optional<Provenance> provenance,
      Bytes... all) {
    SealedStore store = new SealedStore(medium, List.of(KEY), RANDOM, ByteSize.ofMib(1));
    Intake intake =
        new Intake(log, LogInMemory.JUDGE, store, (_, _) -> List.of(), () -> memory.now, RANDOM);
    List<Incoming.File> files = Stream.of(all).map(ProvenanceIntakeTest::file).toList();
    return intake.push(
        new Incoming(asset, kind, Optional.empty(), files, Set.of(), List.of(), provenance),
        REX,
        _ -> {});
  }

  private static Incoming.File file(Bytes content) {
    return new Incoming.File(
        content.utf8() + ".bin",
        content.size(),
        () -> Channels.newChannel(new ByteArrayInputStream(content.toArray())));
  }

  private static Provenance built(String finished, Bytes... files) {
    List<Subject> subjects =
        Stream.of(files).map(file -> new Subject("out", Digest.of(file))).toList();
    Json.Obj dependency =
        Json.object()
            .put("uri", "file:rows")
            .put("digest", Json.object().put("sha256", Digest.of(DATA).hex()).build())
            .build();
    Json.Obj build =
        Json.object()
            .put("buildType", "https://example.com/train")
            .put("externalParameters", Json.object().build())
            .put("resolvedDependencies", Json.array(List.of(dependency)))
            .build();
    Json.Obj run =
        Json.object()
            .put("builder", Json.object().put("id", "https://example.com/builder").build())
            .put("metadata", Json.object().put("finishedOn", finished).build())
            .build();
    Statement statement =
        new Statement(
            subjects,
            Provenance.TYPE,
            Json.object().put("buildDefinition", build).put("runDetails", run).build());
    return Provenance.verify(
        BUILDER.sign(Envelope.IN_TOTO, statement.json().canonicalBytes()).bytes(), BUILDERS);
  }

  @Test
  void aCoveredPushKeepsItsBuildersWordAndItsLineage() {
    Provenance built = built("2026-01-01T00:00:00Z", MODEL);
    memory.run(
        log -> {
          Version version = push(log, "scorer", AssetKind.MODEL, Optional.of(built), MODEL);
          Digest data = state(log).version(new VersionId("applications", 1)).content().digest();
          assertThat(version.lineage())
              .containsExactly(
                  new RegistryEvent.Lineage(
                      "built-by", "https://example.com/builder", built.digest()),
                  new RegistryEvent.Lineage("trained-on", "applications@1", data));
          Evidence said =
              log.all().stream()
                  .filter(it -> it.statement().predicateType().equals(Provenance.TYPE))
                  .findFirst()
                  .orElseThrow();
          assertThat(said.assurance()).isEqualTo(Assurance.A2);
          assertThat(said.statement().isAbout(Digest.of(MODEL))).isTrue();
          assertThat(said.index()).isLessThan(version.event().index());
        });
  }

  private RegistryState state(EvidenceLog log) {
    return RegistryState.at(log.all(), memory.now);
  }

  @Test
  void aPushThatIsNotWhollyCoveredIsRefusedAndLeavesNothing() {
    List<String> before = medium.names();
    Provenance built = built("2026-01-01T00:00:00Z", MODEL);
    memory.run(
        log -> {
          assertThatThrownBy(
                  () -> push(log, "scorer", AssetKind.MODEL, Optional.of(built), MODEL, DATA))
              .isInstanceOf(RegistryFault.class)
              .hasMessageContaining("its provenance does not cover rows.bin");
          assertThat(state(log).of("scorer")).isEmpty();
          assertThat(state(log).refusals()).hasSize(1);
          assertThat(log.all())
              .noneMatch(it -> it.statement().predicateType().equals(Provenance.TYPE));
        });
    assertThat(medium.names()).isEqualTo(before);
  }

  @Test
  void aBuildThatEndsTomorrowIsNoEvidenceAndLeavesNothing() {
    List<String> before = medium.names();
    Provenance built = built("2036-01-01T00:00:00Z", MODEL);
    memory.run(
        log -> {
          assertThatThrownBy(() -> push(log, "scorer", AssetKind.MODEL, Optional.of(built), MODEL))
              .isInstanceOf(RegistryFault.class)
              .hasMessageContaining("its provenance is no evidence");
          assertThat(state(log).of("scorer")).isEmpty();
        });
    assertThat(medium.names()).isEqualTo(before);
  }

  /// What one registry says of a version, another can take in.
  @Test
  void aRegistrysOwnWordIsTakenInElsewhere() {
    memory.run(
        log -> {
          Version data = state(log).version(new VersionId("applications", 1));
          Statement own = OwnProvenance.of(data, "urn:bulwark:judge:test");
          Bytes envelope = BUILDER.sign(Envelope.IN_TOTO, own.json().canonicalBytes()).bytes();
          Provenance read = Provenance.verify(envelope, BUILDERS);
          assertThat(read.uncovered(data.content())).isEmpty();
          Version copy = push(log, "copied", AssetKind.DATASET, Optional.of(read), DATA);
          assertThat(copy.lineage())
              .extracting(RegistryEvent.Lineage::name)
              .containsExactly("urn:bulwark:judge:test");
        });
  }
}
