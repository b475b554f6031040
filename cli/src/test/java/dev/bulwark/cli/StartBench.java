package dev.bulwark.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// How long the command takes from nothing, beside `java -version` of the same run: medians of
/// whole processes, taken in turn.
///
/// `java -cp cli/target/test-classes dev.bulwark.cli.StartBench` in the project's folder, after
/// `./bulwark --version` built it.
final class StartBench {
  private static final int ROUNDS = 15;

  private StartBench() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Path project = Files.createTempDirectory("bulwark-start");
    new Session(project, Path.of("examples")).run("$ copy credit-scoring @/project\n");
    String java = ProcessHandle.current().info().command().orElseThrow();
    List<List<String>> commands =
        List.of(
            List.of(java, "-version"),
            List.of("./bulwark", "--version"),
            List.of("./bulwark", "explain", "TR-38"),
            List.of("./bulwark", "check", project.resolve("project").toString()),
            List.of("./bulwark", "status", project.resolve("project").toString()));
    List<List<Long>> times = new ArrayList<>();
    commands.forEach(_ -> times.add(new ArrayList<>()));
    for (int round = 0; round <= ROUNDS; round++) {
      for (int i = 0; i < commands.size(); i++) {
        long took = run(commands.get(i));
        if (round > 0) {
          times.get(i).add(took);
        }
      }
    }
    double limit = median(times.getFirst());
    for (int i = 0; i < commands.size(); i++) {
      String name = String.join(" ", commands.get(i).subList(0, 2)).replace(java, "java");
      System.out.printf(
          "%-22s %6.0f ms  %5.1f x java -version%n",
          name, median(times.get(i)) / 1e6, median(times.get(i)) / limit);
    }
  }

  private static long run(List<String> command) throws IOException, InterruptedException {
    long start = System.nanoTime();
    new ProcessBuilder(command)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
    return System.nanoTime() - start;
  }

  private static double median(List<Long> times) {
    long[] sorted = times.stream().mapToLong(Long::longValue).toArray();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
