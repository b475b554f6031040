package dev.bulwark.server.project;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/// The example projects the program brings along, so that a first look needs nothing else.
public final class Examples {
  /// Their names, in the order of the page.
  public static final List<String> NAMES =
      List.of("credit-scoring", "support-assistant", "credit-scoring-poisoned");

  private static final String ROOT = "/dev/bulwark/server/examples";

  private Examples() {}

  /// Copies an example.
  ///
  /// @param name one of {@link #NAMES}
  static void copy(String name, Path target) throws IOException {
    URL url = Objects.requireNonNull(Examples.class.getResource(ROOT), "the examples are packed");
    try {
      URI uri = url.toURI();
      if (uri.getScheme().equals("jar")) {
        try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
          copy(jar.getPath(ROOT, name), target);
        }
      } else {
        copy(Path.of(uri).resolve(name), target);
      }
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a resource has an address", e);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }
}
