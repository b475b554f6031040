package dev.bulwark.scan;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.graph.NamedPath;
import dev.bulwark.scan.unpack.Spool;
import dev.bulwark.scan.weights.Described;
import dev.bulwark.scan.weights.Neighbourhood;
import dev.bulwark.scan.weights.Range;
import dev.bulwark.scan.weights.Siblings;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Looks beside a file for others that describe its bytes: in its folder and in those above it, up
/// to the folder that is scanned.
final class Neighbours {
  private static final int MOST_NAMES = 10_000;
  private static final int MOST_READ = 16;
  private static final int MOST_LEVELS = 4;

  private final List<Format<?>> formats;
  private final Limits limits;
  private final LongSupplier nanoTime;

  Neighbours(List<Format<?>> formats, Limits limits, LongSupplier nanoTime) {
    this.formats = List.copyOf(formats);
    this.limits = limits;
    this.nanoTime = nanoTime;
  }

  /// A look that is taken once, when it is asked for.
  static final class Once implements Neighbourhood.Look {
    private final Neighbours neighbours;
    private final Path root;
    private final Path file;
    private final Place place;
    private @Nullable Neighbourhood seen;

    Once(Neighbours neighbours, Path root, Path file, Place place) {
      this.neighbours = neighbours;
      this.root = root;
      this.file = file;
      this.place = place;
    }

    @Override
    public Neighbourhood look() {
      if (seen == null) {
        seen = neighbours.of(root, file, place);
      }
      return seen;
    }

    /// Whether an answer may depend on other files.
    boolean taken() {
      return seen != null;
    }
  }

  private Neighbourhood of(Path root, Path file, Place place) {
    TreeMap<String, List<Range>> descriptions = new TreeMap<>();
    if (isPlain(root, file)) {
      Path folder = file.getParent();
      for (int level = 0;
          level < MOST_LEVELS && folder != null && folder.startsWith(root);
          level++, folder = folder.getParent()) {
        for (Path candidate : candidates(folder, file)) {
          List<Range> ranges = describes(root, candidate, file);
          if (!ranges.isEmpty()) {
            descriptions.put(ModelFileScanner.name(root, candidate), ranges);
          }
        }
      }
    }
    return new Neighbourhood(place, descriptions, names(file));
  }

  /// A file that is a link, or lies behind one, is not described: the link may turn elsewhere after
  /// the scan. Nor is one that was named alone.
  private static boolean isPlain(Path root, Path file) {
    try {
      return !root.equals(file)
          && file.startsWith(root)
          && file.toRealPath().equals(root.toRealPath().resolve(root.relativize(file)));
    } catch (IOException e) {
      return false; // it vanished, which is told elsewhere
    }
  }

  private static int names(Path file) {
    try {
      return file.getFileSystem().supportedFileAttributeViews().contains("unix")
              && Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS)
                  instanceof Integer count
          ? count
          : 1;
    } catch (IOException e) {
      return 1; // it vanished, which is told elsewhere
    }
  }

  /// Files that may describe others, those of the same stem first.
  private List<Path> candidates(Path folder, Path file) {
    String name = Objects.requireNonNull(file.getFileName()).toString();
    int dot = name.indexOf('.');
    String stem = dot < 1 ? name : name.substring(0, dot);
    List<Path> found = new ArrayList<>();
    try (Stream<Path> all = Files.list(folder)) {
      all.limit(MOST_NAMES)
          .filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
          .filter(path -> !describers(path).isEmpty())
          .sorted()
          .forEach(found::add);
    } catch (IOException e) {
      return List.of(); // what cannot be listed describes nothing
    }
    List<Path> sorted = new ArrayList<>();
    found.stream().filter(path -> named(path).startsWith(stem)).forEach(sorted::add);
    found.stream().filter(path -> !named(path).startsWith(stem)).forEach(sorted::add);
    return sorted.subList(0, Math.min(MOST_READ, sorted.size()));
  }

  private static String named(Path path) {
    return String.valueOf(path.getFileName());
  }

  /// The formats whose files describe others and that a name promises.
  private List<Format<?>> describers(Path path) {
    String ending = Recognition.extension(Place.of(named(path)));
    return formats.stream()
        .filter(format -> format.describes().isPresent() && format.extensions().contains(ending))
        .toList();
  }

  private List<Range> describes(Path root, Path description, Path file) {
    List<Range> ranges = new ArrayList<>();
    try (OpenFile open = OpenFile.open(root, description);
        OpenSiblings siblings = new OpenSiblings(root, description);
        Arena unpacked = Arena.ofConfined()) {
      Source source = new Source(Place.of(named(description)), open.bytes());
      ScopedValue.where(Spool.EXAMINATION, unpacked)
          .where(Siblings.BESIDE, siblings)
          .run(
              () ->
                  describers(description)
                      .forEach(format -> ranges.addAll(ranges(format, source, description, file))));
      open.requireUnchanged();
      siblings.requireUnchanged();
      return ranges;
    } catch (OpenFile.NotRead | InternalError e) {
      return List.of(); // its own scan tells that it cannot be read
    }
  }

  /// Only a description that is whole counts.
  private <V> List<Range> ranges(Format<V> format, Source source, Path description, Path file) {
    try {
      return format.reader().read(source, Budget.of(limits, nanoTime))
              instanceof Reading.View<V>(V view, var _)
          ? format.describes().stream()
              .flatMap(describes -> describes.apply(view).stream())
              .filter(described -> isAt(description, described, file))
              .flatMap(described -> described.ranges().stream())
              .toList()
          : List.of();
    } catch (RuntimeException | StackOverflowError e) {
      return List.of(); // its own scan tells that it cannot be read
    }
  }

  private static boolean isAt(Path description, Described described, Path file) {
    return NamedPath.staysInside(described.location())
        && description.resolveSibling(described.location()).normalize().equals(file.normalize());
  }
}
