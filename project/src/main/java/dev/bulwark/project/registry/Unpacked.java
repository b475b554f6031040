package dev.bulwark.project.registry;

import dev.bulwark.project.workspace.WorkspaceFault;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A folder of decrypted files that is there whole or not at all: it grows under another name, for
/// its owner alone, and is renamed when everything was verified; when anything fails, or the
/// process is told to stop, nothing that can be read stays behind.
public final class Unpacked {
  private static final int MOST_TRIES = 100;

  private final Path growing;
  private boolean stopped;

  Unpacked(Path growing) {
    this.growing = growing;
  }

  /// Writes one file's bytes, and returns when all of them were verified.
  public interface Copy {
    void to(WritableByteChannel channel);
  }

  /// @param into must not be there yet
  /// @throws WorkspaceFault when it is, or cannot be written
  public static void folder(Path into, Consumer<Unpacked> fill) {
    Path target = into.toAbsolutePath();
    GrowingFolder.requireNothing(target);
    try (GrowingFolder growing = GrowingFolder.begin(target)) {
      fill.accept(growing.files());
      growing.end();
    } catch (IOException e) {
      throw unwritable(into, e);
    }
  }

  /// Ends the writing, and removes a folder that this one is or lies in: nothing is begun in it
  /// from then on, by whatever thread.
  synchronized void discard(Path whole) {
    stopped = true;
    try {
      remove(whole);
    } catch (IOException e) {
      throw unwritable(whole, e);
    }
  }

  synchronized void moveTo(Path target) throws IOException {
    requireGoing();
    Files.move(growing, target, StandardCopyOption.ATOMIC_MOVE);
  }

  private void requireGoing() throws IOException {
    if (stopped) {
      throw new InterruptedIOException("the process was told to stop");
    }
  }

  /// Adds a file.
  ///
  /// @param name relative, as a packing list holds it
  public void file(String name, Copy copy) {
    Path file = growing.resolve(name);
    try (FileChannel channel = begin(file)) {
      copy.to(channel);
      channel.force(true);
    } catch (FileAlreadyExistsException e) {
      throw new WorkspaceFault(
          WorkspaceFault.INVALID,
          "expected each file once, found a second " + name + "; open versions one at a time",
          e);
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  private synchronized FileChannel begin(Path file) throws IOException {
    requireGoing();
    makeFolderOf(file);
    return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  /// Makes what is missing below the folder, and never the folder itself: it is gone when somebody
  /// took it away, and would come back for others to read.
  private void makeFolderOf(Path file) throws IOException {
    Path folder = growing;
    Path inside = growing.relativize(file);
    for (int i = 0; i < inside.getNameCount() - 1; i++) {
      folder = folder.resolve(inside.getName(i));
      if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectory(folder);
      }
    }
  }

  /// Removes a folder with all that is in it, if it is there; links are not followed. Somebody else
  /// may be removing it too.
  static void remove(Path folder) throws IOException {
    for (int i = 1; Files.exists(folder, LinkOption.NOFOLLOW_LINKS); i++) {
      try {
        removeOnce(folder);
      } catch (NoSuchFileException | DirectoryNotEmptyException e) {
        if (i == MOST_TRIES) {
          throw e;
        }
      }
    }
  }

  private static void removeOnce(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path at, @Nullable IOException e)
              throws IOException {
            Files.delete(at);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /// A private folder that was made for some work, and is removed when that ends.
  static void during(Path folder, Consumer<Unpacked> work) {
    Unpacked unpacked = new Unpacked(folder);
    try {
      work.accept(unpacked);
    } finally {
      unpacked.discard(folder);
    }
  }

  Path path() {
    return growing;
  }

  private static WorkspaceFault unwritable(Path at, IOException e) {
    return new WorkspaceFault(
        WorkspaceFault.UNAVAILABLE,
        "expected to write %s, found: %s; make room there and try again"
            .formatted(at, e.getClass().getSimpleName()),
        e);
  }
}
