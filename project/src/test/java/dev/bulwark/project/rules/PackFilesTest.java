package dev.bulwark.project.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.evidence.keys.SigningKey;
import dev.bulwark.project.scan.ScanFault;
import dev.bulwark.testkit.RawZip;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A rule pack is somebody else's: whatever could be read in two ways, or grows, is refused.
class PackFilesTest {
  private static final byte[] MANIFEST =
      text("{\"format\": \"bulwark-rules/v1\", \"name\": \"ours\", \"version\": \"3\"}");
  private static final byte[] LIST = text("deny\tEXEC\tevil.mod\t*\n");

  @TempDir Path folder;

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static RawZip zip() {
    return new RawZip().deflated("pack.json", MANIFEST).deflated("pickle.tsv", LIST);
  }

  record Hostile(String name, String reason, UnaryOperator<RawZip> change) {
    static Hostile of(String name, String reason, UnaryOperator<RawZip> change) {
      return new Hostile(name, reason, change);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Hostile> hostile() {
    return Stream.of(
        Hostile.of(
            "a bomb",
            "expected a small zip",
            zip ->
                zip.deflated("keras.tsv", new byte[60 << 20])
                    .deflated("operators.tsv", new byte[60 << 20])),
        Hostile.of(
            "more than 4 MiB",
            "expected at most 8 files of at most 4 MiB each",
            zip -> zip.deflated("keras.tsv", new byte[(4 << 20) + 1])),
        Hostile.of(
            "one name twice",
            "understands alike",
            zip -> zip.deflated("pickle.tsv", text("make\ta.b\tC\n"))),
        Hostile.of(
            "names that differ in case",
            "found \"PICKLE.TSV\"",
            zip -> zip.deflated("PICKLE.TSV", LIST)),
        Hostile.of("a way up", "understands alike", zip -> zip.deflated("../keras.tsv", LIST)),
        Hostile.of(
            "an absolute name", "understands alike", zip -> zip.deflated("/keras.tsv", LIST)),
        Hostile.of(
            "a name with a zero byte",
            "understands alike",
            zip -> zip.deflated("keras.tsv\0x", LIST)),
        Hostile.of(
            "a file in a folder", "names of lists", zip -> zip.deflated("a/keras.tsv", LIST)),
        Hostile.of("a folder", "files and nothing else", zip -> zip.stored("keras/", new byte[0])),
        Hostile.of(
            "a link",
            "understands alike",
            zip ->
                zip.stored(
                    "keras.tsv", text("/etc/passwd"), part -> part.external = 0xa1ffL << 16)),
        Hostile.of(
            "an encrypted member",
            "understands alike",
            zip -> zip.deflated("keras.tsv", LIST, part -> part.flags = part.localFlags = 1)),
        Hostile.of(
            "another name in front of the member",
            "understands alike",
            zip -> zip.deflated("keras.tsv", LIST, part -> part.localName = "onnxx.tsv")),
        Hostile.of(
            "another size in front of the member",
            "understands alike",
            zip -> zip.stored("keras.tsv", LIST, part -> part.localSize = 1)),
        Hostile.of(
            "a wrong checksum",
            "understands alike",
            zip -> zip.stored("keras.tsv", LIST, part -> part.crc = part.localCrc = 7)),
        Hostile.of(
            "a member no directory lists",
            "understands alike",
            zip -> zip.deflated("keras.tsv", LIST, part -> part.listed = false)),
        Hostile.of(
            "bytes behind the end",
            "understands alike",
            zip -> zip.with(raw -> raw.trailer = new byte[] {1, 2, 3})),
        Hostile.of(
            "bytes before the start",
            "understands alike",
            zip -> zip.with(raw -> raw.prefix = new byte[] {'M', 'Z', 9})),
        Hostile.of(
            "bytes between two members",
            "understands alike",
            zip -> zip.deflated("keras.tsv", LIST, part -> part.gapBefore = new byte[] {1, 2})),
        Hostile.of(
            "an unknown list",
            "the unknown list \"onnx.tsv\"",
            zip -> zip.deflated("onnx.tsv", LIST)),
        Hostile.of(
            "more than eight files",
            "expected at most 8 files",
            zip -> {
              for (char c = 'a'; c < 'h'; c++) {
                zip.stored("list" + c + ".tsv", LIST);
              }
              return zip;
            }));
  }

  private static void read(Path pack) {
    PackFile.read(pack, System::nanoTime);
  }

  private Path written(byte[] content) throws IOException {
    return Files.write(folder.resolve("pack.zip"), content);
  }

  @ParameterizedTest
  @MethodSource("hostile")
  @Timeout(10)
  void aZipThatCouldMeanTwoThingsIsRefusedWithTheReason(Hostile hostile) throws IOException {
    Path pack = written(hostile.change().apply(zip()).build());
    assertThatThrownBy(() -> read(pack))
        .isInstanceOf(ScanFault.class)
        .hasMessageContaining(hostile.reason())
        .hasMessageContaining(pack.toString());
  }

  @Test
  void anHonestZipIsRead() throws IOException {
    Path pack = written(zip().build());
    assertThat(PackFile.read(pack, System::nanoTime).open(null).lists())
        .containsEntry("pickle.tsv", new String(LIST, StandardCharsets.UTF_8))
        .hasSize(1);
  }

  /// Each cut is a fault with a reason, and none is a pack.
  @Test
  void aZipThatWasCutIsNoPack() throws IOException {
    byte[] whole = zip().build();
    for (int size = 0; size < whole.length; size++) {
      Path pack = written(Arrays.copyOf(whole, size));
      assertThatThrownBy(() -> read(pack))
          .as("%d bytes", size)
          .isInstanceOf(ScanFault.class)
          .hasMessageContaining("expected ");
    }
  }

  /// A changed bit is noticed, or in a field nobody reads: what is read is what was written.
  @Test
  void aChangedBitNeverGivesAnotherList() throws IOException {
    byte[] whole = zip().build();
    String list = new String(LIST, StandardCharsets.UTF_8);
    for (int at = 0; at < 8 * whole.length; at++) {
      byte[] changed = whole.clone();
      changed[at / 8] ^= (byte) (1 << at % 8);
      Path pack = written(changed);
      try {
        assertThat(PackFile.read(pack, System::nanoTime).open(null).lists())
            .containsEntry("pickle.tsv", list);
      } catch (ScanFault expected) {
        assertThat(expected).hasMessageContaining("expected");
      }
    }
  }

  @Test
  void aFolderHoldsFilesAndNothingElse() throws IOException {
    Path pack = Files.createDirectory(folder.resolve("pack"));
    Files.write(pack.resolve("pack.json"), MANIFEST);
    read(pack);
    Path outside = Files.write(folder.resolve("outside.tsv"), LIST);
    Path link = Files.createSymbolicLink(pack.resolve("keras.tsv"), outside);
    assertThatThrownBy(() -> read(pack)).hasMessageContaining("expected files and nothing else");
    Files.delete(link);
    Path inner = Files.createDirectory(pack.resolve("keras.tsv"));
    assertThatThrownBy(() -> read(pack)).hasMessageContaining("expected files and nothing else");
    Files.delete(inner);
    Files.write(pack.resolve("Pickle.tsv"), LIST);
    assertThatThrownBy(() -> read(pack)).hasMessageContaining("found \"Pickle.tsv\"");
    Files.delete(pack.resolve("Pickle.tsv"));
    Files.write(pack.resolve("keras.tsv"), new byte[(4 << 20) + 1]);
    assertThatThrownBy(() -> read(pack)).hasMessageContaining("at most 4 MiB each");
    Files.delete(pack.resolve("keras.tsv"));
    for (char c = 'a'; c < 'i'; c++) {
      Files.write(pack.resolve("list" + c + ".tsv"), LIST);
    }
    assertThatThrownBy(() -> read(pack)).hasMessageContaining("at most 8 files");
  }

  @Test
  void aSignatureOverOtherFilesIsNone() throws IOException {
    SigningKey key = SigningKey.generate(new SecureRandom());
    Path signed = written(zip().build());
    byte[] signature = text(PackFile.read(signed, System::nanoTime).sign(key));
    for (RawZip other :
        new RawZip[] {
          new RawZip().deflated("pack.json", MANIFEST).deflated("pickle.tsv", text("# other\n")),
          new RawZip().deflated("pack.json", MANIFEST),
          zip().deflated("keras.tsv", LIST),
          new RawZip().deflated("pack.json", MANIFEST).deflated("keras.tsv", LIST)
        }) {
      Path pack = written(other.deflated("pack.sig", signature).build());
      assertThatThrownBy(() -> PackFile.read(pack, System::nanoTime).open(key.verifyingKey()))
          .isInstanceOf(ScanFault.class)
          .hasMessageContaining("the pack was changed afterwards");
    }
    Path pack = written(zip().deflated("pack.sig", signature).build());
    assertThat(PackFile.read(pack, System::nanoTime).open(key.verifyingKey()).mayAllow()).isTrue();
  }

  @Test
  void aBombCostsLessThanASecond() throws IOException {
    Path pack = written(zip().deflated("keras.tsv", new byte[400 << 20]).build());
    long start = System.nanoTime();
    assertThatThrownBy(() -> read(pack)).isInstanceOf(ScanFault.class);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
  }
}
