package dev.bulwark.scan;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.pickle.PeerCase;
import dev.bulwark.scan.pickle.PeerPickles;
import dev.bulwark.scan.weights.Siblings;
import dev.bulwark.scan.weights.WeightsReader;
import dev.bulwark.testkit.FormatReaderContract;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/// What fuzzing starts from: the valid inputs of every reader's test, found by their contract; the
/// files among the test resources; and rows of hexadecimal in their tables. New ones are picked up
/// by themselves. An archive that is only known by its mark has no valid input, and one here.
final class FuzzSeeds {
  private static final int LARGEST = 1 << 16;
  private static final int EVERY = 16;
  private static final Path CLASSES = Path.of("target/test-classes");

  /// The name of OCDBT's data files, which are known by their name and by what lies beside them.
  private static final Place PLACE = Place.of("d/0123456789abcdef0123456789abcdef");

  private FuzzSeeds() {}

  /// Every seed once.
  static List<byte[]> all() {
    List<byte[]> seeds = new ArrayList<>();
    try (Stream<Path> files = Files.walk(CLASSES)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        if (file.toString().matches(".*Test(\\$\\w+)?\\.class")) {
          valid(file, seeds);
        } else if (!file.toString().endsWith(".class")) {
          resource(file, seeds);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    seeds.add("Rar!\u001a\u0007\1\0".getBytes(StandardCharsets.ISO_8859_1));
    for (PeerCase row : PeerCase.table("picklescan")) {
      seeds.add(PeerPickles.file(row));
    }
    return seeds.stream().filter(seed -> seed.length > 0 && seed.length <= LARGEST).toList();
  }

  /// The seeds that a format does not disclaim.
  static <V> List<byte[]> of(Format<V> format, List<byte[]> all) {
    return all.stream()
        .filter(seed -> !(read(format, seed) instanceof Reading.NotMine<V>))
        .toList();
  }

  /// Reads bytes with neighbours that describe some of them.
  static <V> Reading<V> read(Format<V> format, byte[] bytes) {
    return read(format, bytes, Budget.of(Limits.DEFAULT, System::nanoTime));
  }

  static <V> Reading<V> read(Format<V> format, byte[] bytes, Budget budget) {
    Source source = Source.of(PLACE, bytes);
    return ScopedValue.where(WeightsReader.BESIDE, () -> FuzzNeighbours.of(source.place(), bytes))
        .where(Siblings.BESIDE, _ -> Optional.of(source.bytes()))
        .call(() -> format.reader().read(source, budget));
  }

  private static void valid(Path file, List<byte[]> seeds) {
    String relative = CLASSES.relativize(file).toString();
    String name = relative.substring(0, relative.length() - ".class".length());
    try {
      Class<?> type = Class.forName(name.replace('/', '.'));
      if (FormatReaderContract.class.isAssignableFrom(type)
          && !Modifier.isAbstract(type.getModifiers())) {
        Method method = FormatReaderContract.class.getDeclaredMethod("valid");
        method.setAccessible(true);
        for (Object seed : (List<?>) method.invoke(newTest(type))) {
          seeds.add((byte[]) seed);
        }
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(name, e);
    }
  }

  /// A test is made in the test around it, when there is one.
  private static Object newTest(Class<?> type) throws ReflectiveOperationException {
    Class<?> around = type.getEnclosingClass();
    boolean inner = around != null && !Modifier.isStatic(type.getModifiers());
    Constructor<?> constructor =
        inner ? type.getDeclaredConstructor(around) : type.getDeclaredConstructor();
    constructor.setAccessible(true);
    return inner ? constructor.newInstance(newTest(around)) : constructor.newInstance();
  }

  private static void resource(Path file, List<byte[]> seeds) throws IOException {
    byte[] content = Files.readAllBytes(file);
    if (content.length <= LARGEST) {
      seeds.add(content);
    }
    String name = file.toString();
    if (name.contains("libraries") && name.endsWith(".zip")) {
      members(content, seeds);
    } else if (name.endsWith(".tsv")) {
      rows(content, seeds);
    }
  }

  private static void members(byte[] zip, List<byte[]> seeds) throws IOException {
    int count = 0;
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        if (count++ % EVERY == 0) {
          seeds.add(in.readAllBytes());
        }
      }
    }
  }

  private static void rows(byte[] table, List<byte[]> seeds) {
    int count = 0;
    for (String line : new String(table, StandardCharsets.UTF_8).split("\n")) {
      for (String field : line.split("\t")) {
        if (field.length() > 8
            && field.length() % 2 == 0
            && field.chars().allMatch(HexFormat::isHexDigit)
            && count++ % EVERY == 0) {
          seeds.add(HexFormat.of().parseHex(field));
        }
      }
    }
  }
}
