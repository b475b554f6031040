package dev.bulwark.scan;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A regular file, mapped for reading; a small one is read into memory instead, which fixes its
/// bytes.
///
/// When a mapped file shrinks while it is read, the JVM throws `InternalError` from whatever
/// touched the missing page.
final class OpenFile implements AutoCloseable {
  private static final int SMALL = 1 << 20;

  private final Path path;
  private final Stamp before;
  private final Arena arena;
  private final MemorySegment bytes;

  private OpenFile(Path path, Stamp before, Arena arena, MemorySegment bytes) {
    this.path = path;
    this.before = before;
    this.arena = arena;
    this.bytes = bytes;
  }

  /// Opens `file` when it is a regular file that, links resolved, lies in `root`.
  ///
  /// @throws NotRead when it is not, or cannot be opened
  static OpenFile open(Path root, Path file) throws NotRead {
    try {
      Path real = file.toRealPath();
      if (!real.startsWith(root.toRealPath())) {
        throw new NotRead("a link leads out of the scanned folder");
      }
      return map(real);
    } catch (IOException e) {
      throw new NotRead("it cannot be opened: " + e.getClass().getSimpleName());
    }
  }

  private static OpenFile map(Path real) throws IOException, NotRead {
    Stamp stamp = Stamp.of(real);
    if (!stamp.regular()) {
      throw new NotRead("expected a regular file, found a folder, pipe, socket or device");
    }
    Arena arena = Arena.ofConfined();
    try (FileChannel channel =
        FileChannel.open(real, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      long size = channel.size();
      if (size != stamp.size()) {
        throw new NotRead("its size changed while it was opened");
      }
      MemorySegment bytes =
          size <= SMALL
              ? MemorySegment.ofArray(copy(channel, (int) size))
              : channel.map(FileChannel.MapMode.READ_ONLY, 0, size, arena);
      return new OpenFile(real, stamp, arena, bytes);
    } catch (IOException | NotRead | RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  private static byte[] copy(FileChannel channel, int size) throws IOException, NotRead {
    ByteBuffer buffer = ByteBuffer.allocate(size);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new NotRead("it shrank while it was read");
      }
    }
    return buffer.array();
  }

  MemorySegment bytes() {
    return bytes;
  }

  /// Fails when the file is no longer the one that was opened.
  ///
  /// @throws NotRead when size, times or identity changed
  void requireUnchanged() throws NotRead {
    try {
      if (!Stamp.of(path).isSame(before)) {
        throw new NotRead("it changed while it was read");
      }
    } catch (IOException e) {
      throw new NotRead("it vanished while it was read");
    }
  }

  @Override
  public void close() {
    arena.close();
  }

  /// What a file system tells of a file. The change time, where there is one, cannot be set back.
  private record Stamp(
      boolean regular, long size, Object modified, @Nullable Object key, @Nullable Object changed) {
    private static final boolean UNIX =
        FileSystems.getDefault().supportedFileAttributeViews().contains("unix");
    private static final String ALL = "unix:isRegularFile,size,lastModifiedTime,fileKey,ctime";

    static Stamp of(Path path) throws IOException {
      return UNIX && path.getFileSystem().equals(FileSystems.getDefault())
          ? unix(path)
          : basic(path);
    }

    /// Whether nothing a file system tells has changed; asked of every file, so in plain code.
    boolean isSame(Stamp other) {
      return regular == other.regular
          && size == other.size
          && modified.equals(other.modified)
          && Objects.equals(key, other.key)
          && Objects.equals(changed, other.changed);
    }

    /// In one look.
    private static Stamp unix(Path path) throws IOException {
      Map<String, Object> all = Files.readAttributes(path, ALL, LinkOption.NOFOLLOW_LINKS);
      return new Stamp(
          (boolean) Objects.requireNonNull(all.get("isRegularFile")),
          (long) Objects.requireNonNull(all.get("size")),
          Objects.requireNonNull(all.get("lastModifiedTime")),
          all.get("fileKey"),
          Objects.requireNonNull(all.get("ctime")));
    }

    private static Stamp basic(Path path) throws IOException {
      BasicFileAttributes attributes =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return new Stamp(
          attributes.isRegularFile(),
          attributes.size(),
          attributes.lastModifiedTime(),
          attributes.fileKey(),
          null);
    }
  }

  /// Why a file was not read; no fault of ours, and never a pass.
  static final class NotRead extends Exception {
    private final String problem;

    NotRead(String problem) {
      super(problem, null, false, false);
      this.problem = problem;
    }

    String problem() {
      return problem;
    }
  }
}
