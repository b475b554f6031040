package dev.bulwark.inventory;

import dev.bulwark.inventory.component.ComponentReading;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Place;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// The lock files under a folder. Follows no links.
final class FolderLockFiles implements LockFiles {
  private static final Set<String> SKIPPED =
      Set.of(".git", ".bulwark", "node_modules", "site-packages");
  private static final int DEEPEST = 32;
  private static final int MOST_SEEN = 1_000_000;
  private static final int MOST_READ = 10_000;

  private final Path root;

  FolderLockFiles(Path root) {
    this.root = root;
  }

  @Override
  public Listing list(Predicate<String> claimed) {
    Walk walk = new Walk(claimed);
    try {
      Files.walkFileTree(root, EnumSet.noneOf(FileVisitOption.class), DEEPEST, walk);
    } catch (IOException e) {
      throw new InventoryFault(
          InventoryFault.NO_FOLDER,
          "expected a folder that can be read, found " + e.getClass().getSimpleName(),
          e);
    }
    return new Listing(walk.names, walk.problems);
  }

  private String name(Path file) {
    return root.relativize(file).toString().replace('\\', '/');
  }

  /// One walk over the folder.
  private final class Walk extends SimpleFileVisitor<Path> {
    private final Predicate<String> claimed;
    private final List<String> names = new ArrayList<>();
    private final List<ComponentReading.Problem> problems = new ArrayList<>();
    private int seen;

    Walk(Predicate<String> claimed) {
      this.claimed = claimed;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      boolean skipped =
          !folder.equals(root) && SKIPPED.contains(String.valueOf(folder.getFileName()));
      return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (++seen > MOST_SEEN) {
        problem(".", Outcome.Reason.OVER_LIMIT, "more than " + MOST_SEEN + " files");
        return FileVisitResult.TERMINATE;
      }
      claim(name(file), attributes);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (file.equals(root)) {
        throw e;
      }
      problem(
          name(file),
          Outcome.Reason.UNREADABLE,
          "expected to read it, found " + e.getClass().getSimpleName());
      return FileVisitResult.CONTINUE;
    }

    private void claim(String name, BasicFileAttributes attributes) {
      if (!claimed.test(name)) {
        if (attributes.isDirectory()) {
          problem(name, Outcome.Reason.OVER_LIMIT, "folders nested deeper than " + DEEPEST);
        }
      } else if (attributes.isSymbolicLink()) {
        problem(
            name,
            Outcome.Reason.UNSUPPORTED,
            "expected a file, found a link, which is not followed");
      } else if (!attributes.isRegularFile()) {
        problem(name, Outcome.Reason.UNSUPPORTED, "expected a file, found something else");
      } else if (names.size() >= MOST_READ) {
        problem(name, Outcome.Reason.OVER_LIMIT, "more than " + MOST_READ + " lock files");
      } else {
        names.add(name);
      }
    }

    private void problem(String name, Outcome.Reason reason, String problem) {
      if (problems.size() < MOST_READ) {
        problems.add(
            new ComponentReading.Problem(Place.of(name.isEmpty() ? "." : name), reason, problem));
      }
    }
  }

  @Override
  public Bytes content(String name) throws IOException {
    return content(root.resolve(name));
  }

  private static Bytes content(Path file) throws IOException {
    try (InputStream in =
        Channels.newInputStream(
            Files.newByteChannel(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
      byte[] content = in.readNBytes(LARGEST + 1);
      if (content.length > LARGEST) {
        throw new Budget.OverLimit(Outcome.Reason.OVER_LIMIT, "a lock file of more than 64 MiB");
      }
      return Bytes.of(content);
    }
  }

  /// None of the folders on the way may be a link.
  @Override
  public Optional<Included> included(String path) throws IOException {
    Path file = root.resolve(path).normalize();
    Path real = root.toRealPath();
    if (!file.startsWith(root) || !file.toRealPath().equals(real.resolve(root.relativize(file)))) {
      return Optional.empty();
    }
    return Optional.of(new Included(name(file), content(file)));
  }
}
