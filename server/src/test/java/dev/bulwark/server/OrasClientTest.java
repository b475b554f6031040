package dev.bulwark.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import land.oras.Annotations;
import land.oras.ArtifactType;
import land.oras.Config;
import land.oras.ContainerRef;
import land.oras.Layer;
import land.oras.LocalPath;
import land.oras.Manifest;
import land.oras.ManifestDescriptor;
import land.oras.Referrers;
import land.oras.Registry;
import land.oras.exception.OrasException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The ORAS project's own client over TLS, with a token as the password of Basic authentication.
final class OrasClientTest {
  @TempDir private static Path home;
  private static Delivered delivered;
  private static Registry registry;
  private static String host;

  @BeforeAll
  static void start() {
    delivered = Delivered.in(home);
    host = delivered.server().address().substring("https://".length());
    registry =
        Registry.builder()
            .defaults(host, "anybody", delivered.token())
            .withSkipTlsVerify(true)
            .build();
  }

  @AfterAll
  static void stop() {
    delivered.close();
  }

  private static ContainerRef ref(String name) {
    return ContainerRef.parse(host + "/" + Delivered.SYSTEM + "/" + name);
  }

  private static Manifest push(String name, Path... files) {
    LocalPath[] paths = new LocalPath[files.length];
    for (int i = 0; i < files.length; i++) {
      paths[i] = LocalPath.of(files[i], "application/octet-stream");
    }
    return registry.pushArtifact(
        ref(name),
        ArtifactType.from("application/vnd.cncf.model.manifest.v1+json"),
        Annotations.empty(),
        Config.empty(),
        paths);
  }

  @Test
  void aPushedModelIsPulledWithTheSameBytes() throws Exception {
    Path model = Delivered.GOOD.resolve("scorer.onnx");
    Manifest pushed = push("oras:v1", model);
    Manifest pulled = registry.getManifest(ref("oras:v1"));
    assertThat(pulled.getDescriptor().getDigest()).isEqualTo(pushed.getDescriptor().getDigest());
    Path into = Files.createDirectory(home.resolve("pulled"));
    registry.pullArtifact(ref("oras:v1"), into, true);
    assertThat(into.resolve("scorer.onnx")).hasSameBinaryContentAs(model);
    assertThat(registry.getTags(ref("oras")).tags()).contains("1", "v1", "latest");
    Path again = Files.createDirectory(home.resolve("again"));
    registry.pullArtifact(ref("oras@" + pushed.getDescriptor().getDigest()), again, true);
    assertThat(again.resolve("scorer.onnx")).hasSameBinaryContentAs(model);
  }

  @Test
  void whatTheLedgerSaysIsAttached() throws Exception {
    Manifest pushed = push("attached:v1", Delivered.GOOD.resolve("scorer.safetensors"));
    String digest = pushed.getDescriptor().getDigest();
    Referrers all = registry.getReferrers(ref("attached@" + digest), null);
    assertThat(all.getManifests())
        .extracting(ManifestDescriptor::getArtifactType)
        .contains("application/vnd.cyclonedx+json", "application/vnd.dsse.envelope.v1+json");
    Referrers bills =
        registry.getReferrers(
            ref("attached@" + digest), ArtifactType.from("application/vnd.cyclonedx+json"));
    assertThat(bills.getManifests()).hasSize(1);
    Path into = Files.createDirectory(home.resolve("bill"));
    registry.pullArtifact(
        ref("attached@" + bills.getManifests().getFirst().getDigest()), into, true);
    assertThat(Files.readString(into.resolve("sbom.cdx.json"))).contains("CycloneDX");
  }

  @Test
  void aPoisonedModelIsRefusedWithTheRuleAndStaysInQuarantine() {
    assertThatThrownBy(() -> push("poisoned:v1", Delivered.POISONED))
        .isInstanceOf(OrasException.class)
        .satisfies(e -> assertThat(((OrasException) e).getStatusCode()).isEqualTo(403));
    assertThatThrownBy(() -> registry.getManifest(ref("poisoned:v1")))
        .isInstanceOf(OrasException.class)
        .satisfies(e -> assertThat(((OrasException) e).getStatusCode()).isEqualTo(403));
    assertThat(delivered.get("/v2/" + Delivered.SYSTEM + "/poisoned/manifests/v1").body())
        .contains("DENIED")
        .containsPattern("[A-Z]{3}-[0-9]{3}");
  }

  @Test
  void aBlobComesInPieces() throws Exception {
    Path model = Delivered.GOOD.resolve("scorer.onnx");
    Layer layer = registry.pushBlobChunked(ref("pieces"), model, 1000);
    Path copy = home.resolve("pieces.onnx");
    registry.fetchBlob(ref("pieces@" + layer.getDigest()), copy);
    assertThat(copy).hasSameBinaryContentAs(model);
  }

  @Test
  void aVersionThatCameAnotherWayIsPulledToo() throws Exception {
    delivered
        .admin()
        .submit(
            "/systems/" + Delivered.SYSTEM + "/releases",
            "/systems/" + Delivered.SYSTEM + "/versions",
            "asset",
            "folder-model",
            "folder",
            "models",
            "password",
            RunningServer.PASSWORD);
    Path into = Files.createDirectory(home.resolve("other"));
    registry.pullArtifact(ref("folder-model:1"), into, true);
    for (String name : List.of("scorer.onnx", "scorer.safetensors")) {
      assertThat(into.resolve(name)).hasSameBinaryContentAs(Delivered.GOOD.resolve(name));
    }
  }

  @Test
  void aTokenThatMayNotPushIsRefusedAndNobodyIsAsked() {
    Registry reader =
        Registry.builder()
            .defaults(
                host,
                "anybody",
                delivered.token("*", dev.bulwark.server.access.Action.PULL_VERSION))
            .withSkipTlsVerify(true)
            .build();
    assertThatThrownBy(
            () ->
                reader.pushBlob(
                    ref("nothing"), "x".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .isInstanceOf(OrasException.class);
  }
}
