package dev.bulwark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A run over a source that sends a byte now and then, on real time and a real network.
class UpdateRoundTest {
  private static final Duration TERM = Duration.ofSeconds(6);

  @TempDir Path folder;
  private final CountDownLatch asked = new CountDownLatch(1);
  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          asked.countDown();
          while (true) {
            exchange.getResponseBody().write(' ');
            exchange.getResponseBody().flush();
            try {
              Thread.sleep(100);
            } catch (InterruptedException e) {
              return;
            }
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void aSlowSourceEndsInTimeAndKeepsNobodyFromTheRegistry() throws Exception {
    OlgasProject project = OlgasProject.in(folder);
    String index = "http://localhost:" + server.getAddress().getPort() + "/index.json";
    assertThat(
            project.follow(
                "vendor", index, "--insecure-http", "--fetch-within", TERM.toSeconds() + "s"))
        .contains("within 6s");
    long begun = System.nanoTime();
    CompletableFuture<String> run =
        CompletableFuture.supplyAsync(
            () -> project.bulwark("update", "run"), Thread::startVirtualThread);
    assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
    String added =
        project.bulwark(
            "env",
            "add",
            "staging",
            "--gate",
            "stage",
            "--key-file",
            folder.resolve("staging.key").toString(),
            "--as",
            "olga",
            "--insecure-no-passphrase");
    assertThat(run).as("the run still waits for its source").isNotDone();
    assertThat(added).contains("staging");
    assertThat(project.bulwark("update", "run")).contains("no other run that fetches");
    assertThat(run.get(60, TimeUnit.SECONDS)).contains("takes longer");
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(TERM.multipliedBy(3));
    assertThat(folder.resolve("project/.bulwark/registry/fetch~")).doesNotExist();
  }
}
