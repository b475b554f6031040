package dev.bulwark.store;

import dev.bulwark.kernel.bytes.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
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
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A folder that a store owns: bounded reads, durable writes, no way out through names or links.
///
/// Half-written files lie in one folder of their own, whose name holds a character that no name in
/// a store may have, so that what a crash leaves is found without a search.
final class Folder {

  private static final int MAX_NAME_CHARS = 1024;

  /// The names that a store may have; the folder of half-written files has none of them.
  private static final Pattern NAME =
      Pattern.compile("(?!\\.{1,2}(/|$))[A-Za-z0-9._-]+(/(?!\\.{1,2}(/|$))[A-Za-z0-9._-]+)*");

  private final Path root;
  private final Path temporary;
  private final Set<Path> durable = ConcurrentHashMap.newKeySet();

  private Folder(Path root, String kind) {
    this.root = root;
    this.temporary = root.resolve(kind + "~");
  }

  /// Opens the folder, made for its owner alone where it is not there.
  ///
  /// @param kind names the folder of half-written files; stores of different kinds may share a root
  static Folder open(Path root, String kind) {
    try {
      if (!Files.isDirectory(root)) {
        Files.createDirectories(root, ownerOnlyFolder(root));
      }
      return new Folder(root.toRealPath(), kind);
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
      if (attributes.isDirectory()) {
        return Optional.empty();
      }
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

  /// Opens a regular file for reading; empty when there is none.
  Optional<SeekableByteChannel> open(Path file) {
    try {
      requireFolders(file);
      BasicFileAttributes attributes =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (attributes.isDirectory()) {
        return Optional.empty();
      }
      if (!attributes.isRegularFile()) {
        throw Trouble.unexpected(file, "a regular file", kind(attributes));
      }
      return Optional.of(
          FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw Trouble.fault("read", file, e);
    }
  }

  /// The names of all regular files that have one, sorted; links are not followed.
  List<String> names() {
    return names(root);
  }

  /// The names of all regular files below a folder, which need not be there.
  List<String> names(Path folder) {
    List<String> names = new ArrayList<>();
    try {
      requireFolders(folder.resolve("any"));
      Files.walkFileTree(folder, new Names(names));
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw Trouble.fault("list", folder, e);
    }
    names.sort(null);
    return names;
  }

  private final class Names extends SimpleFileVisitor<Path> {
    private final List<String> names;

    Names(List<String> names) {
      this.names = names;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path at, BasicFileAttributes attributes) {
      return at.equals(root) || NAME.matcher(name(at)).matches()
          ? FileVisitResult.CONTINUE
          : FileVisitResult.SKIP_SUBTREE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (attributes.isRegularFile() && NAME.matcher(name(file)).matches()) {
        names.add(name(file));
      }
      return FileVisitResult.CONTINUE;
    }

    /// Erased since its folder was read.
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException cause) throws IOException {
      if (cause instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw cause;
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
    return attributes.isSymbolicLink() ? "a symbolic link" : "something else";
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

  /// Writes a half-written file, forced to the medium; one of that name that a crash left is
  /// replaced.
  ///
  /// @param name one segment, used by one caller at a time
  Path writeTemporary(String name, Bytes content) throws IOException {
    Path file = temporary.resolve(name);
    make(temporary);
    Files.deleteIfExists(file);
    Set<OpenOption> options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    try (FileChannel channel = FileChannel.open(file, options, ownerOnlyFile(file))) {
      ByteBuffer buffer = content.buffer();
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
    return file;
  }

  /// A half-written file, open for writing.
  record Temporary(Path path, FileChannel channel) {}

  /// Begins a half-written file under a name of its own.
  ///
  /// @param names tries names until one is free: a crash may have left one, and another store of
  ///   this process may have the same idea
  Temporary createTemporary(Supplier<String> names) throws IOException {
    make(temporary);
    Set<OpenOption> options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    Optional<FileChannel> channel = Optional.empty();
    Path file = temporary;
    while (channel.isEmpty()) {
      file = temporary.resolve(names.get());
      channel = createNew(file, options);
    }
    return new Temporary(file, channel.get());
  }

  private static Optional<FileChannel> createNew(Path file, Set<OpenOption> options)
      throws IOException {
    try {
      return Optional.of(FileChannel.open(file, options, ownerOnlyFile(file)));
    } catch (FileAlreadyExistsException e) {
      return Optional.empty();
    }
  }

  /// What half-written files there are.
  List<Path> halfWritten() {
    try {
      return children(temporary);
    } catch (IOException e) {
      throw Trouble.fault("list", temporary, e);
    }
  }

  /// Removes what half-written files there are. Nobody may be writing.
  ///
  /// @return their names
  List<String> sweep() {
    List<String> swept = new ArrayList<>();
    try {
      for (Path file : children(temporary)) {
        Files.deleteIfExists(file);
        swept.add(name(file));
      }
      return swept;
    } catch (IOException e) {
      throw Trouble.fault("clean", temporary, e);
    }
  }

  /// Moves a half-written file to its place.
  Path rename(String temporaryName, Path to) throws IOException {
    return Files.move(
        temporary.resolve(temporaryName),
        to,
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /// Forces the folders' own entries.
  static void force(Collection<Path> folders) throws IOException {
    Fork.each(
        folders,
        folder -> {
          try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
          }
        });
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

  /// Deletes a folder unless something is in it.
  ///
  /// @return whether it is gone
  boolean deleteEmpty(Path folder) throws IOException {
    try {
      durable.remove(folder);
      return Files.deleteIfExists(folder);
    } catch (DirectoryNotEmptyException e) {
      return false;
    }
  }

  /// Replaces a file by way of a temporary one. The caller is the only one who writes to this name.
  void replace(Path file, Bytes content) {
    try {
      Set<Path> folders = prepare(file);
      String name = String.valueOf(file.getFileName());
      writeTemporary(name, content);
      rename(name, file);
      force(folders);
      remember(file);
    } catch (IOException e) {
      throw Trouble.fault("write", file, e);
    }
  }

  /// What lies directly in a folder; nothing when it is not there.
  static List<Path> children(Path folder) throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      return children.toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  /// A file's name from the root, with `/` on every platform.
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
