package dev.bulwark.govern.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.check.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The examples of this repository are sound manifests of real folders.
class ExamplesTest {
  static final Path EXAMPLES = Path.of("../examples");

  static List<Path> folders() throws IOException {
    try (Stream<Path> folders = Files.list(EXAMPLES)) {
      return folders
          .filter(folder -> Files.exists(folder.resolve("bulwark.yaml")))
          .sorted()
          .toList();
    }
  }

  @Test
  void everyExampleIsValid() throws IOException {
    assertThat(folders()).hasSizeGreaterThanOrEqualTo(3);
    for (Path folder : folders()) {
      Project project =
          Project.open(ProjectFolder.walk(folder, Limits.DEFAULT, System::nanoTime), Sound.READER);
      assertThat(Sound.report(project.reading())).as(folder.toString()).isEqualTo("no problems\n");
    }
  }
}
