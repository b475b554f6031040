package dev.bulwark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.project.Shell;
import dev.bulwark.project.registry.RegistryReader;
import dev.bulwark.project.terminal.Terminal;
import dev.bulwark.project.workspace.Home;
import dev.bulwark.registry.event.RegistryEvent;
import dev.bulwark.registry.state.Deployment;
import dev.bulwark.registry.state.RegistryState;
import dev.bulwark.registry.state.Version;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills passes over a channel with SIGKILL at random moments. The next pass ends what was begun,
/// no release is taken in twice, and staging runs the newest.
class UpdateKillTest {
  private static final String SETUP =
      """
      $ bulwark check @/project
      $ bulwark keys new cleo --role security --insecure-no-passphrase --project @/project
      $ bulwark keys new dan --role risk --insecure-no-passphrase --project @/project
      $ bulwark keys new ben --role technical --insecure-no-passphrase --project @/project
      $ bulwark keys new pri --role privacy --insecure-no-passphrase --project @/project
      $ bulwark keys new olga --role registrar --role promoter --role rollback --insecure-no-passphrase --project @/project
      $ bulwark attest risk-approval --as dan --project @/project
      $ bulwark attest threat-model-approval --as cleo --project @/project
      $ bulwark attest model-choice --as ben --project @/project
      $ bulwark attest privacy-assessment --as pri --project @/project
      $ bulwark env add staging --gate stage --key-file @/staging.key --as olga --insecure-no-passphrase --project @/project
      $ bulwark sign --new-key @/vendor.pem --insecure-no-passphrase
      $ bulwark update add vendor --asset scorer --folder @/releases --publisher @/vendor.pem.pub --place models --to staging --as olga --project @/project
      """;

  @TempDir Path folder;

  @Test
  void aFewKills() throws Exception {
    kill(3);
  }

  @Test
  @Tag("slow")
  void threeHundredKills() throws Exception {
    kill(300);
  }

  private void kill(int times) throws Exception {
    new Session(folder, Path.of("..", "examples")).run("$ copy credit-scoring @/project");
    String told = "";
    for (String line : SETUP.lines().toList()) {
      told =
          bulwark(
              line.substring("$ bulwark ".length()).replace("@", folder.toString()).split(" ", -1));
    }
    assertThat(told).contains("took in nothing yet");
    Random random = new Random(7);
    int next = 1;
    for (int i = 0; i < times; i++) {
      List<String> before = runAndKill(next, random.nextInt(3_000));
      next += (int) before.stream().filter(line -> line.startsWith("signed")).count() + 1;
      assertWhole("kill " + i + ": " + bulwark("update", "run", "--project", project().toString()));
    }
    System.out.println(times + " kills, " + state().versions().size() + " versions");
  }

  private void assertWhole(String kill) {
    RegistryState state = state();
    assertThat(state.discounted()).as(kill).isEmpty();
    List<Version> versions = state.of("scorer");
    assertThat(versions).as(kill).allMatch(version -> version.state() == Version.State.READY);
    assertThat(versions.stream().map(it -> it.arrival().map(RegistryEvent.Arrival::number)))
        .as(kill)
        .doesNotHaveDuplicates();
    if (!versions.isEmpty()) {
      assertThat(state.environment("staging").current()).as(kill).isPresent();
      Deployment running = state.environment("staging").current().orElseThrow();
      assertThat(running.versions()).as(kill).containsExactly(versions.getLast().id());
      assertThat(running.isGood()).as(kill).isTrue();
    }
    assertThat(bulwark("audit", project().toString())).as(kill).contains("sound");
    assertThat(project().resolve(".bulwark/registry/rehearse~")).as(kill).doesNotExist();
    assertThat(project().resolve(".bulwark/registry/examine~")).as(kill).doesNotExist();
  }

  private Path project() {
    return folder.resolve("project");
  }

  private RegistryState state() {
    return RegistryReader.at(Home.of(project()), InstantSource.system().instant());
  }

  /// @return what the child told of before it died
  private List<String> runAndKill(int first, int afterMillis)
      throws IOException, InterruptedException {
    Path told = folder.resolve("told.txt");
    Process child =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                UpdateForEver.class.getName(),
                folder.toString(),
                Integer.toString(first))
            .redirectOutput(told.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (Files.size(told) == 0 && System.nanoTime() < deadline) {
      child.waitFor(20, TimeUnit.MILLISECONDS);
    }
    child.waitFor(afterMillis, TimeUnit.MILLISECONDS);
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
