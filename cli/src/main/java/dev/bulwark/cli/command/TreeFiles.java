package dev.bulwark.cli.command;

import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.project.terminal.Terminal;
import dev.bulwark.project.workspace.WorkspaceFault;
import dev.bulwark.registry.signing.TreeVerifier;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The files beside a tree that signing and verifying read and write: keys, certificates,
/// signatures.
final class TreeFiles {
  /// The largest key or certificate file that is read.
  static final ByteSize MAX_KEY = ByteSize.ofMib(1);

  private static final Set<PosixFilePermission> OTHERS =
      PosixFilePermissions.fromString("---rwxrwx");

  private TreeFiles() {}

  /// Where the signature of a tree lies when nobody says: `model.sig` in a folder, as the reference
  /// calls it, or `FILE.sig` beside a file.
  static Path signature(Path tree, @Nullable Path said) {
    if (said != null) {
      return said;
    }
    return Files.isRegularFile(tree)
        ? tree.resolveSibling(tree.getFileName() + ".sig")
        : tree.resolve("model.sig");
  }

  /// @param what what the file is, for the message
  static Bytes read(Path file, ByteSize most, String what) {
    try {
      if (Files.isRegularFile(file) && Files.size(file) > most.bytes()) {
        throw new WorkspaceFault(
            WorkspaceFault.INVALID,
            "expected %s of at most %s at %s, found a larger file".formatted(what, most, file));
      }
      return Bytes.of(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new WorkspaceFault(
          WorkspaceFault.INVALID,
          "expected %s that can be read at %s, found %s"
              .formatted(
                  what, file, Files.exists(file) ? "one that cannot (" + kind(e) + ")" : "none"),
          e);
    }
  }

  private static String kind(IOException e) {
    return e.getClass().getSimpleName();
  }

  /// All of the files' text, one after another.
  static Bytes readAll(List<Path> files, String what) {
    StringBuilder text = new StringBuilder();
    files.forEach(file -> text.append(read(file, MAX_KEY, what).utf8()).append('\n'));
    return Bytes.utf8(text.toString());
  }

  /// Says so when others on this machine can read a private key.
  static void warnOfReaders(Path key, Terminal terminal) {
    try {
      if (key.getFileSystem().supportedFileAttributeViews().contains("posix")
          && Files.getPosixFilePermissions(key).stream().anyMatch(OTHERS::contains)) {
        terminal
            .err()
            .println(
                "bulwark: others on this machine can read or change the private key "
                    + key
                    + "; run: chmod 600 "
                    + key);
      }
    } catch (IOException e) {
      throw new WorkspaceFault(
          WorkspaceFault.INVALID, "expected a private key at " + key + ", found none", e);
    }
  }

  /// A signature may replace an older one and nothing else; asked before anything is read.
  static void requireReplaceable(Path file) {
    if (Files.exists(file)
        && !TreeVerifier.isBundle(read(file, TreeVerifier.MAX_BUNDLE, "an older signature"))) {
      throw new WorkspaceFault(
          WorkspaceFault.INVALID,
          "expected no file or an older signature at %s, found something else; name another with --output"
              .formatted(file));
    }
  }

  /// Makes a file that is not there yet.
  ///
  /// @param isSecret whether only its owner may read it
  static void create(Path file, String text, boolean isSecret) {
    FileAttribute<?>[] attributes =
        isSecret && file.getFileSystem().supportedFileAttributeViews().contains("posix")
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    try (SeekableByteChannel channel =
        Files.newByteChannel(
            file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes)) {
      ByteBuffer rest = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
    } catch (FileAlreadyExistsException e) {
      throw new WorkspaceFault(
          WorkspaceFault.INVALID,
          "expected no file yet at " + file + ", found one; a key is never written over",
          e);
    } catch (IOException e) {
      throw new WorkspaceFault(
          WorkspaceFault.UNAVAILABLE,
          "expected to write %s, found: %s; name a file in a writable folder"
              .formatted(file, kind(e)),
          e);
    }
  }
}
