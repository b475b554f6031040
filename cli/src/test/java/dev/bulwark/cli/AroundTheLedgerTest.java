package dev.bulwark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.evidence.Evidence;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.project.Shell;
import dev.bulwark.project.registry.RegistryReader;
import dev.bulwark.project.terminal.Terminal;
import dev.bulwark.project.workspace.Home;
import dev.bulwark.project.workspace.Workspace;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.event.Reference;
import dev.bulwark.registry.event.RegistryEvent;
import dev.bulwark.registry.event.RegistryEvent.Deployed.Kind;
import dev.bulwark.registry.state.RegistryState;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Five ways around the gate past the registry's own door, from where {@link AroundTheCommandsTest}
/// starts: the command says no or nothing moved. Where the ledger cannot be written it holds no
/// refusal, and the command fails instead of going on.
class AroundTheLedgerTest {
  private static final Instant BEGAN = InstantSource.system().instant().minus(Duration.ofHours(1));
  private static final String PROMOTE =
      "$ bulwark promote scorer@1 --to production --as pia -C @/project\n";

  @TempDir static Path made;

  @TempDir Path folder;

  @BeforeAll
  static void theReleaseGateIsOpen() {
    assertThat(new Session(made, Path.of("..", "examples"), BEGAN).run(GateOpen.SETUP))
        .contains("release Allow");
  }

  @BeforeEach
  void everyWayHasItsOwn() {
    GateOpen.copy(made, folder);
  }

  private Session session() {
    return new Session(folder, Path.of("..", "examples"), InstantSource.system().instant());
  }

  private Home home() {
    return Home.of(folder.resolve("project"));
  }

  private RegistryState state() {
    return RegistryReader.at(home(), InstantSource.system().instant().plus(Duration.ofDays(1)));
  }

  /// Two processes promote at the same moment: one generation counts, and no more.
  @Test
  void ofTwoProcessesThatPromoteAtOnceOneMoves() throws Exception {
    List<Process> both = List.of(promoting(), promoting());
    int moved = 0;
    for (Process each : both) {
      assertThat(each.waitFor(2, TimeUnit.MINUTES)).isTrue();
      moved += each.exitValue() == 0 ? 1 : 0;
    }
    RegistryState state = state();
    assertThat(moved).isBetween(1, 2);
    assertThat(state.environment("production").generation()).isEqualTo(moved);
    assertThat(state.discounted()).isEmpty();
  }

  private Process promoting() throws IOException {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "promote",
            "scorer@1",
            "--to",
            "production",
            "--as",
            "pia",
            "-C",
            folder.resolve("project").toString())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /// The newest entries, changed where they lie.
  @Test
  void anEditedLedgerMovesNothing() throws IOException {
    List<Path> tiles;
    try (Stream<Path> files = Files.walk(folder.resolve("project/.bulwark"))) {
      tiles =
          files
              .filter(Files::isRegularFile)
              .filter(file -> file.toString().contains("tile/entries"))
              .toList();
    }
    assertThat(tiles).isNotEmpty();
    for (Path tile : tiles) {
      byte[] bytes = Files.readAllBytes(tile);
      bytes[bytes.length - 40] ^= 1;
      Files.write(tile, bytes);
    }
    assertThat(session().run(PROMOTE)).contains("[exit 2]").doesNotContain("runs scorer@1");
    assertThat(folder.resolve("project/.bulwark/registry/desired/production.pass")).doesNotExist();
  }

  /// The ledger of before a revocation, with everything but the passes as it was.
  @Test
  void aLedgerPutBackToAnOlderCopyMovesNothing() throws IOException {
    Session session = session();
    assertThat(
            session.run(
                "$ bulwark model revoke scorer@1 --reason leaked --as rex -C @/project\n$ bulwark recheck -C @/project\n"))
        .contains("REVOKED");
    Path passes = Path.of("project", ".bulwark", "registry", "desired");
    Path newer = folder.resolve("newer");
    GateOpen.copy(folder.resolve(passes), newer);
    wipe(folder.resolve("project"));
    GateOpen.copy(made.resolve("project"), folder.resolve("project"));
    wipe(folder.resolve(passes));
    GateOpen.copy(newer, folder.resolve(passes));
    for (String move :
        List.of(
            PROMOTE,
            "$ bulwark rollback staging --as rob -C @/project\n",
            "$ bulwark env suspend staging --as rob -C @/project\n")) {
      assertThat(session.run(move))
          .contains("this ledger was put back to an older copy")
          .contains("[workspace-ledger-put-back]")
          .endsWith("[exit 2]\n");
    }
    assertThat(state().environment("production").deployments()).isEmpty();
    assertThat(state().environment("staging").generation()).isEqualTo(1);
  }

  private static void wipe(Path path) {
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// To a moment before the newest entry of the ledger.
  @Test
  void aClockThatIsSetBackMovesNothing() {
    session().run("$ bulwark keys new sue --insecure-no-passphrase -C @/project\n");
    Session before =
        new Session(folder, Path.of("..", "examples"), BEGAN.plus(Duration.ofMinutes(30)));
    assertThat(before.run(PROMOTE)).contains("[clock-set-back]").endsWith("[exit 2]\n");
    assertThat(state().environment("production").deployments()).isEmpty();
  }

  /// Whoever has the judge's key and writes past the command: no person, no decision.
  @Test
  void aForgedMoveUnderTheJudgesKeyCountsForNothing() {
    try (Workspace workspace = Workspace.open(home(), shell())) {
      Evidence any = workspace.evidence().getLast();
      RegistryEvent forged =
          new RegistryEvent.Deployed(
              "production",
              1,
              Kind.PROMOTION,
              new TreeMap<>(Map.of(new VersionId("scorer", 2), Digest.of(Bytes.utf8("grant")))),
              Optional.of(Reference.to(any)),
              Reference.to(any),
              "");
      workspace.record(forged.statement(List.of()), workspace.judge());
    }
    Session session = session();
    assertThat(session.run("$ bulwark env list -C @/project\n"))
        .contains("nothing was ever deployed here");
    assertThat(session.run("$ bulwark open --key @/production.key --into @/model -C @/project\n"))
        .contains("expected the pass of this environment")
        .doesNotContain("[exit 0]");
    assertThat(folder.resolve("model")).doesNotExist();
    assertThat(state().discounted()).hasSize(1);
    assertThat(session.run(PROMOTE)).as("the straight way stays").contains("generation 1");
  }

  private static Shell shell() {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    return new Shell(
        new Terminal(nowhere, nowhere, false, false), InstantSource.system(), System::nanoTime);
  }
}
