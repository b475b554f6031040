package dev.bulwark.project.scan;

import dev.bulwark.project.Shell;
import dev.bulwark.project.Version;
import dev.bulwark.scan.FolderScan;
import dev.bulwark.scan.ModelFileScanner;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Scans again what changes below the targets, until it is interrupted.
///
/// Waits for a quarter of a second without a change, so that a file is read when it has been
/// written. A file that vanished leaves the report. When the system drops events, everything is
/// scanned again.
public final class Watch {
  private static final long QUIET_MILLIS = 250;

  private final Shell shell;
  private final ScanText text;
  private final FolderScan scan;
  private final ModelFileScanner scanner;
  private final List<Target> targets;
  private final Map<WatchKey, Watched> watched = new HashMap<>();
  private final SortedMap<Path, Target> dirty = new TreeMap<>();
  private final SortedMap<Path, ScanLine> lines = new TreeMap<>();

  /// A folder that is watched for a target.
  private record Watched(Target target, Path folder) {}

  public Watch(
      Shell shell, ScanText text, FolderScan scan, ModelFileScanner scanner, List<Target> targets) {
    this.shell = shell;
    this.text = text;
    this.scan = scan;
    this.scanner = scanner;
    this.targets = List.copyOf(targets);
  }

  /// @return what was there when it was interrupted
  /// @throws ScanFault when the system cannot watch the folders
  public ScanReport follow() {
    try (WatchService events = newService()) {
      for (Target target : targets) {
        register(events, target, target.root());
      }
      scanAgain();
      shell.terminal().err().println("watching; Ctrl-C ends");
      while (true) {
        collect(events);
        scanAgain();
      }
    } catch (InterruptedException e) {
      return report();
    } catch (IOException e) {
      throw new ScanFault(
          ScanFault.UNREADABLE,
          "expected to watch folders, found: "
              + e.getClass().getSimpleName()
              + "; the system may allow fewer watches than there are folders",
          e);
    }
  }

  private WatchService newService() throws IOException {
    return targets.getFirst().root().getFileSystem().newWatchService();
  }

  /// Watches every folder from here on, and marks every file. A file alone is watched through its
  /// folder.
  private void register(WatchService events, Target target, Path from) throws IOException {
    if (!Files.isDirectory(from)) {
      watch(events, target, from.toAbsolutePath().getParent());
      dirty.put(from, target);
      return;
    }
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            watch(events, target, folder);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            dirty.put(file, target);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            dirty.put(file, target);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private void watch(WatchService events, Target target, @Nullable Path folder) throws IOException {
    if (folder != null) {
      WatchKey key =
          folder.register(
              events,
              StandardWatchEventKinds.ENTRY_CREATE,
              StandardWatchEventKinds.ENTRY_MODIFY,
              StandardWatchEventKinds.ENTRY_DELETE);
      watched.put(key, new Watched(target, folder));
    }
  }

  /// Waits for changes, and then for them to pause.
  private void collect(WatchService events) throws InterruptedException, IOException {
    WatchKey key = events.take();
    while (key != null) {
      Watched where = watched.get(key);
      for (WatchEvent<?> event : key.pollEvents()) {
        if (where != null) {
          mark(events, where, event);
        }
      }
      key.reset();
      key = events.poll(QUIET_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void mark(WatchService events, Watched where, WatchEvent<?> event) throws IOException {
    if (!(event.context() instanceof Path name)) {
      for (Target target : targets) {
        register(events, target, target.root());
      }
      lines.keySet().forEach(file -> dirty.putIfAbsent(file, where.target()));
      return;
    }
    Path changed = where.folder().resolve(name);
    if (!Files.isDirectory(where.target().root())) {
      if (changed.equals(where.target().root().toAbsolutePath())) {
        dirty.put(where.target().root(), where.target());
      }
    } else if (Files.isDirectory(changed, LinkOption.NOFOLLOW_LINKS)) {
      register(events, where.target(), changed);
    } else {
      dirty.put(changed, where.target());
      lines.keySet().stream()
          .filter(file -> file.startsWith(changed))
          .forEach(file -> dirty.put(file, where.target()));
    }
  }

  /// Tells every file that is not what it was, and then the whole.
  private void scanAgain() throws InterruptedException {
    boolean told = false;
    for (Map.Entry<Path, Target> change : new ArrayList<>(dirty.entrySet())) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      Path file = change.getKey();
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        Target target = change.getValue();
        ScanLine line = ScanLine.of(scan.scanOne(target.root(), target.prefix(), file));
        if (!line.equals(lines.put(file, line))) {
          text.print(line);
          told = true;
        }
      } else {
        told |= lines.remove(file) != null;
      }
      dirty.remove(file);
    }
    if (told) {
      text.summary(report());
    }
  }

  private ScanReport report() {
    return new ScanReport(
        Version.NUMBER,
        scanner.ruleData(),
        ScanRun.rules(scanner),
        new ArrayList<>(lines.values()),
        targets.stream().flatMap(target -> FolderNotes.of(target).stream()).toList(),
        dirty.isEmpty());
  }
}
