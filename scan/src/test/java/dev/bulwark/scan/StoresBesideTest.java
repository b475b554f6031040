package dev.bulwark.scan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.check.Limits;
import dev.bulwark.scan.ocdbt.RawStore;
import dev.bulwark.scan.ocdbt.StoreFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Folders of OCDBT, as tensorstore and Orbax write them.
class StoresBesideTest {
  @TempDir private Path root;

  private Path store(String name) throws IOException {
    Path from = StoreFiles.folder(name);
    Path to = root.resolve(name);
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
    return to;
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ScannedFile scan(Path file) {
    return new ModelFileScanner("test", Limits.DEFAULT, System::nanoTime).scan(root, file);
  }

  private List<String> rules(Path file) {
    return ((ScannedFile.Scanned) scan(file))
        .run().findings().stream().map(finding -> finding.rule().value()).distinct().toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"orbax", "zstd", "deep"})
  void everyByteOfARealStoreIsAccountedFor(String name) throws IOException {
    assertThat(files(store(name)))
        .hasSizeGreaterThan(1)
        .allSatisfy(file -> assertThat(scan(file).verdict()).isEqualTo(Verdict.CLEAN));
  }

  @Test
  void whatIsAppendedToADataFileIsTold() throws IOException {
    Path file = files(store("deep").resolve("d")).getFirst();
    Files.writeString(file, "something else", StandardOpenOption.APPEND);
    assertThat(rules(file)).contains("WGT-002");
    assertThat(scan(file).verdict()).isGreaterThanOrEqualTo(Verdict.SUSPICIOUS);
  }

  @Test
  void aNodeThatNothingLeadsToAnyMoreIsTold() throws IOException {
    Path store = store("versions");
    assertThat(scan(store.resolve("manifest.ocdbt")).verdict()).isEqualTo(Verdict.CLEAN);
    assertThat(files(store).stream().flatMap(file -> rules(file).stream()))
        .containsExactly("WGT-002");
  }

  @Test
  void aChangedNodeIsTold() throws IOException {
    Path store = store("deep");
    Path file = files(store.resolve("d")).getFirst();
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 6] ^= 1;
    Files.write(file, bytes);
    assertThat(scan(store.resolve("manifest.ocdbt")).verdict()).isEqualTo(Verdict.MALFORMED);
    assertThat(scan(file).verdict()).isEqualTo(Verdict.INCOMPLETE);
  }

  @Test
  void aStoreWithoutItsDataIsNotPassed() throws IOException {
    Path store = store("orbax");
    Path manifest = store.resolve("manifest.ocdbt");
    Files.delete(files(store.resolve("d")).getFirst());
    assertThat(scan(manifest).verdict()).isEqualTo(Verdict.INCOMPLETE);
    ScannedFile alone =
        new ModelFileScanner("test", Limits.DEFAULT, System::nanoTime).scan(manifest, manifest);
    assertThat(alone.verdict()).isEqualTo(Verdict.INCOMPLETE);
  }

  @Test
  void aStoreThatReadsElsewhereIsTold() throws IOException {
    Path manifest = root.resolve("manifest.ocdbt");
    Files.write(manifest, RawStore.manifest("../secret", 0, 40, 0));
    assertThat(rules(manifest)).containsExactly("OCD-001");
    Files.createSymbolicLink(root.resolve("link"), Path.of("/etc/hostname"));
    Files.write(manifest, RawStore.manifest("link", 0, 1, 0));
    assertThat(scan(manifest).verdict()).isEqualTo(Verdict.INCOMPLETE);
  }
}
