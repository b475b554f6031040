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

/// Files others read: replaced whole, and durable when it returns.
final class Output {
  private Output() {}

  static void write(Path file, String text) {
    Path temporary = file.resolveSibling(file.getFileName() + "~");
    try {
      Path folder = file.getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      if (Files.exists(file) && Files.readString(file).equals(text)) {
        return;
      }
      try (FileChannel channel =
          FileChannel.open(
              temporary,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new StoreFault(
          StoreFault.UNAVAILABLE,
          "expected to write %s, found: %s; make room there and run the command again"
              .formatted(file, e.getClass().getSimpleName()),
          e);
    }
  }
}
