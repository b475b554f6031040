package dev.bulwark.project.rules;

import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.project.scan.ScanFault;
import dev.bulwark.scan.zip.ZipReader;
import dev.bulwark.scan.zip.ZipView;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/// The files of a rule pack by their names, from a folder or a zip. Untrusted, and bounded.
///
/// A zip is read by the reader that scans models: one that two readers could understand differently
/// is refused, so that what was signed is what everybody reads.
record PackFiles(Path where, SortedMap<String, Bytes> files) {
  private static final int MOST_FILES = 8;
  private static final int MOST_BYTES = 4 << 20;
  private static final int MOST_ZIP = MOST_FILES * MOST_BYTES;

  /// What reading a zip may take: the files, packed and unpacked, and a look at its directory.
  private static final Limits LIMITS =
      new Limits(new ByteSize(3L * MOST_ZIP), 1000, 2, Duration.ofSeconds(10));

  /// @param nanoTime a monotonic clock in nanoseconds
  static PackFiles read(Path where, LongSupplier nanoTime) {
    PackFiles files = new PackFiles(where, new TreeMap<>());
    try {
      if (Files.isDirectory(where)) {
        files.folder();
      } else {
        files.zip(Budget.of(LIMITS, nanoTime));
      }
    } catch (IOException e) {
      throw new ScanFault(
          ScanFault.RULES,
          "expected a folder or a zip with a rule pack at %s, found: %s"
              .formatted(where, e.getClass().getSimpleName()),
          e);
    }
    return files;
  }

  private void folder() throws IOException {
    List<Path> listed;
    try (Stream<Path> entries = Files.list(where)) {
      listed = entries.limit(MOST_FILES + 1L).sorted().toList();
    }
    for (Path file : listed) {
      String name = String.valueOf(file.getFileName());
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        throw wrong("files and nothing else", shown(name));
      }
      try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
        put(name, in.readNBytes(MOST_BYTES + 1));
      }
    }
  }

  private void zip(Budget budget) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(where)) {
      bytes = in.readNBytes(MOST_ZIP + 1);
    }
    if (bytes.length > MOST_ZIP) {
      throw wrong("a zip of at most 32 MiB", "a larger one");
    }
    Source source = Source.of(Place.of(String.valueOf(where.getFileName())), bytes);
    switch (reading(source, budget)) {
      case Reading.NotMine<ZipView> _ -> throw wrong("a folder or a zip", "neither");
      case Reading.Malformed<ZipView>(var _, var _, long at, String problem) ->
          throw wrong("a whole zip", "at byte %d: %s".formatted(at, problem));
      case Reading.OverLimit<ZipView>(var _, var _, var _, String problem) ->
          throw wrong("a small zip", problem);
      case Reading.View<ZipView>(ZipView view, List<Source> members) -> members(view, members);
    }
  }

  private static Reading<ZipView> reading(Source source, Budget budget) {
    try {
      return new ZipReader().read(source, budget);
    } catch (Budget.OverLimit e) {
      return new Reading.OverLimit<>(Optional.empty(), List.of(), e.reason(), e.problem());
    }
  }

  private void members(ZipView view, List<Source> members) {
    view.members().stream()
        .filter(member -> member.name().endsWith("/"))
        .forEach(
            member -> {
              throw wrong("files and nothing else", shown(member.name()));
            });
    view.oddities().stream()
        .findFirst()
        .ifPresent(
            odd -> {
              throw wrong("a zip that every reader understands alike", odd.what());
            });
    for (Source member : members) {
      put(
          member.place().path().getLast(),
          member
              .bytes()
              .asSlice(0, Math.min(member.size(), MOST_BYTES + 1L))
              .toArray(ValueLayout.JAVA_BYTE));
    }
    if (files.size() != view.members().size() || view.unexplained() > 0) {
      throw wrong("a zip of files and nothing else", "%d members".formatted(view.members().size()));
    }
  }

  private void put(String name, byte[] content) {
    if (!name.matches("[a-z]{1,20}\\.[a-z]{1,8}")) {
      throw wrong("names of lists, such as pickle.tsv", shown(name));
    }
    if (content.length > MOST_BYTES || files.size() == MOST_FILES) {
      throw wrong(
          "at most %d files of at most 4 MiB each".formatted(MOST_FILES), name + " as well");
    }
    if (files.put(name, Bytes.of(content)) != null) {
      throw wrong("each file once", name + " twice");
    }
  }

  private static String shown(String name) {
    return "\"" + Place.printable(name.length() > 80 ? name.substring(0, 80) + "…" : name) + "\"";
  }

  Optional<Bytes> find(String name) {
    return Optional.ofNullable(files.get(name));
  }

  private ScanFault wrong(String expected, String found) {
    return new ScanFault(
        ScanFault.RULES,
        "expected %s in the rule pack %s, found %s".formatted(expected, where, found));
  }
}
