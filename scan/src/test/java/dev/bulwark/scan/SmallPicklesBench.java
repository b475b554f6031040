package dev.bulwark.scan;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Prints what `./bulwark scan` of 2,000 small pickles costs, start included, beside the limit and
/// beside `pickletools.genops` of CPython over the same files: CPU time, user and system, each
/// command in turn. The files are written by `python3`: dictionaries of every protocol, each with
/// 250 floats, 5.6 MiB.
///
/// `java -cp target/test-classes dev.bulwark.scan.SmallPicklesBench REPOSITORY [ROUNDS]`, after
/// `./bulwark` was built; on Linux or macOS, whose `bash` tells the time of what it started.
final class SmallPicklesBench {
  private static final double LIMIT_SECONDS = 1.5;
  private static final String MAKE =
      """
      import os, pickle, random, sys
      draw = random.Random(7)
      for i in range(2000):
          value = {"id": i, "name": "model %d" % i, "weights": [draw.random() for _ in range(250)],
                   "shape": (5, 50), "tags": ["a", "b", str(i)], "on": True, "none": None}
          with open(os.path.join(sys.argv[1], "m%04d.pkl" % i), "wb") as out:
              pickle.dump(value, out, protocol=i % 6)
      """;
  private static final String READ =
      """
      import os, pickletools, sys
      for name in sorted(os.listdir(sys.argv[1])):
          with open(os.path.join(sys.argv[1], name), "rb") as file:
              for _ in pickletools.genops(file.read()): pass
      """;

  private SmallPicklesBench() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    String bulwark = Path.of(arguments[0], "bulwark").toAbsolutePath().toString();
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
    Path folder = Files.createTempDirectory("small-pickles");
    try {
      seconds("python3", "-I", "-c", MAKE, folder.toString());
      List<String> scan = List.of(bulwark, "scan", folder.toString());
      List<String> read = List.of("python3", "-I", "-c", READ, folder.toString());
      seconds(scan.toArray(String[]::new));
      double[] ours = new double[rounds];
      double[] theirs = new double[rounds];
      for (int i = 0; i < rounds; i++) {
        ours[i] = seconds(scan.toArray(String[]::new));
        theirs[i] = seconds(read.toArray(String[]::new));
      }
      print("./bulwark scan", ours, median(ours) / LIMIT_SECONDS, "of the limit of 1.5 s");
      print("pickletools", theirs, median(theirs) / median(ours), "times ours");
    } finally {
      delete(folder);
    }
  }

  private static void print(String what, double[] seconds, double ratio, String beside) {
    System.out.printf(
        Locale.ROOT,
        "%-15s median %.2f s CPU (%.2f to %.2f): %.2f %s%n",
        what,
        median(seconds),
        seconds[0],
        seconds[seconds.length - 1],
        ratio,
        beside);
  }

  /// Sorts.
  private static double median(double[] seconds) {
    Arrays.sort(seconds);
    return seconds[seconds.length / 2];
  }

  /// User and system time of a command and what it starts.
  private static double seconds(String... command) throws IOException, InterruptedException {
    List<String> timed =
        new ArrayList<>(
            List.of(
                "bash",
                "-c",
                "TIMEFORMAT='%U %S'; out=$1; shift; { time \"$@\" >/dev/null 2>\"$out\" ; }",
                "bash"));
    Path errors = Files.createTempFile("small-pickles", ".err");
    timed.add(errors.toString());
    timed.addAll(List.of(command));
    Process process = new ProcessBuilder(timed).redirectErrorStream(true).start();
    String told =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    int exit = process.waitFor();
    String problem = Files.readString(errors);
    Files.delete(errors);
    if (exit != 0) {
      throw new IOException(command[0] + " ended with " + exit + ": " + told + " " + problem);
    }
    return Arrays.stream(told.split(" ")).mapToDouble(Double::parseDouble).sum();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .sorted(Comparator.reverseOrder())
          .forEach(
              file -> {
                try {
                  Files.delete(file);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }
}
