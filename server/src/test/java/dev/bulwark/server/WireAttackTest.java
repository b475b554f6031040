package dev.bulwark.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What people try with bytes, paths and headers. None gets in, and no answer tells more than it
/// must.
final class WireAttackTest {
  private static Siege siege;

  @BeforeAll
  static void start(@TempDir Path home) {
    siege = new Siege(home);
  }

  @AfterAll
  static void stop() {
    siege.close();
  }

  @Test
  void pathsDoNotLeaveTheirPlace() throws IOException {
    for (String path :
        List.of(
            "/assets/../migration/V1__accounts.sql",
            "/assets/%2e%2e/migration/V1__accounts.sql",
            "/assets/..%2fmigration/V1__accounts.sql",
            "/assets/%252e%252e/migration/V1__accounts.sql",
            "/assets//../../../../etc/passwd",
            "/systems/..%2f..%2fetc",
            "/systems/credit-scoring/documents/..%2f..%2fkeys%2fjudge.key",
            "/assets/console.css%00.txt",
            "/assets/.\\..\\migration\\V1__accounts.sql")) {
      String answer =
          siege.raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
      assertThat(answer).as(path).doesNotStartWith("HTTP/1.1 200").doesNotContain("create table");
      assertThat(answer).as(path).doesNotContainIgnoringCase("exception").doesNotContain("Jetty");
    }
  }

  @Test
  void twoLengthsAndOtherTricksOfFramingAreRefused() throws IOException {
    for (String head :
        List.of(
            "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
            "Content-Length: 4\r\nContent-Length: 5\r\n",
            "Transfer-Encoding: chunked, identity\r\nTransfer-Encoding: x\r\n",
            "Content-Length: +4\r\n",
            "Content-Length : 4\r\n")) {
      String answer =
          siege.raw(
              "POST /sign-in HTTP/1.1\r\nHost: localhost\r\n"
                  + head
                  + "Connection: close\r\n\r\n0\r\n\r\nGET /people HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertThat(answer).as(head).startsWith("HTTP/1.1 400").doesNotContain("HTTP/1.1 200");
    }
  }

  @Test
  void anotherNameThanTheCertificatesIsRefused() throws IOException {
    assertThat(
            siege.raw("GET /sign-in HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 400")
        .doesNotContain("evil.example");
  }

  @Test
  void olderProtocolsAreNotSpoken() throws IOException {
    try (SSLSocket socket = siege.socket()) {
      socket.setEnabledProtocols(new String[] {"TLSv1.2"});
      assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLHandshakeException.class);
    }
  }

  @Test
  void whatIsTooLargeIsRefused() {
    HttpResponse<String> form =
        siege
            .stranger()
            .submit("/sign-in", "/sign-in", "name", "x".repeat(400_000), "password", "y");
    assertThat(form.statusCode()).isIn(400, 413);
    HttpResponse<String> head =
        siege.admin.send(
            siege.admin.to("/sign-in").header("X-Long", "x".repeat(40_000)).GET().build());
    assertThat(head.statusCode()).isEqualTo(431);
  }

  @Test
  void everyAnswerForbidsWhatPagesDoNotNeed() {
    for (String path : List.of("/sign-in", "/assets/console.css", "/nothing", "/api/v1/systems")) {
      var headers = siege.admin.get(path).headers();
      assertThat(headers.firstValue("Content-Security-Policy").orElse(""))
          .contains("default-src 'none'")
          .doesNotContain("unsafe");
      assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
      assertThat(headers.firstValue("Strict-Transport-Security")).isPresent();
      assertThat(headers.firstValue("Server")).isEmpty();
    }
  }

  @Test
  void otherMethodsAndTypesAreProblemsNotTraces() {
    for (String method : List.of("TRACE", "PUT", "DELETE", "PATCH", "FOO")) {
      HttpResponse<String> answer =
          siege.admin.send(
              siege
                  .admin
                  .to("/api/v1/systems")
                  .header("Authorization", "Bearer x")
                  .method(method, Http.none())
                  .build());
      assertThat(answer.statusCode()).as(method).isBetween(400, 405);
      assertThat(answer.body()).as(method).doesNotContain("Exception").doesNotContain("at org.");
    }
    siege.grant("owner");
    HttpResponse<String> number =
        siege.admin.send(
            siege
                .admin
                .to("/api/v1/systems/credit-scoring/evidence?limit=many")
                .header("Accept", "application/json")
                .GET()
                .build());
    assertThat(number.statusCode()).isEqualTo(400);
    assertThat(number.headers().firstValue("Content-Type")).contains("application/problem+json");
  }

  @Test
  void markupInWhatPeopleTypeStaysText() {
    HttpResponse<String> answer =
        Siege.signIn(siege.stranger(), "\"><script>alert(1)</script>", "wrong password");
    assertThat(answer.body()).doesNotContain("<script>alert");
    assertThat(answer.statusCode()).isEqualTo(401);
  }

  @Test
  void aSlowClientIsLetGo() throws IOException {
    try (SSLSocket socket = siege.socket()) {
      socket.setSoTimeout(60_000);
      socket
          .getOutputStream()
          .write("GET /sign-in HTTP/1.1\r\nHost: local".getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      long from = System.nanoTime();
      int read = socket.getInputStream().read();
      assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(45));
      assertThat(read == -1 || read == 'H').isTrue();
    }
  }
}
