package dev.bulwark.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mlflow.api.proto.ModelRegistry.ModelVersion;
import org.mlflow.api.proto.ModelRegistry.ModelVersionStatus;
import org.mlflow.api.proto.Service.RunInfo;
import org.mlflow.tracking.MlflowClient;
import org.mlflow.tracking.creds.BasicMlflowHostCreds;

/// Where people have signed, programs of others move models and find what was moved: through the
/// same gates.
final class ApprovedDeliveryTest {
  private static final String MLFLOW = "/mlflow/" + Delivered.SYSTEM;
  private static final String RELEASES = "/systems/" + Delivered.SYSTEM + "/releases";

  @TempDir private static Path home;
  private static Delivered delivered;

  @BeforeAll
  static void start() {
    delivered = Delivered.in(home);
    delivered.approveAll();
  }

  @AfterAll
  static void stop() {
    delivered.close();
  }

  private static MlflowClient client() {
    return new MlflowClient(
        new BasicMlflowHostCreds(
            delivered.server().address() + MLFLOW, null, null, delivered.token(), true));
  }

  private static void register(MlflowClient client) throws Exception {
    RunInfo run = client.createRun();
    byte[] model = Files.readAllBytes(Delivered.GOOD.resolve("scorer.onnx"));
    String file = "/api/2.0/mlflow-artifacts/artifacts/runs/%s/artifacts/model/scorer.onnx";
    HttpResponse<String> put =
        delivered.send("PUT", MLFLOW + file.formatted(run.getRunId()), model);
    assertThat(put.statusCode()).as(put.body()).isEqualTo(200);
    client.sendPost(
        "model-versions/create",
        "{\"name\": \"scorer\", \"source\": \"%s/model\", \"run_id\": \"%s\"}"
            .formatted(run.getArtifactUri(), run.getRunId()));
  }

  private static void settled(MlflowClient client, String version) throws InterruptedException {
    ModelVersion now = client.getModelVersion("scorer", version);
    for (int i = 0; i < 600 && now.getStatus() == ModelVersionStatus.PENDING_REGISTRATION; i++) {
      Thread.sleep(100);
      now = client.getModelVersion("scorer", version);
    }
    assertThat(now.getStatus()).as(now.getStatusMessage()).isEqualTo(ModelVersionStatus.READY);
  }

  @Test
  void anAliasAndAStageOfMlflowPromote() throws Exception {
    try (MlflowClient client = client()) {
      client.sendPost("registered-models/create", "{\"name\": \"scorer\"}");
      register(client);
      settled(client, "1");
      client.sendPost(
          "registered-models/alias",
          "{\"name\": \"scorer\", \"alias\": \"staging\", \"version\": \"1\"}");
      assertThat(client.sendGet("registered-models/alias?name=scorer&alias=staging"))
          .contains("\"version\":\"1\"");
      assertThat(delivered.admin().get(RELEASES).body()).contains("scorer@1");

      register(client);
      settled(client, "2");
      client.sendPost(
          "model-versions/transition-stage",
          "{\"name\": \"scorer\", \"version\": \"2\", \"stage\": \"Staging\"}");
      assertThat(client.getLatestVersions("scorer", List.of("Staging")))
          .extracting(ModelVersion::getVersion)
          .containsExactly("2");
      assertThat(client.getModelVersion("scorer", "1").getCurrentStage()).isEqualTo("None");
    }
  }

  @Test
  void anEnvironmentsTagIsWhatWasPromotedThere() throws Exception {
    byte[] model = Files.readAllBytes(Delivered.GOOD.resolve("scorer.onnx"));
    String layer = blob(model);
    String config = blob("{}".getBytes(StandardCharsets.UTF_8));
    byte[] manifest =
        """
        {"schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json",
         "artifactType": "application/vnd.cncf.model.manifest.v1+json",
         "config": {"mediaType": "application/vnd.oci.empty.v1+json", "digest": "%s", "size": 2},
         "layers": [{"mediaType": "application/octet-stream", "digest": "%s", "size": %d,
           "annotations": {"org.opencontainers.image.title": "scorer.onnx"}}]}
        """
            .formatted(config, layer, model.length)
            .getBytes(StandardCharsets.UTF_8);
    String type = "application/vnd.oci.image.manifest.v1+json";
    String at = "/v2/" + Delivered.SYSTEM + "/shipped/manifests/";
    HttpResponse<String> pushed = delivered.send("PUT", at + "v1", manifest, "Content-Type", type);
    assertThat(pushed.statusCode()).as(pushed.body()).isEqualTo(201);
    HttpResponse<String> forced =
        delivered.send("PUT", at + "staging", manifest, "Content-Type", type);
    assertThat(forced.statusCode()).as(forced.body()).isEqualTo(403);
    assertThat(delivered.get(at + "staging").statusCode()).isEqualTo(404);
    HttpResponse<String> promoted =
        delivered
            .admin()
            .submit(
                RELEASES,
                "/systems/" + Delivered.SYSTEM + "/environments/staging/promotion",
                "version",
                "shipped@1",
                "reason",
                "people signed",
                "password",
                RunningServer.PASSWORD);
    assertThat(promoted.body()).containsPattern("runs \\[[^]]*shipped@1");
    assertThat(delivered.get(at + "staging").body())
        .isEqualTo(new String(manifest, StandardCharsets.UTF_8));
  }

  private static String blob(byte[] bytes) {
    String digest = Digest.of(Bytes.of(bytes)).toString();
    HttpResponse<String> put =
        delivered.send(
            "POST",
            "/v2/" + Delivered.SYSTEM + "/shipped/blobs/uploads/?digest=" + digest,
            bytes,
            "Content-Type",
            "application/octet-stream");
    assertThat(put.statusCode()).as(put.body()).isEqualTo(201);
    return digest;
  }
}
