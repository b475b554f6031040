package dev.bulwark.project.scan;

import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.folder.LicencePresence;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What is worth telling of a scanned folder as a whole; notes, which fail nothing.
final class FolderNotes {
  private static final int MOST_NAMES = 10_000;

  private FolderNotes() {}

  static List<Rule> rules() {
    return List.of(LicencePresence.RULE);
  }

  /// The notes about a target; none for a single file.
  static List<Finding> of(Target target) {
    if (!Files.isDirectory(target.root())) {
      return List.of();
    }
    String name = target.prefix().isEmpty() ? "." : target.prefix();
    try (Stream<Path> entries = Files.list(target.root())) {
      List<Path> files =
          entries
              .limit(MOST_NAMES)
              .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
              .sorted()
              .toList();
      List<String> names = files.stream().map(FolderNotes::name).toList();
      Optional<Path> readme =
          files.stream().filter(file -> name(file).equalsIgnoreCase("README.md")).findFirst();
      return LicencePresence.of(names, readme.map(FolderNotes::head))
          .outcome(Place.of(name))
          .findings();
    } catch (IOException e) {
      return List.of(); // the files themselves tell that they cannot be read
    }
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  private static Source head(Path readme) {
    try (InputStream in = Files.newInputStream(readme, LinkOption.NOFOLLOW_LINKS)) {
      return Source.of(Place.of(name(readme)), in.readNBytes(LicencePresence.MAX_HEAD));
    } catch (IOException e) {
      return Source.of(Place.of(name(readme)), new byte[0]);
    }
  }
}
