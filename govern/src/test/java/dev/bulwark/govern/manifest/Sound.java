package dev.bulwark.govern.manifest;

import dev.bulwark.govern.facts.FactTable;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.check.Subject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A manifest without problems, to be damaged by tests.
final class Sound {
  static final FactTable FACTS = FactTable.builtin();
  static final ManifestReader READER = new ManifestReader(FACTS);
  static final Path RESOURCES = Path.of("src/test/resources/dev/bulwark/govern/manifest");

  private Sound() {}

  static String text() {
    try {
      return Files.readString(RESOURCES.resolve("sound.yaml"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ManifestReading read(String manifest) {
    return read(manifest, ListedFiles.sound());
  }

  static ManifestReading read(String manifest, ProjectFiles files) {
    return READER.parse(Place.of("bulwark.yaml"), Bytes.utf8(manifest), files);
  }

  static ManifestReading.Valid valid(String manifest, ProjectFiles files) {
    return switch (read(manifest, files)) {
      case ManifestReading.Valid valid -> valid;
      case ManifestReading.Invalid invalid -> throw new AssertionError(report(invalid));
    };
  }

  static Project project(String manifest, ProjectFiles files) {
    return new Project(
        new Subject("bulwark.yaml", Digest.of(Bytes.utf8(manifest))), read(manifest, files), files);
  }

  static String report(ManifestReading reading) {
    return switch (reading) {
      case ManifestReading.Valid _ -> "no problems\n";
      case ManifestReading.Invalid invalid -> {
        StringBuilder out = new StringBuilder();
        invalid.problems().forEach(problem -> out.append(problem.render()));
        yield out.toString();
      }
    };
  }
}
