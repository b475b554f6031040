package dev.bulwark.scan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.check.CheckRun;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Severity;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/// Model files that other programs wrote, and what they are expected to give.
final class GraphFiles {
  private GraphFiles() {}

  static byte[] read(String name) {
    try (InputStream in = GraphFiles.class.getResourceAsStream(name)) {
      assertThat(in).as(name).isNotNull();
      return in.readAllBytes();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /// The rules that found something worse than a note.
  static List<String> failing(CheckRun run) {
    return run.findings().stream()
        .filter(finding -> finding.severity() != Severity.NOTE)
        .map(Finding::rule)
        .map(Object::toString)
        .distinct()
        .toList();
  }
}
