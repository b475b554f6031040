package dev.bulwark.scan.zip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.Packed;
import dev.bulwark.scan.zip.ZipView.Kind;
import dev.bulwark.testkit.ForAll;
import dev.bulwark.testkit.Mangle;
import dev.bulwark.testkit.RawZip;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MethodTest {
  private static Reading<ZipView> read(byte[] bytes) {
    return new ZipReader()
        .read(Source.of(Place.of("a.zip"), bytes), Budget.of(Limits.DEFAULT, System::nanoTime));
  }

  private static void unpacksToPlain(byte[] zip) {
    assertThat(read(zip))
        .isInstanceOfSatisfying(
            Reading.View.class,
            reading -> {
              ZipView view = (ZipView) reading.view();
              Source member = (Source) reading.inside().getFirst();
              assertThat(view.oddities()).isEmpty();
              assertThat(member.bytes().toArray(ValueLayout.JAVA_BYTE)).isEqualTo(Packed.plain());
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"deflate64.zip", "bzip2.zip", "lzma.zip"})
  void whatOtherProgramsPackIsUnpacked(String file) {
    unpacksToPlain(Packed.file(file));
  }

  private static byte[] packed(int method, byte[] packed) {
    CRC32 crc = new CRC32();
    crc.update(Packed.plain());
    return new RawZip()
        .stored(
            "plain.bin",
            packed,
            part -> {
              part.method = part.localMethod = method;
              part.size = part.localSize = Packed.plain().length;
              part.crc = part.localCrc = crc.getValue();
            })
        .build();
  }

  @Test
  void xzAndZstandardAreUnpacked() {
    unpacksToPlain(packed(95, Packed.file("plain.xz")));
    unpacksToPlain(packed(93, Packed.file("level19.zst")));
    unpacksToPlain(packed(20, Packed.file("level3.zst")));
  }

  @Test
  void encryptedMembersAndUnknownMethodsAreNamedAndNotHandedOn() {
    for (byte[] zip : List.of(Packed.file("encrypted.zip"), packed(97, Packed.file("plain.xz")))) {
      Reading.View<ZipView> reading = (Reading.View<ZipView>) read(zip);
      assertThat(reading.view().oddities(Kind.UNREADABLE)).hasSize(1);
      assertThat(reading.inside()).isEmpty();
    }
  }

  @Test
  void mangledMembersBreakNothing() {
    for (byte[] zip :
        List.of(
            Packed.file("deflate64.zip"),
            Packed.file("bzip2.zip"),
            Packed.file("lzma.zip"),
            packed(95, Packed.file("plain.xz")),
            packed(93, Packed.file("level19.zst")))) {
      ForAll.cases(200, random -> read(Mangle.once(Mangle.once(zip, random), random)));
    }
  }
}
