package dev.bulwark.server.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.project.Shell;
import dev.bulwark.project.terminal.Terminal;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The measurement measures: everybody gets in, every page is the right one.
final class ServerBenchTest {

  @Test
  void aSmallRunCountsPagesAndFailsNone(@TempDir Path folder)
      throws IOException, InterruptedException {
    PrintStream nowhere = new PrintStream(PrintStream.nullOutputStream());
    Shell shell =
        new Shell(
            new Terminal(nowhere, nowhere, false, false), InstantSource.system(), System::nanoTime);
    ServerBench.Result result =
        new ServerBench(
                new ServerBench.Plan(
                    3, 40, Duration.ofMillis(20), Duration.ofSeconds(1), Duration.ofSeconds(2)),
                shell)
            .run(folder, _ -> {});
    assertThat(result.failed()).isEmpty();
    assertThat(result.entries()).isGreaterThanOrEqualTo(40);
    assertThat(result.page().count()).isGreaterThan(5);
    assertThat(result.empty().count()).isPositive();
    assertThat(result.lines()).hasSize(5);
  }

  @Test
  void aPercentileIsAValueThatWasSeen() {
    long[] nanos = new long[200];
    for (int i = 0; i < nanos.length; i++) {
      nanos[i] = 200 - i;
    }
    Latencies all = Latencies.of(nanos);
    assertThat(all.median()).isEqualTo(Duration.ofNanos(100));
    assertThat(all.p99()).isEqualTo(Duration.ofNanos(198));
    assertThat(all.most()).isEqualTo(Duration.ofNanos(200));
    assertThat(Latencies.of(new long[0]).p99()).isEqualTo(Duration.ZERO);
  }
}
