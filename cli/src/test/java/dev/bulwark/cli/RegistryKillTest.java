package dev.bulwark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.project.Shell;
import dev.bulwark.project.registry.RegistryReader;
import dev.bulwark.project.terminal.Terminal;
import dev.bulwark.project.workspace.Home;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.state.RegistryState;
import dev.bulwark.registry.state.Version;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Kills pushes, promotions and rollbacks with SIGKILL at random moments. No acknowledged version
/// is lost, nothing is half done, and the place can open what runs.
class RegistryKillTest {
  private static final String SETUP =
      """
      $ copy credit-scoring @/project
      $ bulwark check @/project
      $ bulwark keys new cleo --role security --insecure-no-passphrase --project @/project
      $ bulwark keys new dan --role risk --insecure-no-passphrase --project @/project
      $ bulwark keys new ben --role technical --insecure-no-passphrase --project @/project
      $ bulwark keys new pri --role privacy --insecure-no-passphrase --project @/project
      $ bulwark keys new rex --role registrar --insecure-no-passphrase --project @/project
      $ bulwark keys new pia --role promoter --insecure-no-passphrase --project @/project
      $ bulwark keys new rob --role rollback --insecure-no-passphrase --project @/project
      $ bulwark attest risk-approval --as dan --project @/project
      $ bulwark attest threat-model-approval --as cleo --project @/project
      $ bulwark attest model-choice --as ben --project @/project
      $ bulwark attest privacy-assessment --as pri --project @/project
      $ bulwark model push @/project/models --name scorer --as rex --project @/project
      $ bulwark env add staging --gate stage --key-file @/staging.key --as rex --insecure-no-passphrase --project @/project
      $ bulwark promote scorer@1 --to staging --as pia --project @/project
      """;

  @TempDir Path folder;

  @Test
  void aFewKills() throws Exception {
    kill(3, 11);
  }

  /// In twenty projects, so that looking at everything again after each takes no longer and longer;
  /// `-Dkills.first` and `-Dkills.last` take some of them.
  @ParameterizedTest
  @MethodSource("twenty")
  @Tag("slow")
  void aThousandKills(int seed) throws Exception {
    kill(50, seed);
  }

  static IntStream twenty() {
    return IntStream.rangeClosed(
        Integer.getInteger("kills.first", 1), Integer.getInteger("kills.last", 20));
  }

  private void kill(int times, int seed) throws Exception {
    Instant recently = InstantSource.system().instant().minus(Duration.ofMinutes(1));
    String setup = new Session(folder, Path.of("..", "examples"), recently).run(SETUP);
    assertThat(setup).contains("staging runs scorer@1, generation 1");
    Path project = folder.resolve("project");
    Random random = new Random(seed);
    long pushed = 1;
    for (int i = 0; i < times; i++) {
      RegistryState before = state(project);
      List<String> told = runAndKill(project, before, i % 2 == 0, random.nextInt(2_000));
      RegistryState after = state(project);
      assertThat(after.discounted()).as("kill " + i).isEmpty();
      for (String line : told) {
        if (line.startsWith("pushed ") && line.endsWith(" 0")) {
          VersionId id = VersionId.parse(line.split(" ", -1)[1]).orElseThrow();
          assertThat(after.version(id).state()).as("kill " + i).isEqualTo(Version.State.READY);
          pushed++;
        }
      }
      long moved =
          told.stream()
              .filter(it -> it.startsWith("promoted 0") || it.equals("rolled-back 0"))
              .count();
      assertThat(after.environment("staging").generation())
          .as("kill " + i)
          .isGreaterThanOrEqualTo(before.environment("staging").generation() + moved);
      assertThat(bulwark("audit", project.toString())).as("kill " + i).contains("sound");
      opens(project, i);
    }
    System.out.println(
        "seed " + seed + ": " + times + " kills, " + pushed + " versions acknowledged");
  }

  /// The next command mends what a crash left: what runs was looked at, and the place opens it.
  private void opens(Path project, int kill) {
    bulwark("recheck", "--project", project.toString());
    assertThat(state(project).environment("staging").current().orElseThrow().isGood())
        .as("kill " + kill)
        .isTrue();
    String into = folder.resolve("model" + kill).toString();
    assertThat(
            bulwark(
                "open",
                "--key",
                folder.resolve("staging.key").toString(),
                "--into",
                into,
                "--project",
                project.toString()))
        .as("kill " + kill)
        .contains("holds generation");
  }

  private static RegistryState state(Path project) {
    return RegistryReader.at(Home.of(project), InstantSource.system().instant());
  }

  /// Moves again and again in a process of its own until it is killed.
  ///
  /// @param settled whether to let it acknowledge something first
  /// @return what it told of
  private List<String> runAndKill(
      Path project, RegistryState before, boolean settled, int afterMillis)
      throws IOException, InterruptedException {
    Path told = folder.resolve("told.txt");
    Process child =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                MoveForEver.class.getName(),
                project.toString(),
                Long.toString(before.next("scorer").number()))
            .redirectOutput(told.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (settled && Files.size(told) == 0 && System.nanoTime() < deadline) {
      child.waitFor(20, TimeUnit.MILLISECONDS);
    }
    child.waitFor(500 + afterMillis, TimeUnit.MILLISECONDS);
    child.destroyForcibly().waitFor();
    return Files.readAllLines(told);
  }

  private static String bulwark(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    Main.run(
        new Shell(
            new Terminal(stream, stream, false, false), InstantSource.system(), System::nanoTime),
        arguments);
    return out.toString(StandardCharsets.UTF_8);
  }
}
