package dev.bulwark.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.server.access.Action;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an attacker with a token, or none, tries through the faces of other tools.
final class DeliveryAttackTest {
  private static final String MLFLOW = "/mlflow/" + Delivered.SYSTEM + "/api/2.0";
  private static final String PROXY = MLFLOW + "/mlflow-artifacts/artifacts/";
  private static final String OCI = "/v2/" + Delivered.SYSTEM + "/attacked";

  @TempDir private static Path home;
  private static Delivered delivered;

  @BeforeAll
  static void start() {
    delivered = Delivered.in(home);
    delivered.admin().submit("/systems", "/systems", "example", "support-assistant");
  }

  @AfterAll
  static void stop() {
    delivered.close();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String run() {
    HttpResponse<String> made =
        delivered.send("POST", MLFLOW + "/mlflow/runs/create", utf8("{\"experiment_id\":\"0\"}"));
    Matcher id = Pattern.compile("\"run_id\":\"([0-9a-f]{32})\"").matcher(made.body());
    assertThat(id.find()).as(made.body()).isTrue();
    return id.group(1);
  }

  /// The server hangs up on an address that no server should be sent, at times before the client
  /// has written its request: then it is asked once more.
  private static int refused(String path) {
    try {
      return delivered.send("PUT", PROXY + path, utf8("x")).statusCode();
    } catch (java.io.UncheckedIOException e) {
      return delivered.send("PUT", PROXY + path, utf8("x")).statusCode();
    }
  }

  @Test
  void pathsThatLeaveAreRefused() {
    String run = run();
    for (String path :
        List.of(
            "runs/" + run + "/artifacts/%2e%2e/%2e%2e/x",
            "runs/" + run + "/artifacts/..%2fx",
            "runs/" + run + "/artifacts/a%00b",
            "runs/" + run + "/artifacts/a%5cb",
            "runs/" + run + "/artifacts/a//b",
            "models/scorer/1/scorer.onnx",
            "elsewhere/x")) {
      assertThat(refused(path)).as(path).isBetween(400, 404);
    }
    for (String path : List.of("../../etc", "/etc/passwd", "models/../../x", "a/./b")) {
      HttpResponse<String> list =
          delivered.get(MLFLOW + "/mlflow-artifacts/artifacts?path=" + path);
      assertThat(list.statusCode()).as(path + list.body()).isIn(200, 400);
      assertThat(list.body()).doesNotContain("passwd").doesNotContain("server.db");
    }
  }

  @Test
  void namesThatLeaveAFolderAreRefusedInManifests() {
    byte[] bytes = utf8("bytes");
    String digest = Digest.of(Bytes.of(bytes)).toString();
    delivered.send("POST", OCI + "/blobs/uploads/?digest=" + digest, bytes);
    for (String title :
        List.of(
            "../x",
            "/etc/x",
            "a/../../x",
            "C:x",
            "a\\\\..\\\\x",
            "",
            ".wrapping/oci-manifest.json",
            ".Wrapping/x")) {
      String manifest =
          "{\"schemaVersion\":2,\"config\":{\"mediaType\":\"application/vnd.oci.empty.v1+json\",\"digest\":\"sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a\",\"size\":2},\"layers\":[{\"mediaType\":\"x\",\"digest\":\"%s\",\"size\":5,\"annotations\":{\"org.opencontainers.image.title\":\"%s\"}}]}"
              .formatted(digest, title);
      HttpResponse<String> put = delivered.send("PUT", OCI + "/manifests/v1", utf8(manifest));
      assertThat(put.statusCode()).as(title).isEqualTo(400);
      assertThat(put.body()).as(title).contains("MANIFEST_INVALID");
    }
  }

  @Test
  void aTokenOfAnotherSystemFindsNothing() {
    String other = delivered.token("support-assistant", Action.values());
    for (String path :
        List.of(
            MLFLOW + "/mlflow/registered-models/search",
            PROXY + "models/scorer/1/x",
            OCI + "/tags/list",
            OCI + "/manifests/1",
            OCI + "/blobs/sha256:" + "0".repeat(64))) {
      assertThat(delivered.wire().api("GET", path, other).statusCode()).as(path).isEqualTo(404);
    }
    assertThat(delivered.wire().api("POST", OCI + "/blobs/uploads/", other).statusCode())
        .isEqualTo(404);
  }

  @Test
  void whatSomebodyElseUploadedIsNotFound() {
    String run = run();
    assertThat(
            delivered
                .send("PUT", PROXY + "runs/" + run + "/artifacts/m/x.bin", utf8("secret"))
                .statusCode())
        .isEqualTo(200);
    assertThat(delivered.get(PROXY + "runs/" + run + "/artifacts/m/x.bin").body())
        .isEqualTo("secret");
    Http eve = delivered.admin().invited("eve", "owner", "engineer");
    String hers = Delivered.token(eve, "*", Action.values());
    String place = PROXY + "runs/" + run + "/artifacts/m/x.bin";
    for (String method : List.of("GET", "DELETE", "PUT")) {
      assertThat(delivered.wire().api(method, place, hers).statusCode()).as(method).isEqualTo(404);
    }
    String source = "{\"name\":\"eves\",\"source\":\"runs:/%s/m\"}".formatted(run);
    HttpRequest.Builder register =
        delivered
            .wire()
            .to(MLFLOW + "/mlflow/model-versions/create")
            .header("Authorization", "Bearer " + hers)
            .POST(HttpRequest.BodyPublishers.ofString(source));
    delivered.wire().send(register.build());
    assertThat(delivered.get(MLFLOW + "/mlflow/registered-models/search").body())
        .doesNotContain("eves");
    assertThat(delivered.get(place).body()).as("her tries changed nothing").isEqualTo("secret");
  }

  /// A push that is refused takes no blob from another that names the same.
  @Test
  void aRefusedPushLeavesTheBlobsOfOthers() throws IOException {
    byte[] poison = Files.readAllBytes(Delivered.POISONED);
    Digest digest = Digest.of(Bytes.of(poison));
    assertThat(
            delivered.send("POST", OCI + "/blobs/uploads/?digest=" + digest, poison).statusCode())
        .isEqualTo(201);
    for (String title : List.of("one.pt", "two.pt")) {
      String manifest =
          "{\"schemaVersion\":2,\"config\":{\"mediaType\":\"application/vnd.oci.empty.v1+json\",\"digest\":\"sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a\",\"size\":2},\"layers\":[{\"mediaType\":\"x\",\"digest\":\"%s\",\"size\":%d,\"annotations\":{\"org.opencontainers.image.title\":\"%s\"}}]}"
              .formatted(digest, poison.length, title);
      HttpResponse<String> put =
          delivered.send("PUT", OCI + "/manifests/" + title.replace(".", "-"), utf8(manifest));
      assertThat(put.body()).as(title).contains("DENIED").doesNotContain("BLOB_UNKNOWN");
    }
  }

  @Test
  void aTokenThatReadsCannotPushOrMove() {
    String reader = delivered.token("*", Action.READ_SYSTEM, Action.PULL_VERSION);
    for (String path :
        List.of(
            MLFLOW + "/mlflow/registered-models/create",
            MLFLOW + "/mlflow/model-versions/create",
            MLFLOW + "/mlflow/model-versions/transition-stage",
            MLFLOW + "/mlflow/registered-models/alias",
            OCI + "/blobs/uploads/")) {
      assertThat(delivered.wire().api("POST", path, reader).statusCode()).as(path).isEqualTo(403);
    }
  }

  @Test
  void aCookieDoesNotCountWhereToolsSpeak() {
    for (String path : List.of(MLFLOW + "/mlflow/registered-models/search", OCI + "/tags/list")) {
      assertThat(delivered.admin().get(path).statusCode()).as(path).isEqualTo(401);
    }
    HttpResponse<String> browsers =
        delivered
            .wire()
            .send(
                delivered
                    .wire()
                    .to(OCI + "/tags/list")
                    .header(
                        "Authorization",
                        "Basic "
                            + java.util.Base64.getEncoder()
                                .encodeToString(utf8("x:" + delivered.token())))
                    .header("Sec-Fetch-Site", "cross-site")
                    .GET()
                    .build());
    assertThat(browsers.statusCode()).isEqualTo(401);
  }

  @Test
  void aTokenWithoutThePasswordDoesNotSign() {
    HttpResponse<String> page =
        delivered
            .admin()
            .submit(
                "/account",
                "/account/tokens",
                "label",
                "t",
                "where",
                "*",
                "days",
                "1",
                "action",
                "push-version");
    assertThat(page.statusCode()).isEqualTo(400);
    assertThat(page.body()).doesNotContainPattern("bulwark_[A-Za-z0-9_-]{43}");
  }

  @Test
  void bodiesThatNestOrRepeatAreRefused() {
    String nested = "{\"name\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}";
    for (String body :
        List.of(nested, "{\"name\":\"a\",\"name\":\"b\"}", "[]", "null", "{\"name\":\"a\"} x")) {
      HttpResponse<String> made =
          delivered.send("POST", MLFLOW + "/mlflow/registered-models/create", utf8(body));
      assertThat(made.statusCode()).isEqualTo(400);
      assertThat(made.body()).contains("INVALID_PARAMETER_VALUE").doesNotContain("Exception");
      assertThat(delivered.send("PUT", OCI + "/manifests/v1", utf8(body)).body())
          .contains("MANIFEST_INVALID");
    }
  }

  /// Less than was declared, then the end of the connection: nothing is kept.
  @Test
  void anUploadThatIsCutLeavesNothing() throws IOException, InterruptedException {
    String run = run();
    long before = objects();
    URI at = URI.create(delivered.server().address());
    try (SSLSocket socket =
        (SSLSocket) Http.trusting().getSocketFactory().createSocket(at.getHost(), at.getPort())) {
      OutputStream out = socket.getOutputStream();
      out.write(
          utf8(
              "PUT %sruns/%s/artifacts/cut.bin HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nContent-Length: 100000\r\n\r\n"
                  .formatted(PROXY, run, delivered.token())));
      out.write(new byte[5000]);
      out.flush();
      await(() -> objects() > before);
    }
    await(() -> objects() == before);
    assertThat(delivered.get(PROXY + "runs/" + run + "/artifacts/cut.bin").statusCode())
        .isEqualTo(404);
  }

  private interface Seen {
    boolean now() throws IOException;
  }

  private static void await(Seen seen) throws IOException, InterruptedException {
    for (int i = 0; i < 200 && !seen.now(); i++) {
      Thread.sleep(100);
    }
    assertThat(seen.now()).isTrue();
  }

  private static long objects() throws IOException {
    Path uploads = home.resolve("uploads");
    if (!Files.isDirectory(uploads)) {
      return 0;
    }
    try (Stream<Path> files = Files.walk(uploads)) {
      return files.filter(Files::isRegularFile).count();
    }
  }

  @Test
  void whatWaitsIsNotReadableOnTheDisk() throws IOException {
    String run = run();
    byte[] bytes = utf8("a sentence that must not lie on the disk as it is".repeat(50));
    delivered.send("PUT", PROXY + "runs/" + run + "/artifacts/plain.txt", bytes);
    assertThat(objects()).isPositive();
    try (Stream<Path> files = Files.walk(home.resolve("uploads"))) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
            .doesNotContain("must not lie on the disk");
      }
    }
  }
}
