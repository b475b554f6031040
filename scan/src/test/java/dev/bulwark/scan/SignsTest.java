package dev.bulwark.scan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.testkit.RawZip;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A reader that is not asked finds nothing, so a sign must hold of everything its reader knows.
class SignsTest {
  private static final List<Format<?>> SIGNED =
      BuiltinFormats.all().stream().filter(format -> format.sign().isPresent()).toList();

  @Test
  void aReaderKnowsNoBytesWithoutItsSign() {
    assertThat(SIGNED).extracting(format -> format.name()).contains("zip", "pytorch", "keras");
    int without = 0;
    int known = 0;
    for (byte[] bytes : bytes()) {
      for (Format<?> format : SIGNED) {
        boolean sign = format.sign().orElseThrow().test(Source.of(Place.of("file"), bytes));
        boolean mine = !(FuzzSeeds.read(format, bytes) instanceof Reading.NotMine<?>);
        assertThat(sign || !mine).as("%s of %d bytes", format.name(), bytes.length).isTrue();
        without += sign ? 0 : 1;
        known += mine ? 1 : 0;
      }
    }
    assertThat(without).as("bytes without a sign").isPositive();
    assertThat(known).as("bytes some reader knows").isPositive();
  }

  @Test
  void aSignIsLookedForOnce() {
    int[] looks = new int[1];
    Format<?> plain = BuiltinFormats.all().getFirst();
    Format<?> signed =
        SIGNED
            .getFirst()
            .bearing(
                _ -> {
                  looks[0]++;
                  return false;
                });
    Signs signs = new Signs(Source.of(Place.of("file"), new byte[] {1}));

    assertThat(signs.allow(signed)).isFalse();
    assertThat(signs.allow(signed)).isFalse();
    assertThat(signs.allow(plain)).isTrue();
    assertThat(looks[0]).isEqualTo(1);
  }

  /// Every seed as it is, cut, and behind other bytes; and archives whose start is gone.
  private static List<byte[]> bytes() {
    List<byte[]> bytes = new ArrayList<>();
    List<byte[]> seeds = new ArrayList<>(FuzzSeeds.all());
    seeds.add(new RawZip().stored("a", new byte[] {1, 2, 3}).build());
    seeds.add(new byte[0]);
    for (byte[] seed : seeds) {
      bytes.add(seed);
      bytes.add(Arrays.copyOf(seed, seed.length / 2));
      byte[] behind = new byte[seed.length + 7];
      System.arraycopy(seed, 0, behind, 7, seed.length);
      bytes.add(behind);
    }
    return bytes;
  }
}
