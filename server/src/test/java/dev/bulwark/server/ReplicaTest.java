package dev.bulwark.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.evidence.EvidenceAudit;
import dev.bulwark.evidence.tlog.Checkpoint;
import dev.bulwark.evidence.tlog.TiledTree;
import dev.bulwark.evidence.tlog.TreeHead;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.project.workspace.WorkspaceReader;
import dev.bulwark.server.config.Configuration;
import dev.bulwark.server.project.Projects;
import dev.bulwark.server.replica.Postgres;
import dev.bulwark.server.sql.Database;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two servers, one PostgreSQL: one is paused, goes on, and is then killed, all under load. Nothing
/// that was acknowledged is lost, and all checkpoints that were handed out are of one ledger.
final class ReplicaTest {
  private static final String SYSTEM = "credit-scoring";
  private static final Pattern LEDGER =
      Pattern.compile("\"ledger\":\\{[^}]*\"root\":\"(sha256:[0-9a-f]{64})\",\"size\":(\\d+)");

  /// A server in a process of its own.
  private record Replica(Process process, String address, String link) implements AutoCloseable {
    static Replica start(Path home, String database) throws IOException {
      ProcessBuilder builder =
          new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-Xmx512m",
              "-XX:+UseSerialGC",
              "-XX:TieredStopAtLevel=1",
              "--enable-native-access=ALL-UNNAMED",
              "-cp",
              System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
              "dev.bulwark.server.Main",
              "up",
              "--home",
              home.toString(),
              "--port",
              "0",
              "--database",
              database);
      builder
          .environment()
          .putAll(
              Map.of(
                  "BULWARK_REPLICAS_ENABLED", "true",
                  "BULWARK_REPLICAS_LEASE", "2s",
                  "BULWARK_REPLICAS_WAIT", "20s"));
      Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
      BufferedReader out = process.inputReader();
      String address = "";
      String link = "";
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.startsWith("Bulwark answers at ")) {
          address = line.substring("Bulwark answers at ".length());
        }
        if (line.contains("first administrator")) {
          link = line.replaceAll(".*(https://\\S+).*", "$1");
        }
        if (line.contains("Ctrl-C")) {
          return new Replica(process, address, link);
        }
      }
      throw new IOException("the server did not start");
    }

    void signal(String name) throws IOException, InterruptedException {
      new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }

  /// What a client was told.
  private record Told(long size, Digest root) {}

  private final Queue<Told> acknowledged = new ConcurrentLinkedQueue<>();
  private final Queue<Bytes> notes = new ConcurrentLinkedQueue<>();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicInteger late = new AtomicInteger();
  private final AtomicBoolean stop = new AtomicBoolean();

  private static String token(Http admin) {
    Matcher found =
        Pattern.compile("bulwark_[A-Za-z0-9_-]{43}")
            .matcher(
                admin
                    .submit(
                        "/account",
                        "/account/tokens",
                        "label",
                        "load",
                        "where",
                        "*",
                        "days",
                        "1",
                        "action",
                        "read-system",
                        "action",
                        "check-system")
                    .body());
    assertThat(found.find()).isTrue();
    return found.group();
  }

  private void load(String address, String token) {
    Http http = new Http(address);
    while (!stop.get()) {
      try {
        HttpResponse<String> answer =
            http.api("POST", "/api/v1/systems/" + SYSTEM + "/checks", token);
        Matcher ledger = LEDGER.matcher(answer.body());
        if (answer.statusCode() == 200 && ledger.find()) {
          acknowledged.add(
              new Told(Long.parseLong(ledger.group(2)), Digest.parse(ledger.group(1))));
        } else {
          refused.incrementAndGet();
          late.addAndGet(
              answer.statusCode() == 503 && answer.headers().firstValue("Retry-After").isEmpty()
                  ? 1
                  : 0);
        }
        HttpResponse<String> note =
            http.api("GET", "/systems/" + SYSTEM + "/tlog/checkpoint", token);
        if (note.statusCode() == 200) {
          notes.add(Bytes.utf8(note.body()));
        }
      } catch (UncheckedIOException e) {
        refused.incrementAndGet();
        pause(50);
      }
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void waitForMore(int count) {
    int before = acknowledged.size();
    long until = System.nanoTime() + 120_000_000_000L;
    while (acknowledged.size() < before + count && System.nanoTime() < until) {
      pause(50);
    }
    assertThat(acknowledged.size()).as("it goes on").isGreaterThanOrEqualTo(before + count);
  }

  @Test
  void aKilledLeaderLosesNothingAndTheLedgerNeverForks(@TempDir Path home)
      throws IOException, InterruptedException {
    try (Postgres postgres = new Postgres()) {
      String url = postgres.schema();
      try (Replica one = Replica.start(home, url);
          Replica two = Replica.start(home, url)) {
        Http admin = Http.begin(two.address(), two.link(), "root");
        admin.submit("/people", "/people/root/grant", "where", "*", "role", "owner");
        admin.submit("/systems", "/systems", "example", SYSTEM);
        String token = token(admin);
        List<Thread> clients = new ArrayList<>();
        for (String address : List.of(one.address(), two.address(), one.address(), two.address())) {
          clients.add(Thread.startVirtualThread(() -> load(address, token)));
        }
        waitForMore(4);
        one.signal("STOP");
        waitForMore(2);
        one.signal("CONT");
        waitForMore(4);
        one.signal("KILL");
        waitForMore(3);
        stop.set(true);
        for (Thread client : clients) {
          client.join();
        }
      }
      verify(home, url);
    }
  }

  private void verify(Path home, String url) {
    try (Database database = Database.open(url)) {
      Configuration settings =
          Configuration.of(Map.of("replicas.enabled", "true", "database", url));
      WorkspaceReader reader =
          WorkspaceReader.open(
              new Projects(
                      database,
                      Instant::now,
                      home.resolve("systems"),
                      Sharing.shelves(database, ServerConfig.of(home, settings)))
                  .require(SYSTEM)
                  .home());
      assertThat(reader.audit()).isInstanceOf(EvidenceAudit.Result.Sound.class);
      TiledTree tree = TiledTree.open(reader.tiles(), reader.checkpoint());
      assertThat(acknowledged).hasSizeGreaterThan(12);
      for (Told told : acknowledged) {
        assertThat(
                tree.proveConsistency(told.size())
                    .proves(
                        new TreeHead(tree.head().origin(), told.size(), told.root()), tree.head()))
            .as("acknowledged at " + told.size())
            .isTrue();
      }
      assertThat(notes).isNotEmpty();
      for (Bytes note : notes) {
        assertThat(Checkpoint.verify(note, reader.ledger()))
            .isInstanceOfSatisfying(
                Checkpoint.Verification.Verified.class,
                known ->
                    assertThat(
                            tree.proveConsistency(known.checkpoint().size())
                                .proves(known.checkpoint().head(), tree.head()))
                        .isTrue());
      }
      assertThat(late).as("503 without a time to come again").hasValue(0);
      System.out.printf(
          "replicas: %d acknowledged, %d refused or cut, %d checkpoints, %d entries%n",
          acknowledged.size(), refused.get(), notes.size(), tree.head().size());
    }
  }
}
