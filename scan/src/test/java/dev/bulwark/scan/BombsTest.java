package dev.bulwark.scan;

import static dev.bulwark.scan.Scans.scan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.check.CheckRun;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.testkit.RawZip;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.sevenz.SevenZArchiveEntry;
import org.apache.commons.compress.archivers.sevenz.SevenZOutputFile;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.LZMAOutputStream;
import org.tukaani.xz.XZOutputStream;

/// Small files that unpack to gigabytes: each ends over a limit, soon, and none has passed.
class BombsTest {
  /// Generous: a bound for hangs. Measured figures stand in docs/measured.md.
  private static final Duration SOON = Duration.ofSeconds(5);

  private static final int MIB = 1 << 20;

  record Bomb(String name, byte[] bytes) {
    @Override
    public String toString() {
      return name + ", " + bytes.length + " bytes";
    }
  }

  private interface Packing {
    OutputStream over(OutputStream out) throws IOException;
  }

  private static byte[] zeros(int mebibytes, Packing packing) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = packing.over(bytes)) {
      for (int i = 0; i < mebibytes; i++) {
        out.write(new byte[MIB]);
      }
    }
    return bytes.toByteArray();
  }

  /// Streams of 64 MiB of zeros, one behind the other.
  private static byte[] streams(int count, Packing packing) throws IOException {
    return repeated(zeros(64, packing), count);
  }

  private static byte[] repeated(byte[] bytes, int count) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      all.writeBytes(bytes);
    }
    return all.toByteArray();
  }

  /// A deflate stream of 16 MiB of zeros as often as is wanted: each part ends on a byte.
  private static byte[] deflated(int parts) {
    try (Deflater deflater = new Deflater(9, true)) {
      deflater.setInput(new byte[16 * MIB]);
      byte[] part = new byte[MIB];
      int size = deflater.deflate(part, 0, part.length, Deflater.FULL_FLUSH);
      byte[] all = repeated(java.util.Arrays.copyOf(part, size), parts);
      byte[] end = java.util.Arrays.copyOf(all, all.length + 2);
      end[all.length] = 3;
      return end;
    }
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static byte[] gzip(int parts) {
    return joined(
        new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 3}, deflated(parts), new byte[8]);
  }

  private static byte[] gzipOf(byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(content);
    }
    return out.toByteArray();
  }

  /// Blocks that say a byte and how often (RFC 8878 §3.1.1.2.2).
  private static byte[] zstd(int blocks) {
    int header = (1 << 17) << 3 | 1 << 1;
    byte[] block = {(byte) header, (byte) (header >> 8), (byte) (header >> 16), 0};
    return joined(
        new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, 0x50}, repeated(block, blocks));
  }

  /// `compress`: every code is the newest phrase, which is one byte longer than the one before.
  private static byte[] compress() {
    Codes codes = new Codes();
    codes.put(0);
    for (int free = 257; free < 1 << 16; free++) {
      codes.put(free);
      codes.widen(free);
    }
    return joined(new byte[] {0x1f, (byte) 0x9d, (byte) 0x90}, codes.out.toByteArray());
  }

  private static final class Codes {
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int width = 9;
    private int count;
    private long bits;
    private int held;

    void put(int code) {
      bits |= (long) code << held;
      for (held += width; held >= 8; held -= 8) {
        out.write((int) bits);
        bits >>>= 8;
      }
      count++;
    }

    /// Codes come in groups of eight, and a wider one starts a new group.
    void widen(int newest) {
      if (newest + 1 > (1 << width) - 1 && width < 16) {
        while (count % 8 != 0) {
          put(0);
        }
        width++;
        count = 0;
      }
    }
  }

  private static byte[] sevenZip(Path folder) throws IOException {
    Path file = Files.createTempFile(folder, "bomb", ".7z");
    try (SevenZOutputFile out = new SevenZOutputFile(file.toFile())) {
      SevenZArchiveEntry entry = new SevenZArchiveEntry();
      entry.setName("zeros");
      out.putArchiveEntry(entry);
      for (int i = 0; i < 300; i++) {
        out.write(new byte[MIB]);
      }
      out.closeArchiveEntry();
    }
    return Files.readAllBytes(file);
  }

  static Stream<Bomb> bombs() throws IOException {
    byte[] gzip = gzip(288);
    byte[] zip = new RawZip().deflated("zeros", new byte[200 * MIB]).build();
    RawZip many = new RawZip();
    for (int i = 0; i < 20; i++) {
      many.stored("bomb-" + i + ".zip", zip);
    }
    return Stream.of(
        new Bomb("a.gz", gzip),
        new Bomb("nested.gz", gzipOf(gzipOf(gzip))),
        new Bomb("a.zlib", joined(new byte[] {0x78, (byte) 0x9c}, deflated(288), new byte[4])),
        new Bomb("large.gz", gzip(6400)),
        new Bomb("a.bz2", streams(40, BZip2CompressorOutputStream::new)),
        new Bomb("a.xz", streams(40, out -> new XZOutputStream(out, new LZMA2Options(0)))),
        new Bomb("a.lzma", zeros(100, out -> new LZMAOutputStream(out, new LZMA2Options(0), -1))),
        new Bomb("a.lz4", streams(40, FramedLZ4CompressorOutputStream::new)),
        new Bomb("a.zst", zstd(40_000)),
        new Bomb("a.Z", compress()),
        new Bomb("a.zip", zip),
        new Bomb("many.zip", many.build()),
        new Bomb("deflated.zip", new RawZip().deflated("many.zip", many.build()).build()));
  }

  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static void assertEndsSoon(Bomb bomb) {
    long start = cpu();
    CheckRun run = scan(bomb.name(), bomb.bytes());
    Duration took = Duration.ofNanos(cpu() - start);
    assertThat(Verdict.of(run)).isEqualTo(Verdict.INCOMPLETE);
    assertThat(run.outcomes().values())
        .anySatisfy(
            outcome ->
                assertThat(outcome)
                    .isInstanceOfSatisfying(
                        Outcome.Undecided.class,
                        open -> {
                          assertThat(open.reason()).isEqualTo(Outcome.Reason.OVER_LIMIT);
                          assertThat(open.detail()).contains(bomb.name());
                        }));
    assertThat(took).isLessThan(SOON);
  }

  @ParameterizedTest
  @MethodSource("bombs")
  void aBombEndsSoonAndHasNotPassed(Bomb bomb) {
    assertEndsSoon(bomb);
  }

  @Test
  void aBombOfSevenZipEndsSoonAndHasNotPassed(@TempDir Path folder) throws IOException {
    assertEndsSoon(new Bomb("a.7z", sevenZip(folder)));
  }

  /// Untrained parts of a model are zeros, and so are masks and moments.
  @Test
  void honestWeightsWithLongRunsOfZerosAreRead() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] weights = new byte[16 * MIB];
    new Random(1).nextBytes(weights);
    byte[] header =
        "{\"w\":{\"dtype\":\"U8\",\"shape\":[%d],\"data_offsets\":[0,%d]}}"
            .formatted(176L * MIB, 176L * MIB)
            .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    byte[] length =
        java.nio.ByteBuffer.allocate(8)
            .order(java.nio.ByteOrder.LITTLE_ENDIAN)
            .putLong(header.length)
            .array();
    try (OutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(length);
      gzip.write(header);
      for (int i = 0; i < 10; i++) {
        gzip.write(new byte[16 * MIB]);
      }
      gzip.write(weights);
    }
    CheckRun run = scan("model.safetensors.gz", out.toByteArray());
    assertThat(Verdict.of(run)).as("%s", run.outcomes()).isLessThanOrEqualTo(Verdict.NOTICE);
  }
}
