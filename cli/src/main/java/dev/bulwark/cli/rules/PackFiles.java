package dev.bulwark.cli.rules;

import dev.bulwark.cli.scan.ScanFault;
import dev.bulwark.kernel.bytes.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// The files of a rule pack by their names, from a folder or a zip. Untrusted, and bounded.
record PackFiles(Path where, SortedMap<String, Bytes> files) {
  private static final int MOST_FILES = 8;
  private static final int MOST_BYTES = 4 << 20;

  static PackFiles read(Path where) {
    try {
      return new PackFiles(where, Files.isDirectory(where) ? folder(where) : zip(where));
    } catch (IOException e) {
      throw new ScanFault(
          ScanFault.RULES,
          "expected a folder or a zip with a rule pack at %s, found: %s"
              .formatted(where, e.getClass().getSimpleName()),
          e);
    }
  }

  private static SortedMap<String, Bytes> folder(Path where) throws IOException {
    SortedMap<String, Bytes> files = new TreeMap<>();
    List<Path> listed;
    try (Stream<Path> entries = Files.list(where)) {
      listed = entries.limit(MOST_FILES + 1L).sorted().toList();
    }
    for (Path file : listed) {
      String name = String.valueOf(file.getFileName());
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        throw wrong(where, "files and nothing else", name);
      }
      try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
        put(where, files, name, in);
      }
    }
    return files;
  }

  private static SortedMap<String, Bytes> zip(Path where) throws IOException {
    SortedMap<String, Bytes> files = new TreeMap<>();
    try (ZipFile zip = new ZipFile(where.toFile())) {
      for (ZipEntry entry : zip.stream().limit(MOST_FILES + 1L).toList()) {
        try (InputStream in = zip.getInputStream(entry)) {
          put(where, files, entry.getName(), in);
        }
      }
    }
    return files;
  }

  private static void put(Path where, SortedMap<String, Bytes> files, String name, InputStream in)
      throws IOException {
    byte[] content = in.readNBytes(MOST_BYTES + 1);
    if (content.length > MOST_BYTES || files.size() == MOST_FILES) {
      throw wrong(
          where, "at most %d files of at most 4 MiB each".formatted(MOST_FILES), name + " as well");
    }
    if (files.put(name, Bytes.of(content)) != null) {
      throw wrong(where, "each file once", name + " twice");
    }
  }

  Optional<Bytes> find(String name) {
    return Optional.ofNullable(files.get(name));
  }

  private static ScanFault wrong(Path where, String expected, String found) {
    return new ScanFault(
        ScanFault.RULES,
        "expected %s in the rule pack %s, found %s".formatted(expected, where, found));
  }
}
