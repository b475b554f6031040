package dev.bulwark.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// How many bytes this process has read, as Linux counts them.
final class FileReads {
  private static final Path COUNTERS = Path.of("/proc/self/io");
  private static final String READ = "rchar: ";

  private FileReads() {}

  /// Empty where the operating system does not count.
  static Optional<Long> soFar() {
    try {
      return Files.readAllLines(COUNTERS).stream()
          .filter(line -> line.startsWith(READ))
          .map(line -> Long.parseLong(line.substring(READ.length())))
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
