package dev.bulwark.project.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A file that others read is one text or another, never a mixture, and nothing lies beside it.
class OutputTest {
  @TempDir Path folder;

  @Test
  void whoeverWritesAtOnceNobodyReadsAMixture()
      throws IOException, InterruptedException, ExecutionException {
    Path file = folder.resolve("desired/staging.pass");
    List<Future<?>> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 100; i++) {
        String text = String.valueOf((char) ('a' + i % 26)).repeat(1 << (i % 18));
        all.add(threads.submit(() -> Output.write(file, text)));
      }
      for (Future<?> each : all) {
        each.get();
        assertThat(Files.readString(file).chars().distinct().count()).isEqualTo(1);
      }
    }
    try (Stream<Path> beside = Files.list(folder.resolve("desired"))) {
      assertThat(beside).containsExactly(file);
    }
  }
}
