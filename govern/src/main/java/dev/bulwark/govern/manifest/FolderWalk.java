package dev.bulwark.govern.manifest;

import dev.bulwark.govern.manifest.ProjectFiles.Gap;
import dev.bulwark.govern.manifest.ProjectFiles.Seen;
import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Budget.OverLimit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/// Walks a folder once, without following links to folders and without opening anything but regular
/// files. One use, one thread.
final class FolderWalk {
  private static final Set<String> IGNORED =
      Set.of(".git", ".hg", ".svn", ".bulwark", "node_modules", "__pycache__", ".venv", ".tox");

  private final Path root;
  private final int maxDepth;
  private final Budget budget;
  private final Deque<Folder> waiting = new ArrayDeque<>();
  final NavigableMap<String, Seen> files = new TreeMap<>();
  final Map<String, Path> paths = new HashMap<>();
  final List<Gap> gaps = new ArrayList<>();
  final List<String> ignored = new ArrayList<>();

  private record Folder(Path path, String name, int depth) {}

  /// @param root a real path
  FolderWalk(Path root, int maxDepth, Budget budget) {
    this.root = root;
    this.maxDepth = maxDepth;
    this.budget = budget;
  }

  void run() {
    waiting.add(new Folder(root, "", 0));
    try {
      while (!waiting.isEmpty()) {
        list(waiting.removeFirst());
      }
    } catch (OverLimit e) {
      gaps.add(
          new Gap("", Gap.Kind.OVER_LIMIT, "the folder was not walked to its end: " + e.problem()));
    }
    gaps.sort(Comparator.comparing(Gap::path).thenComparing(Gap::kind));
    ignored.sort(Comparator.naturalOrder());
  }

  private void list(Folder folder) {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder.path())) {
      for (Path entry : entries) {
        budget.entry();
        visit(folder, entry);
      }
    } catch (IOException | DirectoryIteratorException e) {
      gap(folder.name(), Gap.Kind.UNREADABLE, "the folder cannot be read");
    }
  }

  private void visit(Folder folder, Path entry) {
    var text = FileName.of(entry);
    String name =
        folder.name() + (folder.depth() == 0 ? "" : "/") + text.orElse(FileName.escaped(entry));
    if (text.isEmpty()) {
      gap(name, Gap.Kind.BAD_NAME, "its name is not UTF-8");
    }
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (attributes.isSymbolicLink()) {
        link(name, entry);
      } else if (attributes.isDirectory()) {
        descend(folder, name, entry);
      } else if (attributes.isRegularFile()) {
        file(name, entry, attributes.size());
      } else {
        gap(name, Gap.Kind.NO_FILE, "it is a device, a pipe or a socket");
      }
    } catch (IOException e) {
      gap(name, Gap.Kind.UNREADABLE, "it cannot be read");
    }
  }

  private void descend(Folder parent, String name, Path folder) {
    String last = name.substring(name.lastIndexOf('/') + 1);
    if (IGNORED.contains(last) || Files.exists(folder.resolve("pyvenv.cfg"))) {
      ignored.add(name);
    } else if (parent.depth() + 1 > maxDepth) {
      gap(name, Gap.Kind.OVER_LIMIT, "it lies deeper than " + maxDepth + " folders");
    } else {
      waiting.add(new Folder(folder, name, parent.depth() + 1));
    }
  }

  /// A link to a file inside the project counts as that file; a link to a folder inside it is
  /// passed over, for the folder itself is walked.
  private void link(String name, Path link) throws IOException {
    Path target;
    try {
      target = link.toRealPath();
    } catch (FileSystemLoopException e) {
      gap(name, Gap.Kind.BROKEN_LINK, "it is a link that leads back to itself");
      return;
    } catch (NoSuchFileException e) {
      gap(name, Gap.Kind.BROKEN_LINK, "it is a link to nothing");
      return;
    } catch (IOException e) {
      gap(name, Gap.Kind.BROKEN_LINK, "it is a link that leads nowhere");
      return;
    }
    if (!target.startsWith(root)) {
      gap(name, Gap.Kind.LEAVES_PROJECT, "it is a link that leaves the project");
    } else if (Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)) {
      file(name, target, Files.size(target));
    } else if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
      gap(name, Gap.Kind.NO_FILE, "it is a link to a device, a pipe or a socket");
    }
  }

  private void file(String name, Path path, long size) throws IOException {
    ByteBuffer head = ByteBuffer.allocate((int) Math.min(size, ModelSniffer.HEAD));
    ByteBuffer last = ByteBuffer.allocate(1);
    if (size > 0) {
      try (FileChannel channel =
          FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
        budget.bytes(head.capacity());
        while (head.hasRemaining() && channel.read(head) > 0) {
          budget.tick();
        }
        channel.read(last, size - 1);
      }
    }
    byte[] start = java.util.Arrays.copyOf(head.array(), head.position());
    files.put(name, new Seen(size, ModelSniffer.sniff(name, start, last.get(0), size)));
    paths.put(name, path);
  }

  private void gap(String name, Gap.Kind kind, String why) {
    gaps.add(new Gap(name, kind, why));
  }
}
