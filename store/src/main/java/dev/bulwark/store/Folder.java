package dev.bulwark.store;

import dev.bulwark.kernel.bytes.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// A folder that a store owns: bounded reads, durable writes, no way out through names or links.
///
/// Half-written files end in {@link #TEMPORARY}, a character no name in a store may have.
final class Folder {
  static final String TEMPORARY = "~";

  private static final int MAX_NAME_CHARS = 1024;

  private final Path root;
  private final Set<Path> durable = ConcurrentHashMap.newKeySet();

  private Folder(Path root) {
    this.root = root;
  }

  /// Opens the folder, made for its owner alone where it is not there.
  static Folder open(Path root) {
    try {
      if (!Files.isDirectory(root)) {
        Files.createDirectories(root, ownerOnlyFolder(root));
      }
      return new Folder(root.toRealPath());
    } catch (IOException e) {
      throw Trouble.fault("open the folder", root, e);
    }
  }

  Path root() {
    return root;
  }

  /// The place of a name of `[A-Za-z0-9._-]` segments joined by `/`.
  ///
  /// @throws IllegalArgumentException on any other name
  Path place(String name) {
    Path place = root;
    for (String segment : name.split("/", -1)) {
      if (!segment.matches("[A-Za-z0-9._-]+")
          || segment.equals(".")
          || segment.equals("..")
          || name.length() > MAX_NAME_CHARS) {
        throw new IllegalArgumentException(
            "a name in a store has segments of [A-Za-z0-9._-] joined by /, found \"" + name + "\"");
      }
      place = place.resolve(segment);
    }
    return place;
  }

  /// Reads at most `maxBytes` of a regular file; empty when there is none.
  Optional<Bytes> read(Path file, int maxBytes) {
    try {
      requireFolders(file);
      BasicFileAttributes attributes =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!attributes.isRegularFile()) {
        throw Trouble.unexpected(file, "a regular file", kind(attributes));
      }
      return Optional.of(content(file, (int) Math.min(attributes.size(), maxBytes)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw Trouble.fault("read", file, e);
    }
  }

  private static Bytes content(Path file, int size) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      ByteBuffer buffer = ByteBuffer.allocate(size);
      while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
        // A read may be short.
      }
      return Bytes.of(buffer.flip());
    }
  }

  /// Every folder between the root and `file` must be one, not a link to one.
  private void requireFolders(Path file) throws IOException {
    for (Path at : foldersTo(file)) {
      BasicFileAttributes attributes =
          Files.readAttributes(at, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!attributes.isDirectory()) {
        throw Trouble.unexpected(at, "a folder", kind(attributes));
      }
    }
  }

  /// The folders between the root and a file below it, outermost first, without the root.
  private List<Path> foldersTo(Path file) {
    List<Path> folders = new ArrayList<>();
    Path at = root;
    Path inside = root.relativize(file);
    for (int i = 0; i < inside.getNameCount() - 1; i++) {
      at = at.resolve(inside.getName(i));
      folders.add(at);
    }
    return folders;
  }

  private static String kind(BasicFileAttributes attributes) {
    if (attributes.isSymbolicLink()) {
      return "a symbolic link";
    }
    return attributes.isDirectory() ? "a folder" : "something else";
  }

  /// Makes the folders a file needs.
  ///
  /// @return the folders that must be forced before the file is sure to be found again: its own,
  ///   and the parents of those whose own entry is not known to be durable
  Set<Path> prepare(Path file) throws IOException {
    Set<Path> changed = new LinkedHashSet<>();
    Path parent = root;
    for (Path at : foldersTo(file)) {
      if (!durable.contains(at)) {
        make(at);
        changed.add(parent);
      }
      parent = at;
    }
    requireFolders(file);
    changed.add(parent);
    return changed;
  }

  private void make(Path folder) throws IOException {
    try {
      Files.createDirectory(folder, ownerOnlyFolder(folder));
    } catch (FileAlreadyExistsException e) {
      // There before, or made by somebody else just now; what it is, is checked afterwards.
      return;
    }
  }

  /// Writes a file that must not be there yet, forced to the medium.
  static void writeNew(Path file, Bytes content) throws IOException {
    Set<OpenOption> options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    try (FileChannel channel = FileChannel.open(file, options, ownerOnlyFile(file))) {
      ByteBuffer buffer = content.buffer();
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
  }

  static void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /// Forces the folders' own entries, outermost first.
  void force(Collection<Path> folders) throws IOException {
    for (Path folder : folders) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  /// Remembers that the folders up to a file, forced a moment ago, will be found again.
  void remember(Path file) {
    durable.addAll(foldersTo(file));
  }

  /// Deletes a file, if it is there.
  ///
  /// @return the folder to force, so that it stays deleted
  Optional<Path> delete(Path file) throws IOException {
    try {
      requireFolders(file);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    return Files.deleteIfExists(file) ? Optional.ofNullable(file.getParent()) : Optional.empty();
  }

  /// Replaces a file by way of a temporary one beside it. The caller is the only one who writes to
  /// this name.
  void replace(Path file, Bytes content) {
    Path temporary = file.resolveSibling(file.getFileName() + TEMPORARY);
    try {
      Set<Path> folders = prepare(file);
      Files.deleteIfExists(temporary);
      writeNew(temporary, content);
      rename(temporary, file);
      force(folders);
      remember(file);
    } catch (IOException e) {
      throw Trouble.fault("write", file, e);
    }
  }

  /// Every file below the root, links not followed.
  List<Path> files(String below) {
    Path start = root.resolve(below);
    if (!Files.isDirectory(start, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    try (Stream<Path> walk = Files.walk(start)) {
      return walk.filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)).toList();
    } catch (IOException e) {
      throw Trouble.fault("list", start, e);
    } catch (UncheckedIOException e) {
      throw Trouble.fault("list", start, new IOException(e.getCause()));
    }
  }

  /// The names of files below the root, with `/` on every platform.
  String name(Path file) {
    return root.relativize(file).toString().replace('\\', '/');
  }

  static FileAttribute<?>[] ownerOnlyFile(Path near) {
    return attributes(near, "rw-------");
  }

  private static FileAttribute<?>[] ownerOnlyFolder(Path near) {
    return attributes(near, "rwx------");
  }

  private static FileAttribute<?>[] attributes(Path near, String permissions) {
    if (!near.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return new FileAttribute<?>[0];
    }
    return new FileAttribute<?>[] {
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
    };
  }
}
