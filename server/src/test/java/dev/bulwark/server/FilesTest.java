package dev.bulwark.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Systems come with their files, by form and by program, and what they are worth is found out
/// here.
final class FilesTest {
  private static final Path EXAMPLE = Path.of("../examples/credit-scoring");
  private static final Path POISONED = Path.of("../examples/credit-scoring-poisoned");

  @TempDir private static Path home;
  private static RunningServer server;
  private static Http admin;
  private static String token;

  @BeforeAll
  static void start() {
    server = RunningServer.in(home);
    admin = Http.begin(server.address(), server.firstLink(), "root");
    admin.submit("/people", "/people/root/grant", "where", "*", "role", "owner");
    token = token("add-system", "replace-files", "read-system");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String token(String... actions) {
    String[] form = new String[6 + 2 * actions.length];
    System.arraycopy(new String[] {"label", "build", "where", "*", "days", "1"}, 0, form, 0, 6);
    for (int i = 0; i < actions.length; i++) {
      form[6 + 2 * i] = "action";
      form[7 + 2 * i] = actions[i];
    }
    Matcher found =
        Pattern.compile("bulwark_[A-Za-z0-9_-]{43}")
            .matcher(admin.submit("/account", "/account/tokens", form).body());
    assertThat(found.find()).isTrue();
    return found.group();
  }

  /// The files of an example under an id of its own.
  private static byte[] zip(Path project, String id) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes);
        Stream<Path> walk = Files.walk(project)) {
      for (Path file : (Iterable<Path>) walk.filter(Files::isRegularFile)::iterator) {
        String name = project.relativize(file).toString();
        if (name.startsWith(".bulwark")) {
          continue;
        }
        zip.putNextEntry(new ZipEntry(name));
        byte[] content = Files.readAllBytes(file);
        zip.write(
            name.equals("bulwark.yaml")
                ? new String(content, StandardCharsets.UTF_8)
                    .replaceFirst("(?m)^( *id: ).*$", "$1" + id)
                    .getBytes(StandardCharsets.UTF_8)
                : content);
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static HttpResponse<String> send(
      String method, String path, String bearer, String accept, byte[] body) {
    Http http = new Http(server.address());
    return http.send(
        http.to(path)
            .header("Authorization", "Bearer " + bearer)
            .header("Accept", accept)
            .header("Content-Type", "application/zip")
            .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
            .build());
  }

  private static HttpResponse<String> upload(String page, String path, byte[] zip) {
    Matcher mark =
        Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"").matcher(admin.get(page).body());
    assertThat(mark.find()).isTrue();
    return multipart(admin, path, mark.group(1), zip);
  }

  private static HttpResponse<String> multipart(Http http, String path, String mark, byte[] zip) {
    String head =
        "--edge\r\nContent-Disposition: form-data; name=\"_csrf\"\r\n\r\n"
            + mark
            + "\r\n--edge\r\nContent-Disposition: form-data; name=\"files\"; filename=\"../../x.zip\"\r\n"
            + "Content-Type: application/zip\r\n\r\n";
    return http.send(
        http.to(path)
            .header("Accept", "text/html")
            .header("Content-Type", "multipart/form-data; boundary=edge")
            .POST(
                HttpRequest.BodyPublishers.concat(
                    HttpRequest.BodyPublishers.ofString(head),
                    HttpRequest.BodyPublishers.ofByteArray(zip),
                    HttpRequest.BodyPublishers.ofString("\r\n--edge--\r\n")))
            .build());
  }

  @Test
  void aBuildAddsASystemAndSendsItsFilesAgain() throws IOException {
    HttpResponse<String> added =
        send("POST", "/api/v1/systems", token, "application/json", zip(EXAMPLE, "sent-one"));
    assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
    assertThat(added.headers().firstValue("Location")).contains("/api/v1/systems/sent-one");
    assertThat(added.headers().firstValue("Bulwark-Exit")).contains("1");
    assertThat(added.body()).contains("\"id\":\"sent-one\"").doesNotContain("PKL-001");
    HttpResponse<String> poisoned =
        send(
            "PUT",
            "/api/v1/systems/sent-one/files?all=true&gate=admit",
            token,
            "text/plain",
            zip(POISONED, "sent-one"));
    assertThat(poisoned.statusCode()).isEqualTo(200);
    assertThat(poisoned.body()).contains("PKL-001").contains("GATE admit: Deny");
    HttpResponse<String> sarif =
        send(
            "PUT",
            "/api/v1/systems/sent-one/files",
            token,
            "application/sarif+json",
            zip(EXAMPLE, "sent-one"));
    assertThat(sarif.body()).contains("\"version\":\"2.1.0\"").doesNotContain("posix.system");
    try (Stream<Path> folders = Files.list(home.resolve("systems/sent-one"))) {
      assertThat(folders.map(each -> each.getFileName().toString()))
          .as("evidence, the files of now, and those somebody may still be looking at")
          .hasSize(3)
          .contains(".bulwark");
    }
    assertThat(Files.list(home.resolve("spool"))).isEmpty();
  }

  @Test
  void aPersonDoesTheSameWithABrowser() throws IOException {
    HttpResponse<String> added = upload("/systems", "/systems", zip(EXAMPLE, "by-form"));
    assertThat(added.statusCode()).as(added.body()).isEqualTo(303);
    assertThat(added.headers().firstValue("Location")).contains("/systems/by-form");
    HttpResponse<String> replaced =
        upload("/systems/by-form", "/systems/by-form/files", zip(POISONED, "by-form"));
    assertThat(replaced.statusCode()).as(replaced.body()).isEqualTo(303);
    assertThat(admin.get("/systems/by-form").body()).contains("PKL-001");
  }

  @Test
  void whatIsRefusedChangesNothing() throws IOException {
    send("POST", "/api/v1/systems", token, "*/*", zip(EXAMPLE, "kept"));
    String files = "/api/v1/systems/kept/files";
    String before = listed("kept");
    byte[] whole = zip(EXAMPLE, "kept");
    byte[] cut = java.util.Arrays.copyOf(whole, whole.length / 2);
    record Wrong(String path, byte[] body, int status, String told) {}
    for (Wrong wrong :
        List.of(
            new Wrong(files, cut, 400, "whole zip"),
            new Wrong(files, new byte[0], 400, "whole zip"),
            new Wrong(files, zip(EXAMPLE, "other"), 400, "the manifest of kept"),
            new Wrong(files, zip(EXAMPLE, "Not An Id"), 400, "without problems"),
            new Wrong(files + "?gate=none", whole, 400, "expected a gate"),
            new Wrong("/api/v1/systems/nowhere/files", whole, 404, "nothing"))) {
      HttpResponse<String> answer = send("PUT", wrong.path(), token, "*/*", wrong.body());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(wrong.status());
      assertThat(answer.body()).contains(wrong.told()).doesNotContain(home.toString());
    }
    assertThat(send("POST", "/api/v1/systems", token, "*/*", whole).statusCode()).isEqualTo(409);
    assertThat(listed("kept")).isEqualTo(before);
    assertThat(Files.list(home.resolve("spool"))).isEmpty();
  }

  private static String listed(String system) throws IOException {
    try (Stream<Path> walk = Files.list(home.resolve("systems").resolve(system))) {
      return walk.sorted().toList().toString();
    }
  }

  @Test
  void aTokenDoesWhatItIsFor() throws IOException {
    String reading = token("read-system");
    byte[] whole = zip(EXAMPLE, "kept-out");
    assertThat(send("POST", "/api/v1/systems", reading, "*/*", whole).statusCode()).isEqualTo(403);
    assertThat(send("PUT", "/api/v1/systems/x/files", reading, "*/*", whole).statusCode())
        .isEqualTo(403);
    assertThat(send("POST", "/api/v1/systems", "bulwark_none", "*/*", whole).statusCode())
        .isEqualTo(401);
  }

  /// Looking for a form's mark reads the form: not for strangers, and not where no file is taken.
  @Test
  void aFormWithAFileIsNotReadForStrangers() {
    Http stranger = new Http(server.address());
    assertThat(multipart(stranger, "/systems", "x", new byte[10]).statusCode()).isEqualTo(401);
    assertThat(multipart(admin, "/sign-in", "x", new byte[10]).statusCode()).isEqualTo(404);
    assertThat(multipart(admin, "/systems", "forged", new byte[10]).statusCode()).isEqualTo(403);
  }
}
