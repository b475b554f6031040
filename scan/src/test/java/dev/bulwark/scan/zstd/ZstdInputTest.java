package dev.bulwark.scan.zstd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.scan.Packed;
import dev.bulwark.testkit.ForAll;
import dev.bulwark.testkit.Mangle;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tukaani.xz.MemoryLimitException;

class ZstdInputTest {
  private static final List<String> FILES =
      List.of("level1.zst", "level3.zst", "level19.zst", "level-5.zst");

  private static byte[] unpacked(byte[] packed) throws IOException {
    try (ZstdInput in = new ZstdInput(new ByteArrayInputStream(packed))) {
      return in.readNBytes(1 << 22);
    }
  }

  @Test
  void everyLevelUnpacksToWhatWasPacked() throws IOException {
    for (String file : FILES) {
      assertThat(unpacked(Packed.file(file))).isEqualTo(Packed.plain());
    }
  }

  @Test
  void blocksThatReuseTablesAndReachBackAreUnpacked() throws IOException {
    byte[] plain = Packed.plain();
    ByteArrayOutputStream wanted = new ByteArrayOutputStream();
    wanted.write(plain, 0, 7000);
    wanted.write(plain, 7000, plain.length - 7000);
    wanted.write(plain, 7000, plain.length - 7000);
    assertThat(unpacked(Packed.file("stream.zst"))).isEqualTo(wanted.toByteArray());
  }

  @Test
  void aWrongChecksumIsNoticed() {
    byte[] bytes = Packed.file("level3.zst");
    bytes[bytes.length - 1] ^= 1;
    assertThatThrownBy(() -> unpacked(bytes)).isInstanceOf(ZstdFormatException.class);
  }

  @Test
  void everyPrefixEndsEarly() {
    byte[] bytes = Packed.file("level19.zst");
    for (int size = 0; size < bytes.length; size += 37) {
      byte[] cut = Arrays.copyOf(bytes, size);
      assertThatThrownBy(() -> unpacked(cut)).isInstanceOf(EOFException.class);
    }
  }

  @Test
  void aWindowThatIsTooLargeIsRefusedBeforeItIsAllocated() {
    byte[] bytes = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, (byte) 0xff, 1, 0, 0};
    assertThatThrownBy(() -> unpacked(bytes)).isInstanceOf(MemoryLimitException.class);
  }

  @Test
  void mangledFramesFailAsBrokenFilesDo() {
    ForAll.cases(
        6_000,
        random -> {
          byte[] bytes = Packed.file(FILES.get(random.nextInt(FILES.size())));
          for (int damage = random.nextInt(3); damage >= 0; damage--) {
            bytes = Mangle.once(bytes, random);
          }
          try {
            unpacked(bytes);
          } catch (ZstdFormatException | EOFException | org.tukaani.xz.XZIOException expected) {
            assertThat(expected.getMessage()).isNotEqualTo("");
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }
}
