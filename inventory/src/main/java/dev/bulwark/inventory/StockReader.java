package dev.bulwark.inventory;

import dev.bulwark.inventory.component.BuiltinReaders;
import dev.bulwark.inventory.component.Component;
import dev.bulwark.inventory.component.ComponentReader;
import dev.bulwark.inventory.component.ComponentReading;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.check.Subject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/// Walks a folder and reads what {@link BuiltinReaders} claim. One use, one thread.
final class StockReader {
  private static final Set<String> SKIPPED =
      Set.of(".git", ".bulwark", "node_modules", "site-packages");
  private static final int DEEPEST = 32;
  private static final int MOST_SEEN = 1_000_000;
  private static final int MOST_READ = 10_000;
  private static final int LARGEST = 64 << 20;

  private final Path root;
  private final Limits limits;
  private final LongSupplier nanoTime;
  private final TreeMap<String, Subject> files = new TreeMap<>();
  private final List<Component> components = new ArrayList<>();
  private final List<ComponentReading.Problem> problems = new ArrayList<>();
  private final TreeMap<String, ComponentReader> claimed = new TreeMap<>();
  private int seen;

  StockReader(Path root, Limits limits, LongSupplier nanoTime) {
    this.root = root;
    this.limits = limits;
    this.nanoTime = nanoTime;
  }

  Stock read() {
    try {
      Files.walkFileTree(
          root, EnumSet.noneOf(java.nio.file.FileVisitOption.class), DEEPEST, walk());
    } catch (IOException e) {
      throw new InventoryFault(
          InventoryFault.NO_FOLDER,
          "expected a folder that can be read, found " + e.getClass().getSimpleName(),
          e);
    }
    claimed.forEach(this::read);
    components.sort(Comparator.comparing(Component::purl).thenComparing(Component::place));
    return new Stock(List.copyOf(files.values()), components, problems);
  }

  private SimpleFileVisitor<Path> walk() {
    return new SimpleFileVisitor<>() {
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
        claim(file, attributes);
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
    };
  }

  private void claim(Path file, BasicFileAttributes attributes) {
    String name = name(file);
    Optional<ComponentReader> reader =
        BuiltinReaders.all().stream().filter(candidate -> candidate.claims(name)).findFirst();
    if (reader.isEmpty()) {
      if (attributes.isDirectory()) {
        problem(name, Outcome.Reason.OVER_LIMIT, "folders nested deeper than " + DEEPEST);
      }
    } else if (attributes.isSymbolicLink()) {
      problem(
          name, Outcome.Reason.UNSUPPORTED, "expected a file, found a link, which is not followed");
    } else if (!attributes.isRegularFile()) {
      problem(name, Outcome.Reason.UNSUPPORTED, "expected a file, found something else");
    } else if (claimed.size() >= MOST_READ) {
      problem(name, Outcome.Reason.OVER_LIMIT, "more than " + MOST_READ + " lock files");
    } else {
      claimed.put(name, reader.get());
    }
  }

  private String name(Path file) {
    return root.relativize(file).toString().replace('\\', '/');
  }

  private void problem(String name, Outcome.Reason reason, String problem) {
    if (problems.size() < MOST_READ) {
      problems.add(
          new ComponentReading.Problem(Place.of(name.isEmpty() ? "." : name), reason, problem));
    }
  }

  private void read(String name, ComponentReader reader) {
    try {
      Bytes bytes = content(root.resolve(name));
      files.put(name, new Subject(name, Digest.of(bytes)));
      Budget budget = Budget.of(limits, nanoTime);
      switch (reader.read(Place.of(name), bytes, this::other, budget)) {
        case ComponentReading.Read read -> {
          components.addAll(read.components());
          problems.addAll(read.problems());
        }
        case ComponentReading.Unreadable(ComponentReading.Problem problem) -> problems.add(problem);
      }
    } catch (Budget.OverLimit e) {
      problem(name, e.reason(), e.problem());
    } catch (IOException e) {
      problem(
          name,
          Outcome.Reason.UNREADABLE,
          "expected to read it, found " + e.getClass().getSimpleName());
    }
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

  /// A file another one includes; none of the folders on the way may be a link.
  private Optional<Bytes> other(String path) {
    try {
      Path file = root.resolve(path).normalize();
      Path real = root.toRealPath();
      if (!file.startsWith(root)
          || !file.toRealPath().equals(real.resolve(root.relativize(file)))) {
        return Optional.empty();
      }
      Bytes bytes = content(file);
      String name = name(file);
      files.put(name, new Subject(name, Digest.of(bytes)));
      return Optional.of(bytes);
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
