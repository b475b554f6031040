package dev.bulwark.scan.compressed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.Packed;
import dev.bulwark.testkit.FormatReaderContract;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CompressedReaderTest {
  static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /// What holds for every codec, on what its real writer wrote.
  abstract static class Kit extends FormatReaderContract<CompressedView> {
    private final String format;
    private final List<String> whole;

    Kit(String format, String... whole) {
      this.format = format;
      this.whole = List.of(whole);
    }

    @Override
    protected FormatReader<CompressedView> reader() {
      return BuiltinCodecs.all().stream()
          .map(BuiltinCodecs.Line::reader)
          .filter(reader -> reader.format().equals(format))
          .findFirst()
          .orElseThrow();
    }

    /// Large enough to mean something and small enough to be read ten thousand times.
    @Override
    protected List<byte[]> valid() {
      return List.of(Packed.file(whole.getFirst()));
    }

    @Override
    protected List<byte[]> broken() {
      return valid().stream().map(bytes -> Arrays.copyOf(bytes, bytes.length * 2 / 3)).toList();
    }

    protected byte[] content() {
      return Packed.plain();
    }

    CompressedView view(byte[] bytes) {
      assertThat(read(bytes)).isInstanceOf(Reading.View.class);
      return ((Reading.View<CompressedView>) read(bytes)).view();
    }

    static byte[] bytes(Source source) {
      return source.bytes().toArray(ValueLayout.JAVA_BYTE);
    }

    @Test
    void whatIsUnpackedIsWhatWasPacked() {
      for (String file : whole) {
        Reading.View<CompressedView> reading =
            (Reading.View<CompressedView>) read(Packed.file(file));
        assertThat(bytes(reading.inside().getFirst()))
            .isEqualTo(file.startsWith("small") ? Packed.file("small") : content());
        assertThat(reading.view().unexplained()).isZero();
        assertThat(reading.inside().getFirst().place().path()).containsExactly("file", "data");
      }
    }

    @Test
    void whatWasUnpackedBeforeTheFileBreaksOffIsHandedOn() {
      byte[] cut = Arrays.copyOf(valid().getFirst(), valid().getFirst().length - 3);
      assertThat(read(cut))
          .isInstanceOfSatisfying(
              Reading.Malformed.class,
              broken -> assertThat(broken.inside().size()).isLessThanOrEqualTo(1));
    }

    @Test
    void bytesBehindTheEndAreToldAndHandedOn() {
      byte[] secret = ascii("and something else");
      Reading.View<CompressedView> reading =
          (Reading.View<CompressedView>) read(joined(valid().getFirst(), secret));
      assertThat(bytes(reading.inside().getLast())).isEqualTo(secret);
      assertThat(reading.view().unexplained()).isEqualTo(secret.length);
      assertThat(trailing(reading.view())).isInstanceOf(Outcome.Failed.class);
      assertThat(trailing(view(valid().getFirst()))).isEqualTo(Outcome.passed());
    }

    @Test
    void zerosBehindTheEndAreTheMediums() {
      assertThat(view(joined(valid().getFirst(), new byte[512])).unexplained()).isZero();
    }

    static Outcome trailing(CompressedView view) {
      return CompressedChecks.all().getFirst().examine(view, budget());
    }

    static Budget budget() {
      return Budget.of(Limits.DEFAULT, System::nanoTime);
    }
  }

  @Nested
  class GzipFiles extends Kit {
    GzipFiles() {
      super("gzip", "plain.gz", "named.gz", "two.gz");
    }

    @Test
    void aWrongChecksumIsMalformedAndItsContentIsHandedOn() {
      for (int back : new int[] {8, 2}) {
        byte[] bytes = Packed.file("plain.gz");
        bytes[bytes.length - back] ^= 1;
        assertThat(read(bytes))
            .isInstanceOfSatisfying(
                Reading.Malformed.class, broken -> assertThat(broken.inside().size()).isEqualTo(1));
      }
    }

    @Test
    void headerFieldsAreAccountedFor() {
      byte[] plain = Packed.file("plain.gz");
      byte[] extra = ascii("XX\30\0this could be a payload!");
      byte[] header = Arrays.copyOf(plain, 10);
      header[3] = 4 | 16;
      byte[] length = {(byte) extra.length, 0};
      byte[] bytes =
          joined(
              header,
              length,
              extra,
              ascii("a comment\0"),
              Arrays.copyOfRange(plain, 10, plain.length));
      Reading.View<CompressedView> reading = (Reading.View<CompressedView>) read(bytes);
      assertThat(reading.view().oddities())
          .extracting(CompressedView.Oddity::offset)
          .containsExactly(12L, 12L + extra.length);
      assertThat(bytes(reading.inside().getLast())).isEqualTo(extra);
    }

    @Test
    void aPathForANameFails() {
      byte[] bytes = Packed.file("named.gz");
      assertThat(CompressedChecks.all().get(2).examine(view(bytes), budget()))
          .isEqualTo(Outcome.passed());
      bytes[10] = '/';
      assertThat(CompressedChecks.all().get(2).examine(view(bytes), budget()))
          .isInstanceOf(Outcome.Failed.class);
    }

    @Test
    void aBombEndsOverItsLimitAndQuickly() throws Exception {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.writeBytes(new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 3});
      try (DeflaterOutputStream deflater = new DeflaterOutputStream(out, new Deflater(9, true))) {
        byte[] zeros = new byte[1 << 20];
        for (int i = 0; i < 300; i++) {
          deflater.write(zeros);
        }
      }
      long start = System.nanoTime();
      assertThat(read(out.toByteArray())).isInstanceOf(Reading.OverLimit.class);
      assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
    }
  }

  @Nested
  class ZlibFiles extends Kit {
    ZlibFiles() {
      super("zlib", "plain.zz");
    }

    @Test
    void textThatHappensToStartLikeItIsNotMine() {
      for (String text : List.of("x^2 + y^2 = z^2 holds here", "hC of something", "x\u009c")) {
        assertThat(read(ascii(text))).isInstanceOf(Reading.NotMine.class);
      }
    }
  }

  @Nested
  class Bzip2Files extends Kit {
    Bzip2Files() {
      super("bzip2", "small.bz2", "plain.bz2", "two.bz2");
    }
  }

  /// A `.Z` stream has no end mark: whatever is behind it belongs to it.
  @Nested
  class CompressFiles extends FormatReaderContract<CompressedView> {
    @Override
    protected FormatReader<CompressedView> reader() {
      return BuiltinCodecs.all().stream()
          .map(BuiltinCodecs.Line::reader)
          .filter(reader -> reader.format().equals("compress"))
          .findFirst()
          .orElseThrow();
    }

    @Override
    protected List<byte[]> valid() {
      return List.of(Packed.file("plain.Z"));
    }

    @Override
    protected List<byte[]> broken() {
      return List.of(ascii("\u001f\u009d\u00ff\u00ff"));
    }

    @Test
    void whatIsUnpackedIsWhatWasPacked() {
      Reading.View<CompressedView> reading =
          (Reading.View<CompressedView>) read(valid().getFirst());
      assertThat(Kit.bytes(reading.inside().getFirst())).isEqualTo(Packed.plain());
    }
  }

  @Nested
  class XzFiles extends Kit {
    XzFiles() {
      super("xz", "small.xz", "plain.xz", "two.xz", "bcj.xz");
    }
  }

  @Nested
  class LzmaFiles extends Kit {
    LzmaFiles() {
      super("lzma", "small.lzma", "plain.lzma");
    }

    @Test
    void aDictionaryThatIsTooLargeIsUndecidedAndNotAllocated() {
      byte[] bytes = Packed.file("plain.lzma");
      bytes[3] = 0;
      bytes[4] = 0x40;
      assertThat(read(bytes))
          .isInstanceOfSatisfying(
              Reading.OverLimit.class,
              bounded -> assertThat(bounded.reason()).isEqualTo(Outcome.Reason.UNSUPPORTED));
    }
  }

  @Nested
  class Lz4Files extends Kit {
    Lz4Files() {
      super("lz4", "plain.lz4");
    }

    @Test
    void linkedBlocksAndChecksumsAreRead() {
      byte[] plain = Packed.plain();
      Reading.View<CompressedView> reading =
          (Reading.View<CompressedView>) read(Packed.file("linked.lz4"));
      assertThat(bytes(reading.inside().getFirst())).isEqualTo(joined(plain, plain, plain));
    }
  }

  @Nested
  class ZstdFiles extends Kit {
    ZstdFiles() {
      super("zstd", "level1.zst", "level3.zst", "level19.zst", "level-5.zst", "two.zst");
    }

    @Test
    void aSkippableFrameIsTold() {
      assertThat(view(Packed.file("two.zst")).oddities())
          .extracting(CompressedView.Oddity::kind)
          .containsExactly(CompressedView.Kind.BESIDE, CompressedView.Kind.BESIDE);
      assertThat(view(Packed.file("two.zst")).streams()).isEqualTo(3);
    }

    @Test
    void aFrameThatWantsADictionaryIsUndecided() {
      assertThat(read(Packed.file("dictionary.zst"))).isInstanceOf(Reading.OverLimit.class);
    }
  }

  @Nested
  class ZfileFiles extends Kit {
    ZfileFiles() {
      super("joblib-zfile", "old.joblib");
    }

    @Override
    protected byte[] content() {
      return ascii("\u0080\2}q\0X\1\0\0\0aq\1]q\2(K\1K\2K\3es.");
    }
  }
}
