package dev.bulwark.cli.command;

import dev.bulwark.project.workspace.WorkspaceFault;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/// Writes what a command was asked to write: whole or not at all.
final class Files {
  private Files() {}

  static void write(Path file, String text) {
    Path absolute = file.toAbsolutePath();
    Path temporary =
        absolute.resolveSibling(
            "."
                + absolute.getFileName()
                + "."
                + UUID.nameUUIDFromBytes(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    try {
      java.nio.file.Files.writeString(temporary, text);
      java.nio.file.Files.move(temporary, absolute, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      discard(temporary, e);
      throw new WorkspaceFault(
          WorkspaceFault.UNAVAILABLE,
          "expected to write "
              + file
              + ", found: "
              + e.getClass().getSimpleName()
              + "; name a file in a writable folder",
          e);
    }
  }

  private static void discard(Path temporary, IOException why) {
    try {
      java.nio.file.Files.deleteIfExists(temporary);
    } catch (IOException e) {
      why.addSuppressed(e);
    }
  }
}
