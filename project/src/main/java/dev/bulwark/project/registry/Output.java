package dev.bulwark.project.registry;

import dev.bulwark.kernel.store.StoreFault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;

/// Files others read: replaced whole, and durable when it returns. Several may write the same one:
/// each under a name of its own, and the last to be done stays.
final class Output {
  private Output() {}

  static void write(Path file, String text) {
    Path temporary = file.resolveSibling(file.getFileName() + "~" + UUID.randomUUID());
    try {
      Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
      Files.createDirectories(folder);
      if (!Files.exists(file) || !Files.readString(file).equals(text)) {
        replace(file, temporary, StandardCharsets.UTF_8.encode(text));
      }
      // Also when it was there: whoever moved it there may have been killed before this.
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    } catch (IOException e) {
      throw new StoreFault(
          StoreFault.UNAVAILABLE,
          "expected to write %s, found: %s; make room there and run the command again"
              .formatted(file, e.getClass().getSimpleName()),
          e);
    }
  }

  private static void replace(Path file, Path temporary, ByteBuffer bytes) throws IOException {
    try {
      write(temporary, bytes);
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static void write(Path file, ByteBuffer bytes) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }
}
