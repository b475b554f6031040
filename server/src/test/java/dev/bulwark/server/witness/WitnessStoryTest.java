package dev.bulwark.server.witness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.project.Shell;
import dev.bulwark.project.terminal.Terminal;
import dev.bulwark.project.workspace.Home;
import dev.bulwark.project.workspace.WorkspaceReader;
import dev.bulwark.server.web.Certificate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real witness over TLS and a real ledger that grows, is rolled back, is rewritten.
final class WitnessStoryTest {
  @TempDir private Path temp;
  private WitnessServer server;
  private Certificate certificate;
  private Path project;
  private Path keys;

  @BeforeEach
  void start() throws IOException {
    project = temp.resolve("project");
    copy(Path.of("../examples/credit-scoring"), project);
    command("check", project.toString());
    Path vkeys =
        Files.writeString(
            temp.resolve("ledger.vkeys"), WorkspaceReader.open(Home.of(project)).ledger().vkeys());
    WitnessHome home = WitnessHome.open(temp.resolve("witness"), "witness.example");
    home.add(vkeys);
    certificate =
        Certificate.ensure(home.certificate(), "localhost", Instant.now(), new SecureRandom());
    server =
        new WitnessServer(
            new InetSocketAddress("localhost", 0),
            certificate,
            home.witness(),
            home.cosigner().vkeys(),
            InstantSource.system());
    keys = Files.writeString(temp.resolve("witness.vkeys"), home.cosigner().vkeys());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  private record Said(int code, String text) {}

  private static Said command(String... all) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    SequencedMap<String, Function<Shell, Object>> more = new LinkedHashMap<>();
    more.put("witness", WitnessCommand::of);
    int code =
        dev.bulwark.cli.Main.run(
            new Shell(
                new Terminal(stream, stream, false, false),
                InstantSource.system(),
                System::nanoTime),
            more,
            all);
    return new Said(code, out.toString(StandardCharsets.UTF_8));
  }

  private Said ask(Path asked, Path save) {
    return command(
        "witness",
        "ask",
        "https://localhost:" + server.port(),
        asked.toString(),
        "--witness-key=" + keys,
        "--save=" + save,
        "--fingerprint=" + certificate.fingerprint());
  }

  private Said audit(Path seen) {
    return command("audit", project.toString(), "--from=" + seen, "--witness-key=" + keys);
  }

  /// Starts a witness as a service manager does, until it answers.
  private String run(Path home, Path... ledgers) throws InterruptedException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    java.util.List<String> args = new java.util.ArrayList<>();
    args.addAll(java.util.List.of("--home", home.toString(), "--port", "0"));
    for (Path ledger : ledgers) {
      args.addAll(java.util.List.of("--ledger", ledger.toString()));
    }
    Thread running =
        Thread.ofPlatform()
            .start(
                () ->
                    new picocli.CommandLine(
                            new WitnessRun(
                                new Shell(
                                    new Terminal(stream, stream, false, false),
                                    InstantSource.system(),
                                    System::nanoTime)))
                        .setErr(new java.io.PrintWriter(stream, true))
                        .execute(args.toArray(String[]::new)));
    while (running.isAlive() && !out.toString(StandardCharsets.UTF_8).contains("its keys:")) {
      Thread.sleep(50);
    }
    running.interrupt();
    running.join();
    return out.toString(StandardCharsets.UTF_8);
  }

  private static Path vkeys(Path file, String origin) throws IOException {
    Path key = file.resolveSibling(file.getFileName() + ".key");
    dev.bulwark.project.workspace.LedgerKeyFile.create(key, origin);
    dev.bulwark.project.workspace.LedgerKeyFile read =
        dev.bulwark.project.workspace.LedgerKeyFile.read(key);
    return Files.writeString(file, read.open().verifier(origin).vkeys());
  }

  @Test
  void theSameCommandStartsItAgainAndKnowsEveryLedger() throws IOException, InterruptedException {
    Path home = temp.resolve("again");
    String name = "bulwark/a-name-that-is-longer-than-sixty-characters-by-itself-and-then-";
    Path one = vkeys(temp.resolve("one"), name + "one");
    Path two = vkeys(temp.resolve("two"), name + "two");
    assertThat(run(home, one, two)).contains("ledgers it knows      2");
    assertThat(run(home, one, two)).contains("ledgers it knows      2");
    Path other = vkeys(temp.resolve("other"), name + "one");
    assertThat(run(home, other))
        .contains("expected the keys this witness knows of " + name + "one")
        .doesNotContain("its keys:");
    assertThat(run(home)).contains("ledgers it knows      2");
  }

  @Test
  void whatGrowsIsSeenGrowingAndWhatIsTakenBackIsRefused() throws IOException {
    Path before = temp.resolve("before");
    copy(project, before);
    Path seen = temp.resolve("seen");
    assertThat(ask(project, seen).text()).startsWith("witness.example saw ");
    command("check", project.toString());
    assertThat(audit(seen).text())
        .contains("has only grown since")
        .contains("witness.example saw that checkpoint at ");
    assertThat(
            command(
                    "audit",
                    project.toString(),
                    "--from=" + seen,
                    "--witness-key=" + keys,
                    "--json")
                .text())
        .contains("\"witness\":\"witness.example\"");
    assertThat(ask(project, seen).code()).isZero();
    assertThat(ask(project, seen).code()).as("the same again").isZero();
    Said rolledBack = ask(before, temp.resolve("none"));
    assertThat(rolledBack.text()).contains("this ledger was rolled back");
    assertThat(rolledBack.code()).isEqualTo(4);
    command("check", before.toString());
    command("check", before.toString());
    Said other = ask(before, temp.resolve("none"));
    assertThat(other.text()).contains("another history");
    assertThat(temp.resolve("none")).doesNotExist();
  }

  @Test
  void whatNobodySignedIsNotBelieved() throws IOException {
    Path kept = temp.resolve("kept");
    command("audit", project.toString(), "--save=" + kept);
    assertThat(audit(kept).text()).contains("found none that hold");
    assertThat(command("audit", project.toString(), "--witness-key=" + keys).code()).isEqualTo(4);
    Path stranger = temp.resolve("stranger");
    copy(Path.of("../examples/credit-scoring"), stranger);
    command("check", stranger.toString());
    Said unknown = ask(stranger, temp.resolve("none"));
    assertThat(unknown.text()).contains("keys it knows");
    Files.writeString(keys, WorkspaceReader.open(Home.of(project)).ledger().vkeys());
    assertThat(ask(project, temp.resolve("none")).text()).contains("lines that do not hold");
    assertThat(temp.resolve("none")).doesNotExist();
  }
}
