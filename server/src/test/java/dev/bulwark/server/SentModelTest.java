package dev.bulwark.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A model pushed to a system whose files were sent: what is attached to it knows these files.
final class SentModelTest {
  private static final Path EXAMPLE = Path.of("../examples/credit-scoring");
  private static final String AT = "/v2/sent/scorer";

  @TempDir private Path home;

  private static byte[] zip() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes);
        Stream<Path> walk = Files.walk(EXAMPLE)) {
      for (Path file : (Iterable<Path>) walk.filter(Files::isRegularFile)::iterator) {
        String name = EXAMPLE.relativize(file).toString();
        if (!name.startsWith(".bulwark")) {
          zip.putNextEntry(new ZipEntry(name));
          byte[] content = Files.readAllBytes(file);
          zip.write(
              name.equals("bulwark.yaml")
                  ? new String(content, StandardCharsets.UTF_8)
                      .replaceFirst("(?m)^( *id: ).*$", "$1sent")
                      .getBytes(StandardCharsets.UTF_8)
                  : content);
          zip.closeEntry();
        }
      }
    }
    return bytes.toByteArray();
  }

  private static String pushed(Delivered delivered) throws IOException {
    List<String> layers = new ArrayList<>();
    for (String name : List.of("scorer.safetensors", "scorer.onnx")) {
      byte[] content = Files.readAllBytes(Delivered.GOOD.resolve(name));
      Digest digest = Digest.of(Bytes.of(content));
      assertThat(
              delivered.send("POST", AT + "/blobs/uploads/?digest=" + digest, content).statusCode())
          .isEqualTo(201);
      layers.add(
          "{\"mediaType\":\"x\",\"digest\":\"%s\",\"size\":%d,\"annotations\":{\"org.opencontainers.image.title\":\"models/%s\"}}"
              .formatted(digest, content.length, name));
    }
    String manifest =
        "{\"schemaVersion\":2,\"config\":{\"mediaType\":\"application/vnd.oci.empty.v1+json\",\"digest\":\"sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a\",\"size\":2},\"layers\":[%s]}"
            .formatted(String.join(",", layers));
    HttpResponse<String> put =
        delivered.send("PUT", AT + "/manifests/v1", manifest.getBytes(StandardCharsets.UTF_8));
    assertThat(put.statusCode()).as(put.body()).isEqualTo(201);
    return Digest.of(Bytes.utf8(manifest)).toString();
  }

  private static String digestAfter(String text, String begin) {
    Matcher found =
        Pattern.compile(Pattern.quote(begin) + ".*?(sha256:[0-9a-f]{64})").matcher(text);
    assertThat(found.find()).as(text).isTrue();
    return found.group(1);
  }

  @Test
  void theBillOfAPushedModelSaysWhatTheSentManifestSays() throws IOException {
    try (Delivered delivered = Delivered.in(home)) {
      HttpResponse<String> added =
          delivered.send("POST", "/api/v1/systems", zip(), "Content-Type", "application/zip");
      assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
      String listed = delivered.get(AT + "/referrers/" + pushed(delivered)).body();
      String attached = digestAfter(listed, "cyclonedx");
      String manifest = delivered.get(AT + "/manifests/" + attached).body();
      String bill = delivered.get(AT + "/blobs/" + digestAfter(manifest, "\"layers\"")).body();
      assertThat(bill).contains("CycloneDX").contains("\"records\"");
    }
  }
}
