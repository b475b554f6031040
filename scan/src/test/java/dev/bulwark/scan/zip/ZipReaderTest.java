package dev.bulwark.scan.zip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.zip.ZipView.Kind;
import dev.bulwark.testkit.FormatReaderContract;
import dev.bulwark.testkit.RawZip;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

class ZipReaderTest extends FormatReaderContract<ZipView> {
  private static final byte[] TEXT = "weights\n".repeat(40).getBytes(StandardCharsets.UTF_8);

  @Override
  protected FormatReader<ZipView> reader() {
    return new ZipReader();
  }

  @Override
  protected List<byte[]> valid() {
    return List.of(
        javaWritten(ZipEntry.DEFLATED),
        javaWritten(ZipEntry.STORED),
        new RawZip().stored("a", TEXT).deflated("b/c", TEXT).build(),
        new RawZip().stored("a", TEXT, part -> part.descriptor = true).build(),
        new RawZip()
            .stored("a", TEXT, part -> part.wideDescriptor = part.descriptor = true)
            .with(zip -> zip.wideEnd = true)
            .build());
  }

  @Override
  protected List<byte[]> broken() {
    byte[] whole = new RawZip().stored("a", TEXT).stored("b", TEXT).build();
    return List.of(Arrays.copyOf(whole, whole.length - 30), Arrays.copyOf(whole, 60));
  }

  static byte[] javaWritten(int method) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setMethod(method);
      zip.setComment("made by java.util.zip");
      for (String name : List.of("folder/", "folder/eins", "zwei-ä", "leer")) {
        byte[] content = name.endsWith("/") || name.equals("leer") ? new byte[0] : TEXT;
        ZipEntry entry = new ZipEntry(name);
        if (method == ZipEntry.STORED) {
          CRC32 crc = new CRC32();
          crc.update(content);
          entry.setCrc(crc.getValue());
          entry.setSize(content.length);
        }
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private Reading.View<ZipView> view(byte[] bytes) {
    assertThat(read(bytes)).isInstanceOf(Reading.View.class);
    return (Reading.View<ZipView>) read(bytes);
  }

  @Test
  void whatOrdinaryWritersWriteHasNothingOdd() {
    assertThat(valid())
        .allSatisfy(
            bytes -> {
              assertThat(view(bytes).view().oddities()).isEmpty();
              assertThat(view(bytes).view().unexplained()).isZero();
            });
  }

  @Test
  void membersAreHandedOnAsTheyWereWritten() {
    for (int method : new int[] {ZipEntry.STORED, ZipEntry.DEFLATED}) {
      List<Source> inside = view(javaWritten(method)).inside();
      assertThat(inside)
          .extracting(source -> source.place().toString())
          .containsExactly("file!/folder/eins", "file!/zwei-ä");
      assertThat(inside)
          .allSatisfy(
              source ->
                  assertThat(source.bytes().toArray(java.lang.foreign.ValueLayout.JAVA_BYTE))
                      .isEqualTo(TEXT));
    }
  }

  @Test
  void zeroPaddingBetweenMembersIsExplained() {
    byte[] aligned =
        new RawZip().stored("a", TEXT).stored("b", TEXT, p -> p.gapBefore = new byte[60]).build();
    assertThat(view(aligned).view().oddities()).isEmpty();
  }

  @Test
  void aTorchWritersEmptyStorageNeedsNoDescriptor() {
    byte[] bytes =
        new RawZip()
            .stored(
                "archive/data/0",
                new byte[0],
                part -> {
                  part.localFlags = part.flags = 8;
                  part.localExtra = new byte[] {'F', 'B', 4, 0, 'Z', 'Z', 'Z', 'Z'};
                })
            .build();
    assertThat(view(bytes).view().oddities()).isEmpty();
  }

  @Test
  void aSixtyFourBitSizeInTheExtraFieldIsTheSize() {
    byte[] wide = {1, 0, 16, 0, 64, 1, 0, 0, 0, 0, 0, 0, 64, 1, 0, 0, 0, 0, 0, 0};
    assertThat(TEXT).hasSize(320);
    byte[] bytes =
        new RawZip()
            .stored(
                "a",
                TEXT,
                part -> {
                  part.localSize = part.localPacked = 0xffff_ffffL;
                  part.localExtra = wide;
                })
            .build();
    assertThat(view(bytes).view().oddities()).isEmpty();
    assertThat(view(bytes).inside()).hasSize(1);
  }

  @Test
  void aMemberIsReadEvenWhenItsSignatureIsAllThatIsLeftOfTheDirectory() {
    byte[] whole = new RawZip().stored("a", TEXT).deflated("b", TEXT).build();
    Reading<ZipView> cut = read(Arrays.copyOf(whole, whole.length - 22));
    assertThat(cut).isInstanceOf(Reading.Malformed.class);
    assertThat(((Reading.Malformed<ZipView>) cut).inside()).hasSize(2);
  }

  @Test
  void aBombStopsAtItsRatio() {
    byte[] bomb = new RawZip().deflated("zeros", new byte[200 << 20]).build();
    assertThat(bomb).hasSizeLessThan(300_000);
    assertThat(read(bomb))
        .isInstanceOfSatisfying(
            Reading.OverLimit.class,
            over -> assertThat(over.reason()).isEqualTo(Outcome.Reason.OVER_LIMIT));
  }

  @Test
  void anEncryptedMemberIsNamedAndNotHandedOn() {
    byte[] bytes =
        new RawZip()
            .stored(
                "secret",
                TEXT,
                part -> {
                  part.localFlags = part.flags = 1;
                  part.crc = part.localCrc = 12345;
                })
            .build();
    assertThat(view(bytes).inside()).isEmpty();
    assertThat(view(bytes).view().oddities(Kind.UNREADABLE)).hasSize(1);
  }

  @Test
  void aStoredMemberIsNotCopied() {
    byte[] bytes = new RawZip().stored("a", TEXT).build();
    Limits room = new Limits(new ByteSize(2_000), 10, 4, Limits.DEFAULT.time());
    Reading<ZipView> reading = read(bytes, room);
    assertThat(reading).isInstanceOf(Reading.View.class);
    Source member = ((Reading.View<ZipView>) reading).inside().getFirst();
    assertThat(member.bytes().heapBase()).isEmpty(); // read-only segments hide their array
    bytes[30 + 1] ^= 1;
    assertThat(member.at(0)).isEqualTo(TEXT[0] ^ 1);
  }

  @Test
  void randomBytesAreNotAZip() {
    byte[] noise = new byte[10_000];
    new java.util.Random(7).nextBytes(noise);
    assertThat(read(noise)).isInstanceOf(Reading.NotMine.class);
  }
}
