package dev.bulwark.scan.ocdbt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Stores that tensorstore 0.1.85 and Orbax 0.12.4 wrote.
///
/// `orbax` is a checkpoint of three arrays and a number (`StandardCheckpointer`); `zstd` three
/// values, one version each; `deep` 60 values in one version with nodes of at most 200 bytes;
/// `versions` six versions with two versions a node.
public final class StoreFiles {
  private StoreFiles() {}

  /// The folder of one of them.
  public static Path folder(String name) {
    try {
      return Path.of(StoreFiles.class.getResource("/ocdbt/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Every manifest.
  public static List<byte[]> manifests() {
    return Stream.of(
            "orbax/manifest.ocdbt",
            "orbax/ocdbt.process_0/manifest.ocdbt",
            "zstd/manifest.ocdbt",
            "deep/manifest.ocdbt",
            "versions/manifest.ocdbt")
        .map(name -> read(folder(name)))
        .toList();
  }

  /// Data files by their path from a manifest's folder; their names are random, and differ.
  static Map<String, byte[]> data() {
    Map<String, byte[]> files = new TreeMap<>();
    for (String store : List.of("orbax", "orbax/ocdbt.process_0", "zstd", "deep", "versions")) {
      Path folder = folder(store);
      try (Stream<Path> all = Files.walk(folder)) {
        all.filter(Files::isRegularFile)
            .forEach(file -> files.put(folder.relativize(file).toString(), read(file)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return files;
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
