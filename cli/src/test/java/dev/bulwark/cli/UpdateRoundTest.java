package dev.bulwark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.bulwark.cli.terminal.Terminal;
import dev.bulwark.registry.signing.PrivateKeyEc;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
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
    Instant recently = InstantSource.system().instant().minus(Duration.ofMinutes(1));
    new Session(folder, Path.of("..", "examples"), recently)
        .run(
            """
            $ copy credit-scoring @/project
            $ bulwark check @/project
            $ bulwark keys new olga --role registrar --insecure-no-passphrase --project @/project
            """);
    Path publisher =
        Files.writeString(
            folder.resolve("vendor.pub"), PrivateKeyEc.make(new SecureRandom()).publicKey().pem());
    String index = "http://localhost:" + server.getAddress().getPort() + "/index.json";
    assertThat(
            bulwark(
                "update",
                "add",
                "vendor",
                "--asset",
                "scorer",
                "--index",
                index,
                "--insecure-http",
                "--publisher",
                publisher.toString(),
                "--fetch-within",
                TERM.toSeconds() + "s",
                "--as",
                "olga"))
        .contains("within 6s");
    long begun = System.nanoTime();
    CompletableFuture<String> run =
        CompletableFuture.supplyAsync(() -> bulwark("update", "run"), Thread::startVirtualThread);
    assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
    String added =
        bulwark(
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
    assertThat(bulwark("update", "run")).contains("no other run that fetches");
    assertThat(run.get(60, TimeUnit.SECONDS)).contains("takes longer");
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(TERM.multipliedBy(3));
    assertThat(folder.resolve("project/.bulwark/registry/fetch~")).doesNotExist();
  }

  private String bulwark(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    String[] all = new String[arguments.length + 2];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[arguments.length] = "--project";
    all[arguments.length + 1] = folder.resolve("project").toString();
    Main.run(
        new Shell(
            new Terminal(stream, stream, false, false), InstantSource.system(), System::nanoTime),
        all);
    return out.toString(StandardCharsets.UTF_8);
  }
}
