package dev.bulwark.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// systemd understands every line of the unit, and finds little that its process may do.
final class DeployUnitTest {
  private static final Path UNIT = Path.of("../deploy/systemd/bulwark.service");
  private static final Path PROGRAM = Path.of("/usr/bin/systemd-analyze");

  @TempDir private Path folder;

  private record Answer(int exit, String said) {}

  private static Answer analyze(String... arguments) throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(PROGRAM), "skipped: no systemd-analyze on this machine");
    Process process =
        new ProcessBuilder(
                Stream.concat(Stream.of(PROGRAM.toString()), Stream.of(arguments)).toList())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Answer(process.exitValue(), said);
  }

  /// The unit with a Java that is on this machine, which is all that systemd misses.
  private Path here(String unit) throws IOException {
    String java = ProcessHandle.current().info().command().orElseThrow();
    return Files.writeString(
        folder.resolve("bulwark.service"), unit.replace("/opt/bulwark/jdk/bin/java", java));
  }

  @Test
  void systemdUnderstandsEveryLine() throws Exception {
    String unit = Files.readString(UNIT);

    assertThat(analyze("verify", "--man=no", here(unit).toString())).isEqualTo(new Answer(0, ""));
    assertThat(
            analyze(
                    "verify",
                    "--man=no",
                    here(unit.replace("@privileged", "@privilege")).toString())
                .said())
        .contains("@privilege");
  }

  /// Of ten. What is left of it is the network, a Java machine that compiles, and the host's root.
  @Test
  void itsProcessIsExposedByNoMoreThanOnePointOne() throws Exception {
    assumeTrue(
        analyze("--help").said().contains("--offline"),
        "skipped: this systemd-analyze does not look at a file (before 250)");

    String unit = Files.readString(UNIT);

    assertThat(exposed(unit).exit()).isZero();
    assertThat(exposed(unit.replace("PrivateMounts=yes\n", "")).exit()).isOne();
  }

  private Answer exposed(String unit) throws IOException, InterruptedException {
    String file = here(unit).toString();
    return analyze("security", "--offline=true", "--no-pager", "--threshold=11", file);
  }

  @Test
  void whatSystemdDoesNotWeighHoldsToo() throws IOException {
    List<String> lines = Files.readAllLines(UNIT);

    assertThat(lines)
        .contains(
            "DynamicUser=yes",
            "NoNewPrivileges=yes",
            "ProtectSystem=strict",
            "StateDirectory=bulwark",
            "StateDirectoryMode=0700",
            "TimeoutStopSec=30")
        .noneMatch(line -> line.startsWith("MemoryDenyWriteExecute="));
    DeployedVariables.areKnown(String.join("\n", lines));
  }
}
