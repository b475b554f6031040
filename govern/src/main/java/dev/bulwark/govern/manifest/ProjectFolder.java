package dev.bulwark.govern.manifest;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.check.Subject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// The files of a project on disk, listed by one bounded walk. Not trusted: whoever can write there
/// can change a file after it was listed; digests are of what was read, and a file that changes
/// while it is read is unreadable.
///
/// Links are followed only to files inside the folder. Devices, pipes and sockets are never opened.
public final class ProjectFolder implements ProjectFiles {
  private static final int AT_ONCE = 16;
  private static final int BUFFER = 1 << 18;

  private final Path root;
  private final FolderWalk walk;
  private final Limits limits;
  private final LongSupplier nanoTime;
  private final AtomicLong bytesLeft;

  private ProjectFolder(Path root, FolderWalk walk, Limits limits, LongSupplier nanoTime) {
    this.root = root;
    this.walk = walk;
    this.limits = limits;
    this.nanoTime = nanoTime;
    this.bytesLeft = new AtomicLong(limits.bytes().bytes());
  }

  /// Walks the folder.
  ///
  /// @param limits entries, depth of folders and time of the walk; bytes and time of each reading
  /// @param nanoTime a monotonic clock, asked from several threads
  /// @throws ManifestFault when there is no such folder
  public static ProjectFolder walk(Path folder, Limits limits, LongSupplier nanoTime) {
    try {
      Path root = folder.toRealPath();
      if (!Files.isDirectory(root)) {
        throw new ManifestFault(
            ManifestFault.NO_FOLDER,
            "expected a folder, found a file: " + folder + "; name the folder of the project");
      }
      FolderWalk walk = new FolderWalk(root, limits.depth(), Budget.of(limits, nanoTime));
      walk.run();
      return new ProjectFolder(root, walk, limits, nanoTime);
    } catch (IOException e) {
      throw new ManifestFault(
          ManifestFault.NO_FOLDER,
          "expected a folder that can be read, found none at " + folder + "; name another",
          e);
    }
  }

  /// The name of the folder itself.
  String name() {
    return root.getFileName() == null ? "" : root.getFileName().toString();
  }

  @Override
  public NavigableMap<String, Seen> files() {
    return Collections.unmodifiableNavigableMap(walk.files);
  }

  @Override
  public List<Gap> gaps() {
    return Collections.unmodifiableList(walk.gaps);
  }

  @Override
  public List<String> ignored() {
    return Collections.unmodifiableList(walk.ignored);
  }

  /// At most the first `most` bytes of a listed file.
  ///
  /// @throws ManifestFault when it cannot be read any more
  Bytes head(String name, int most) {
    try (InputStream in = open(name)) {
      return Bytes.of(in.readNBytes(most));
    } catch (IOException e) {
      throw new ManifestFault(
          ManifestFault.NO_FOLDER, "cannot read " + name + " any more; check again", e);
    }
  }

  @Override
  public Map<String, Content> read(NavigableSet<String> names) {
    long deadline = nanoTime.getAsLong() + limits.time().toNanos();
    Semaphore places = new Semaphore(AT_ONCE);
    Map<String, Content> contents = new LinkedHashMap<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Map<String, Future<Content>> running = new LinkedHashMap<>();
      for (String name : names) {
        running.put(name, threads.submit(() -> limited(name, places, deadline)));
      }
      running.forEach((name, future) -> contents.put(name, wait(future)));
    }
    return contents;
  }

  private static Content wait(Future<Content> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      future.cancel(true);
      Thread.currentThread().interrupt();
      return new Content.Unreadable("interrupted");
    } catch (ExecutionException e) {
      throw new IllegalStateException("naming a file broke", e.getCause());
    }
  }

  private Content limited(String name, Semaphore places, long deadline)
      throws InterruptedException {
    places.acquire();
    try {
      return digest(name, deadline);
    } catch (NoSuchFileException e) {
      return new Content.Unreadable("it is not there any more");
    } catch (IOException e) {
      return new Content.Unreadable("it cannot be read");
    } finally {
      places.release();
    }
  }

  private Content digest(String name, long deadline) throws IOException {
    BasicFileAttributes before = attributes(name);
    if (bytesLeft.addAndGet(-before.size()) < 0) {
      return new Content.Unreadable("more than " + limits.bytes() + " to read");
    }
    MessageDigest sha256 = Digest.sha256();
    byte[] buffer = new byte[Math.clamp(before.size(), 1, BUFFER)];
    long total = 0;
    try (InputStream in = open(name)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        sha256.update(buffer, 0, read);
        total += read;
        if (total > before.size() || nanoTime.getAsLong() - deadline > 0) {
          break;
        }
        if (Thread.currentThread().isInterrupted()) {
          return new Content.Unreadable("interrupted");
        }
      }
    }
    if (nanoTime.getAsLong() - deadline > 0) {
      return new Content.Unreadable("reading took longer than " + limits.time());
    }
    BasicFileAttributes after = attributes(name);
    boolean same =
        total == before.size()
            && after.size() == before.size()
            && after.lastModifiedTime().equals(before.lastModifiedTime());
    return same
        ? new Content.Named(new Subject(name, new Digest(Bytes.of(sha256.digest()))))
        : new Content.Unreadable("it changed while it was read");
  }

  private BasicFileAttributes attributes(String name) throws IOException {
    return Files.readAttributes(path(name), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  /// Opens a file only while it is still the regular file inside the folder that was listed.
  InputStream open(String name) throws IOException {
    Path path = path(name);
    boolean inside = path.toRealPath().equals(path) && path.startsWith(root);
    if (!inside || !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new NoSuchFileException(name);
    }
    return Files.newInputStream(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
  }

  private Path path(String name) throws NoSuchFileException {
    Path path = walk.paths.get(name);
    if (path == null) {
      throw new NoSuchFileException(name);
    }
    return path;
  }
}
