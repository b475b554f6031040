package dev.bulwark.project.registry;

import dev.bulwark.kernel.bytes.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/// A process that opens a folder, tells when one file of it can be read, and never ends by itself.
final class OpeningForEver {
  private OpeningForEver() {}

  public static void main(String[] arguments) {
    Unpacked.folder(
        Path.of(arguments[0]),
        folder -> {
          folder.file(
              "scorer/model.bin",
              channel -> {
                try {
                  channel.write(Bytes.utf8("in the clear").buffer());
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
          System.out.println("written");
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }
}
