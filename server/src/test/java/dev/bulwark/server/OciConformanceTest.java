package dev.bulwark.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the OCI distribution specification 1.1 asks of pull, push, tags and referrers, case by case
/// as its conformance suite walks through them, written anew over models that pass.
final class OciConformanceTest {
  private static final String AT = "/v2/" + Delivered.SYSTEM + "/conform";
  private static final String IMAGE = "application/vnd.oci.image.manifest.v1+json";
  private static final String EMPTY =
      "{\"mediaType\":\"application/vnd.oci.empty.v1+json\",\"digest\":\"sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a\",\"size\":2}";

  @TempDir private static Path home;
  private static Delivered delivered;
  private static byte[] model;
  private static String digest;

  @BeforeAll
  static void start() throws IOException {
    delivered = Delivered.in(home);
    model = Files.readAllBytes(Delivered.GOOD.resolve("scorer.onnx"));
    digest = digest(model);
  }

  @AfterAll
  static void stop() {
    delivered.close();
  }

  private static String digest(byte[] bytes) {
    return Digest.of(Bytes.of(bytes)).toString();
  }

  private static String begin(String repository) {
    HttpResponse<String> begun =
        delivered.send("POST", repository + "/blobs/uploads/", new byte[0]);
    assertThat(begun.statusCode()).isEqualTo(202);
    return begun.headers().firstValue("Location").orElseThrow();
  }

  private static void blob(String repository, byte[] bytes) {
    HttpResponse<String> put =
        delivered.send("PUT", begin(repository) + "?digest=" + digest(bytes), bytes);
    assertThat(put.statusCode()).as(put.body()).isEqualTo(201);
  }

  private static byte[] manifest(String title, byte[] bytes) {
    return ("{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[{\"mediaType\":\"application/octet-stream\",\"digest\":\"%s\",\"size\":%d,\"annotations\":{\"org.opencontainers.image.title\":\"%s\"}}]}"
            .formatted(IMAGE, EMPTY, digest(bytes), bytes.length, title))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static HttpResponse<String> push(String repository, String reference, byte[] manifest) {
    return delivered.send(
        "PUT", repository + "/manifests/" + reference, manifest, "Content-Type", IMAGE);
  }

  private static HttpResponse<String> head(String path) {
    return delivered
        .wire()
        .send(delivered.to(path).method("HEAD", HttpRequest.BodyPublishers.noBody()).build());
  }

  @Test
  void whoIsNobodyIsAskedForAToken() {
    HttpResponse<String> answer = delivered.wire().api("GET", "/v2/", "");
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Basic ");
    assertThat(answer.body()).contains("\"code\":\"UNAUTHORIZED\"");
    HttpResponse<String> push = delivered.wire().api("POST", AT + "/blobs/uploads/", "");
    assertThat(push.statusCode()).isEqualTo(401);
    assertThat(push.headers().firstValue("WWW-Authenticate")).isPresent();
    assertThat(delivered.get("/v2/").statusCode()).isEqualTo(200);
  }

  @Test
  void pullWhatIsNotThere() {
    assertThat(head(AT + "/blobs/sha256:" + "0".repeat(64)).statusCode()).isEqualTo(404);
    assertThat(delivered.get(AT + "/blobs/sha256:" + "0".repeat(64)).body())
        .contains("\"code\":\"BLOB_UNKNOWN\"");
    assertThat(delivered.get(AT + "/manifests/.INVALID").statusCode()).isBetween(400, 404);
    assertThat(delivered.get(AT + "/manifests/sha256:xyz").body()).contains("DIGEST_INVALID");
    assertThat(delivered.get(AT + "-none/manifests/v1").body()).contains("NAME_UNKNOWN");
  }

  @Test
  void pushInOneRequestThenPull() {
    String at = AT + "-one";
    HttpResponse<String> single =
        delivered.send("POST", at + "/blobs/uploads/?digest=" + digest, model);
    assertThat(single.statusCode()).isEqualTo(201);
    String location = single.headers().firstValue("Location").orElseThrow();
    assertThat(head(location).headers().firstValue("Content-Length"))
        .contains(Integer.toString(model.length));
    byte[] manifest = manifest("model.onnx", model);
    HttpResponse<String> put = push(at, "v1", manifest);
    assertThat(put.statusCode()).as(put.body()).isEqualTo(201);
    assertThat(put.headers().firstValue("Docker-Content-Digest")).contains(digest(manifest));
    HttpResponse<String> got = delivered.get(at + "/manifests/v1");
    assertThat(got.body()).isEqualTo(new String(manifest, StandardCharsets.UTF_8));
    assertThat(got.headers().firstValue("Content-Type")).contains(IMAGE);
    assertThat(head(at + "/manifests/" + digest(manifest)).statusCode()).isEqualTo(200);
    assertThat(head(at + "/blobs/" + digest).statusCode()).isEqualTo(200);
    assertThat(push(at, digest(manifest), manifest).statusCode()).isEqualTo(201);
    assertThat(push(at, "sha256:" + "0".repeat(64), manifest).body()).contains("DIGEST_INVALID");
    assertThat(delivered.get(at + "/tags/list").body()).contains("\"v1\"");
  }

  @Test
  void pushInPiecesInOrderAndOutOfIt() {
    String at = AT + "-pieces";
    String location = begin(at);
    int half = model.length / 2;
    byte[] first = Arrays.copyOfRange(model, 0, half);
    byte[] second = Arrays.copyOfRange(model, half, model.length);
    assertThat(patch(location, second, half).statusCode()).isEqualTo(416);
    HttpResponse<String> one = patch(location, first, 0);
    assertThat(one.statusCode()).isEqualTo(202);
    assertThat(one.headers().firstValue("Range")).contains("0-" + (half - 1));
    assertThat(patch(location, first, 0).statusCode()).isEqualTo(416);
    HttpResponse<String> so = delivered.get(location);
    assertThat(so.statusCode()).isEqualTo(204);
    assertThat(so.headers().firstValue("Range")).contains("0-" + (half - 1));
    assertThat(patch(location, second, half).statusCode()).isEqualTo(202);
    HttpResponse<String> end = delivered.send("PUT", location + "?digest=" + digest, new byte[0]);
    assertThat(end.statusCode()).as(end.body()).isEqualTo(201);
    assertThat(head(at + "/blobs/" + digest).statusCode()).isEqualTo(200);
  }

  private static HttpResponse<String> patch(String location, byte[] bytes, int from) {
    return delivered.send(
        "PATCH", location, bytes, "Content-Range", from + "-" + (from + bytes.length - 1));
  }

  @Test
  void anotherDigestEndsTheUpload() {
    String location = begin(AT);
    HttpResponse<String> put =
        delivered.send("PUT", location + "?digest=sha256:" + "0".repeat(64), model);
    assertThat(put.statusCode()).isEqualTo(400);
    assertThat(put.body()).contains("DIGEST_INVALID");
    assertThat(delivered.get(location).body()).contains("BLOB_UPLOAD_UNKNOWN");
  }

  @Test
  void anUploadIsCancelled() {
    String location = begin(AT);
    assertThat(delivered.send("DELETE", location, new byte[0]).statusCode()).isEqualTo(204);
    assertThat(delivered.get(location).statusCode()).isEqualTo(404);
  }

  @Test
  void mountingSparesAnUpload() {
    blob(AT + "-from", model);
    HttpResponse<String> mounted =
        delivered.send(
            "POST",
            AT
                + "-to/blobs/uploads/?mount="
                + digest
                + "&from="
                + Delivered.SYSTEM
                + "/conform-from",
            new byte[0]);
    assertThat(mounted.statusCode()).isEqualTo(201);
    HttpResponse<String> unknown =
        delivered.send(
            "POST",
            AT
                + "-to/blobs/uploads/?mount=sha256:"
                + "1".repeat(64)
                + "&from="
                + Delivered.SYSTEM
                + "/x",
            new byte[0]);
    assertThat(unknown.statusCode()).isEqualTo(202);
  }

  @Test
  void manifestsThatAreNoneAreRefused() {
    assertThat(push(AT, "v1", "{".getBytes(StandardCharsets.UTF_8)).body())
        .contains("MANIFEST_INVALID");
    byte[] missing = "never sent".getBytes(StandardCharsets.UTF_8);
    assertThat(push(AT, "v1", manifest("a.bin", missing)).body()).contains("MANIFEST_BLOB_UNKNOWN");
    HttpResponse<String> large = push(AT, "v1", new byte[(4 << 20) + 1]);
    assertThat(large.statusCode()).isEqualTo(413);
    HttpResponse<String> number = push(AT, "7", manifest("a.bin", model));
    assertThat(number.statusCode()).isEqualTo(403);
    assertThat(push(AT, "staging", manifest("a.bin", model)).body()).contains("promotion");
  }

  @Test
  void tagsComeInPages() {
    String at = AT + "-tags";
    for (String tag : new String[] {"a", "b", "c"}) {
      blob(at, model);
      assertThat(push(at, tag, manifest("m.onnx", model)).statusCode()).isEqualTo(201);
    }
    HttpResponse<String> two = delivered.get(at + "/tags/list?n=4");
    assertThat(two.body()).contains("[\"1\",\"2\",\"3\",\"a\"]");
    assertThat(two.headers().firstValue("Link").orElse("")).contains("last=a").contains("next");
    assertThat(delivered.get(at + "/tags/list?n=4&last=a").body())
        .contains("[\"b\",\"c\",\"latest\"]");
    assertThat(delivered.get(at + "/tags/list?n=0").body()).contains("[]");
  }

  @Test
  void referrersOfNothingAreNone() {
    blob(AT + "-ref", model);
    HttpResponse<String> none = delivered.get(AT + "-ref/referrers/sha256:" + "0".repeat(64));
    assertThat(none.statusCode()).isEqualTo(200);
    assertThat(none.body()).contains("\"manifests\":[]");
    HttpResponse<String> filtered =
        delivered.get(AT + "-ref/referrers/sha256:" + "0".repeat(64) + "?artifactType=x");
    assertThat(filtered.headers().firstValue("OCI-Filters-Applied")).contains("artifactType");
  }

  @Test
  void nothingIsDeleted() {
    HttpResponse<String> answer =
        delivered.send("DELETE", AT + "/manifests/sha256:" + "0".repeat(64), new byte[0]);
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.body()).contains("UNSUPPORTED").contains("revoke");
  }
}
