package dev.bulwark.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.evidence.EvidenceAudit;
import dev.bulwark.project.workspace.Home;
import dev.bulwark.project.workspace.WorkspaceReader;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A stop waits for what runs, and no longer than it was told; a client cannot hold a request open.
final class StopTest {
  @TempDir private Path home;

  private static void sound(Path home) {
    WorkspaceReader reader =
        WorkspaceReader.open(Home.of(home.resolve("systems").resolve("credit-scoring")));
    assertThat(reader.audit()).isInstanceOf(EvidenceAudit.Result.Sound.class);
  }

  private CompletableFuture<HttpResponse<String>> checking(Http admin, RunningServer server)
      throws InterruptedException {
    CompletableFuture<HttpResponse<String>> check =
        CompletableFuture.supplyAsync(
            () -> admin.submit("/systems", "/systems", "example", "credit-scoring"));
    var desk = server.server().context().getBean(dev.bulwark.server.project.ProjectDesk.class);
    while (desk.writing() == 0 && !check.isDone()) {
      Thread.sleep(1);
    }
    assertThat(check).as("still at work").isNotDone();
    return check;
  }

  @Test
  void aRunningCheckIsFinishedAndAnswered() throws InterruptedException {
    RunningServer server = RunningServer.in(home);
    Http admin = Http.begin(server.address(), server.firstLink(), "root");
    CompletableFuture<HttpResponse<String>> check = checking(admin, server);
    long began = System.nanoTime();
    server.close();
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(20));
    assertThat(check.handle((answer, failed) -> failed == null ? answer.statusCode() : -1).join())
        .as("what was begun is answered; the redirect after it may meet a closed door")
        .isIn(200, 303, -1);
    sound(home);
    try (RunningServer again = RunningServer.in(home)) {
      assertThat(again.server().context().getBean(dev.bulwark.server.project.Projects.class).all())
          .as("the system was taken in")
          .hasSize(1);
    }
  }

  @Test
  void aStopThatWillNotWaitLeavesTheLedgerWhole() throws InterruptedException {
    RunningServer server = RunningServer.with(home, Map.of("stop.patience", "1ms"));
    Http admin = Http.begin(server.address(), server.firstLink(), "root");
    CompletableFuture<HttpResponse<String>> check = checking(admin, server);
    server.close();
    check.handle((answer, failed) -> failed == null).join();
    try (RunningServer again = RunningServer.in(home)) {
      Http back = new Http(again.address());
      assertThat(
              back.submit(
                      "/sign-in", "/sign-in", "name", "root", "password", RunningServer.PASSWORD)
                  .statusCode())
          .isIn(200, 303);
      back.submit("/systems", "/systems", "example", "credit-scoring");
      sound(home);
    }
  }

  @Test
  void aBodyThatTricklesIsCutOff() throws IOException {
    try (RunningServer server = RunningServer.in(home)) {
      int port = Integer.parseInt(server.address().replaceAll(".*:", ""));
      try (SSLSocket socket =
          (SSLSocket) Http.trusting().getSocketFactory().createSocket("localhost", port)) {
        socket.setSoTimeout(500);
        var out = socket.getOutputStream();
        out.write(
            "POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 200000\r\n\r\n"
                .getBytes(StandardCharsets.ISO_8859_1));
        long began = System.nanoTime();
        boolean cut = false;
        while (!cut && System.nanoTime() - began < 40_000_000_000L) {
          try {
            out.write('a');
            out.flush();
            cut = socket.getInputStream().read() >= -1;
          } catch (java.net.SocketTimeoutException e) {
            cut = false;
          } catch (IOException e) {
            cut = true;
          }
        }
        assertThat(cut).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - began))
            .isBetween(Duration.ofSeconds(8), Duration.ofSeconds(20));
      }
    }
  }
}
