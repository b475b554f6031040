package dev.bulwark.scan;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/// Scans every file of a folder, whatever it is called, several at a time.
///
/// Results come in the order of names, each as soon as it and all before it are there. A link is
/// followed to a file inside the folder and to nothing else. Memory is bounded by how many files
/// are read at once, and by the list of names.
public final class FolderScan {
  /// Finished results that may wait for a slow one before them.
  private static final int AHEAD = 64;

  private final ModelFileScanner scanner;
  private final int parallel;

  /// @param parallel how many files are read at once; at least 1
  public FolderScan(ModelFileScanner scanner, int parallel) {
    if (parallel < 1) {
      throw new IllegalArgumentException("expected at least one file at a time, found " + parallel);
    }
    this.scanner = scanner;
    this.parallel = parallel;
  }

  /// The whole in two words.
  ///
  /// @param files how many results there were
  /// @param verdict the worst of them; a folder without files is incomplete
  public record Summary(long files, Verdict verdict) {}

  /// Scans the folder, or the one file, at `root`.
  ///
  /// @param each called on this thread, in the order of names
  /// @throws InterruptedException when this thread is interrupted; scans under way are stopped
  ///   first
  /// @throws UncheckedIOException when the folder itself cannot be listed
  public Summary scan(Path root, Consumer<ScannedFile> each) throws InterruptedException {
    return scan(root, "", each);
  }

  /// Scans the folder, or the one file, at `root`, and names every file `prefix` + its name below.
  public Summary scan(Path root, String prefix, Consumer<ScannedFile> each)
      throws InterruptedException {
    List<Path> files = files(root);
    Verdict worst = files.isEmpty() ? Verdict.INCOMPLETE : Verdict.CLEAN;
    Semaphore bulkhead = new Semaphore(parallel);
    ArrayDeque<Future<ScannedFile>> ahead = new ArrayDeque<>();
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    try {
      for (Path file : files) {
        if (ahead.size() == AHEAD) {
          worst = worst.worse(deliver(ahead.remove(), each));
        }
        ahead.add(threads.submit(() -> scan(root, file, prefix, bulkhead)));
      }
      while (!ahead.isEmpty()) {
        worst = worst.worse(deliver(ahead.remove(), each));
      }
    } finally {
      threads.shutdownNow();
      threads.close();
    }
    return new Summary(files.size(), worst);
  }

  /// Scans one file of the folder again.
  public ScannedFile scanOne(Path root, String prefix, Path file) {
    return scanner.scan(root, file, prefix + ModelFileScanner.name(root, file));
  }

  private ScannedFile scan(Path root, Path file, String prefix, Semaphore bulkhead)
      throws InterruptedException {
    bulkhead.acquire();
    try {
      return scanOne(root, prefix, file);
    } finally {
      bulkhead.release();
    }
  }

  private static Verdict deliver(Future<ScannedFile> next, Consumer<ScannedFile> each)
      throws InterruptedException {
    try {
      ScannedFile file = next.get();
      each.accept(file);
      return file.verdict();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a scan ended in a defect of its own", e.getCause());
    }
  }

  /// Every entry that is not a folder, sorted by name. A folder that cannot be listed stands for
  /// what is in it, and will be told as unread.
  private static List<Path> files(Path root) {
    List<Path> files = new ArrayList<>();
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (!(attributes.isSymbolicLink() && isFolderInside(root, file))) {
                files.add(file);
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
              if (file.equals(root)) {
                throw e;
              }
              files.add(file);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException("the folder cannot be listed: " + root, e);
    }
    files.sort(Comparator.comparing(Path::toString));
    return files;
  }

  /// Whether a link leads to a folder that is visited under its own name anyway.
  private static boolean isFolderInside(Path root, Path link) {
    try {
      Path real = link.toRealPath();
      return real.startsWith(root.toRealPath()) && Files.isDirectory(real);
    } catch (IOException e) {
      return false; // a link to nowhere is told as unread
    }
  }
}
