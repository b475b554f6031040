package dev.bulwark.project.registry;

import dev.bulwark.project.workspace.WorkspaceFault;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A folder of decrypted files that is there whole or not at all: it grows under another name, for
/// its owner alone, and is renamed when everything was verified; when anything fails, nothing that
/// can be read stays behind.
public final class Unpacked {
  private static final String PRIVATE = "rwx------";

  private final Path growing;

  private Unpacked(Path growing) {
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
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      throw new WorkspaceFault(
          WorkspaceFault.INVALID,
          "expected nothing at " + into + ", found something; name a folder that is not there yet");
    }
    Path growing = target.resolveSibling(target.getFileName() + ".opening~");
    boolean whole = false;
    try {
      remove(growing);
      Files.createDirectories(
          growing, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(PRIVATE)));
      fill.accept(new Unpacked(growing));
      Files.move(growing, target, StandardCopyOption.ATOMIC_MOVE);
      whole = true;
    } catch (IOException e) {
      throw unwritable(into, e);
    } finally {
      if (!whole) {
        discard(growing);
      }
    }
  }

  private static void discard(Path growing) {
    try {
      remove(growing);
    } catch (IOException e) {
      throw unwritable(growing, e);
    }
  }

  /// Adds a file.
  ///
  /// @param name relative, as a packing list holds it
  public void file(String name, Copy copy) {
    Path file = growing.resolve(name);
    try {
      Path parent = file.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        copy.to(channel);
        channel.force(true);
      }
    } catch (FileAlreadyExistsException e) {
      throw new WorkspaceFault(
          WorkspaceFault.INVALID,
          "expected each file once, found a second " + name + "; open versions one at a time",
          e);
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  /// Removes a folder with all that is in it, if it is there; links are not followed.
  static void remove(Path folder) throws IOException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
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
    try {
      work.accept(new Unpacked(folder));
    } finally {
      discard(folder);
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
