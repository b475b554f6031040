package dev.bulwark.inventory.osv;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Zips made for a test.
final class Zips {
  private Zips() {}

  static Path of(Path folder, Map<String, String> entries) {
    Path zip = folder.resolve("all.zip");
    try (OutputStream out = Files.newOutputStream(zip);
        ZipOutputStream zipped = new ZipOutputStream(out)) {
      for (Map.Entry<String, String> entry : entries.entrySet()) {
        zipped.putNextEntry(new ZipEntry(entry.getKey()));
        zipped.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
        zipped.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return zip;
  }

  /// A record about the PyPI package `thing`.
  static String record(String id, String aliases, String versions, String ranges) {
    return """
        {"id":"%s","modified":"2026-11-20T10:00:00Z","aliases":[%s],
         "affected":[{"package":{"ecosystem":"PyPI","name":"Thing"},"versions":[%s],"ranges":[%s]}]}
        """
        .formatted(id, aliases, versions, ranges);
  }

  /// An ECOSYSTEM range of the events.
  static String range(String events) {
    return "{\"type\":\"ECOSYSTEM\",\"events\":[" + events + "]}";
  }
}
