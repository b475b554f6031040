package dev.bulwark.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mlflow.api.proto.ModelRegistry.ModelVersion;
import org.mlflow.api.proto.ModelRegistry.ModelVersionStatus;
import org.mlflow.api.proto.Service.RunInfo;
import org.mlflow.tracking.MlflowClient;
import org.mlflow.tracking.MlflowClientException;
import org.mlflow.tracking.creds.BasicMlflowHostCreds;

/// MLflow's own client over TLS. Its artifact methods call a Python program, so files go to the
/// proxy by plain HTTP, as that program sends them.
final class MlflowClientTest {
  private static final String AT = "/mlflow/" + Delivered.SYSTEM + "/api/2.0";

  @TempDir private static Path home;
  private static Delivered delivered;
  private static MlflowClient client;

  @BeforeAll
  static void start() {
    delivered = Delivered.in(home);
    client =
        new MlflowClient(
            new BasicMlflowHostCreds(
                delivered.server().address() + "/mlflow/" + Delivered.SYSTEM,
                null,
                null,
                delivered.token(),
                true));
  }

  @AfterAll
  static void stop() {
    client.close();
    delivered.close();
  }

  private static void upload(String run, String name, byte[] bytes) {
    HttpResponse<String> put =
        delivered.send(
            "PUT", AT + "/mlflow-artifacts/artifacts/runs/" + run + "/artifacts/" + name, bytes);
    assertThat(put.statusCode()).as(put.body()).isEqualTo(200);
  }

  private static String uri(RunInfo run) {
    return run.getArtifactUri() + "/model";
  }

  private static void create(String name) {
    client.sendPost("registered-models/create", "{\"name\": \"%s\"}".formatted(name));
  }

  private static String register(String name, RunInfo run) {
    return client.sendPost(
        "model-versions/create",
        "{\"name\": \"%s\", \"source\": \"%s\", \"run_id\": \"%s\", \"status\": \"READY\", \"current_stage\": \"Production\"}"
            .formatted(name, uri(run), run.getRunId()));
  }

  private static ModelVersion settled(String name, String version) throws InterruptedException {
    for (int i = 0; i < 600; i++) {
      ModelVersion now = client.getModelVersion(name, version);
      if (now.getStatus() != ModelVersionStatus.PENDING_REGISTRATION) {
        return now;
      }
      Thread.sleep(100);
    }
    throw new AssertionError("still pending");
  }

  private static RunInfo runOfGoodModel() throws IOException {
    RunInfo run = client.createRun();
    client.logParam(run.getRunId(), "depth", "3");
    client.logMetric(run.getRunId(), "auc", 0.91);
    try (Stream<Path> files = Files.list(Delivered.GOOD)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        upload(run.getRunId(), "model/" + file.getFileName(), Files.readAllBytes(file));
      }
    }
    return run;
  }

  @Test
  void aVersionIsPendingThenReadyAndItsBytesComeBack() throws Exception {
    create("scorer");
    RunInfo run = runOfGoodModel();
    assertThat(client.sendGet("artifacts/list?path=model&run_id=" + run.getRunId()))
        .contains("\"model/scorer.onnx\"")
        .contains("\"model/scorer.safetensors\"");
    assertThat(client.getRun(run.getRunId()).getData().getMetrics(0).getValue()).isEqualTo(0.91);

    String made = register("scorer", run);
    assertThat(made)
        .contains("\"status\":\"PENDING_REGISTRATION\"")
        .contains("\"current_stage\":\"None\"")
        .contains("\"version\":\"1\"");
    ModelVersion version = settled("scorer", "1");
    assertThat(version.getStatus()).isEqualTo(ModelVersionStatus.READY);
    assertThat(version.getUserId()).isEqualTo("root");
    assertThat(client.getRegisteredModel("scorer").getLatestVersionsList()).hasSize(1);
    assertThat(client.searchModelVersions("name='scorer'").getItems()).hasSize(1);
    assertThat(client.getLatestVersions("scorer", List.of("None"))).hasSize(1);
    assertThat(client.getModelVersionDownloadUri("scorer", "1"))
        .isEqualTo("mlflow-artifacts:/models/scorer/1");

    Path copy = home.resolve("copy");
    String file = AT + "/mlflow-artifacts/artifacts/models/scorer/1/scorer.onnx";
    download(file, copy);
    assertThat(copy).hasSameBinaryContentAs(Delivered.GOOD.resolve("scorer.onnx"));
    assertThat(delivered.get(AT + "/mlflow-artifacts/artifacts?path=models/scorer/1").body())
        .contains("scorer.safetensors");
    assertThatThrownBy(
            () -> client.sendPost("registered-models/alias", alias("scorer", "staging", "1")))
        .isInstanceOf(MlflowClientException.class)
        .hasMessageContaining("PERMISSION_DENIED")
        .hasMessageContaining("staging")
        .hasMessageContaining("controls");
    assertThat(client.getRegisteredModel("scorer").getLatestVersions(0).getCurrentStage())
        .isEqualTo("None");
  }

  private static void download(String path, Path to) throws Exception {
    java.net.http.HttpClient http =
        java.net.http.HttpClient.newBuilder().sslContext(Http.trusting()).build();
    assertThat(
            http.send(delivered.to(path).GET().build(), HttpResponse.BodyHandlers.ofFile(to))
                .statusCode())
        .isEqualTo(200);
  }

  private static String alias(String name, String alias, String version) {
    return "{\"name\": \"%s\", \"alias\": \"%s\", \"version\": \"%s\"}"
        .formatted(name, alias, version);
  }

  @Test
  void aPoisonedModelFailsAndNamesTheRule() throws Exception {
    create("poisoned");
    RunInfo run = client.createRun();
    upload(run.getRunId(), "model/scorer.pt", Files.readAllBytes(Delivered.POISONED));
    register("poisoned", run);
    ModelVersion version = settled("poisoned", "1");
    assertThat(version.getStatus()).isEqualTo(ModelVersionStatus.FAILED_REGISTRATION);
    assertThat(version.getStatusMessage()).containsPattern("[A-Z]{3}-[0-9]{3}");
    assertThatThrownBy(() -> client.getModelVersionDownloadUri("poisoned", "1"))
        .hasMessageContaining("PERMISSION_DENIED")
        .hasMessageContaining("quarantine");
    assertThat(
            delivered
                .get(AT + "/mlflow-artifacts/artifacts/models/poisoned/1/scorer.pt")
                .statusCode())
        .isEqualTo(403);
    assertThatThrownBy(
            () ->
                client.sendPost(
                    "model-versions/transition-stage",
                    "{\"name\": \"poisoned\", \"version\": \"1\", \"stage\": \"Staging\"}"))
        .hasMessageContaining("PERMISSION_DENIED")
        .hasMessageContaining("FAILED");
  }

  @Test
  void errorsAreMlflows() {
    assertThatThrownBy(() -> client.getRegisteredModel("nobody"))
        .hasMessageContaining("RESOURCE_DOES_NOT_EXIST");
    create("twice");
    assertThatThrownBy(() -> create("twice")).hasMessageContaining("RESOURCE_ALREADY_EXISTS");
    assertThatThrownBy(() -> create("Not A Name")).hasMessageContaining("INVALID_PARAMETER_VALUE");
    assertThatThrownBy(() -> client.searchModelVersions("run_id IN ('a')"))
        .hasMessageContaining("INVALID_PARAMETER_VALUE");
    assertThatThrownBy(() -> client.sendPost("model-versions/create", source("s3://bucket/model")))
        .hasMessageContaining("nothing is fetched");
    assertThatThrownBy(() -> client.sendPost("model-versions/create", source("file:///etc/passwd")))
        .hasMessageContaining("nothing is fetched");
    assertThatThrownBy(
            () ->
                client.sendPost(
                    "model-versions/create",
                    source("https://elsewhere/mlflow-artifacts/artifacts/runs/x")))
        .hasMessageContaining("nothing is fetched");
  }

  private static String source(String source) {
    return "{\"name\": \"twice\", \"source\": \"%s\"}".formatted(source);
  }

  @Test
  void nothingIsDeletedAndTagsAreHarmless() {
    create("kept");
    client.sendPost(
        "registered-models/set-tag",
        "{\"name\": \"kept\", \"key\": \"team\", \"value\": \"<b>risk</b>\"}");
    assertThat(client.getRegisteredModel("kept").getTags(0).getValue()).isEqualTo("<b>risk</b>");
    HttpResponse<String> deleted =
        delivered.send(
            "DELETE",
            AT + "/mlflow/registered-models/delete",
            "{\"name\": \"kept\"}".getBytes(StandardCharsets.UTF_8));
    assertThat(deleted.statusCode()).isEqualTo(405);
    assertThat(deleted.body()).contains("PERMISSION_DENIED").contains("revoke");
    assertThat(client.getRegisteredModel("kept").getName()).isEqualTo("kept");
  }
}
