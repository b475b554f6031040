package dev.bulwark.scan.unpack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.testkit.RawZip;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InflationTest {
  private static Decoded run(byte[] packed, CRC32 sum) {
    Budget budget = Budget.of(Limits.DEFAULT, System::nanoTime);
    return new Inflation(budget)
        .run(
            MemorySegment.ofArray(packed),
            true,
            Long.MAX_VALUE,
            new Output(budget, new Ratio(1 << 20), Optional.empty(), sum));
  }

  /// The last bits of a stream of zeros stand for hundreds of bytes, which one buffer may not take.
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 257, 258, 259, 300, 1000, 4096, 8000})
  void theLastBitsGiveAllTheirBytes(int more) {
    for (int size : new int[] {1 << 16, 1 << 20, 1 << 22}) {
      byte[] content = new byte[size + more];
      CRC32 expected = new CRC32();
      expected.update(content);
      CRC32 sum = new CRC32();
      byte[] packed = RawZip.deflate(content);
      assertThat(run(packed, sum)).isEqualTo(Decoded.whole(packed.length));
      assertThat(sum.getValue()).isEqualTo(expected.getValue());
    }
  }

  @Test
  void whatEndsEarlyIsCut() {
    byte[] packed = RawZip.deflate(new byte[1 << 20]);
    for (int size = 0; size < packed.length; size++) {
      assertThat(run(Arrays.copyOf(packed, size), new CRC32()).ending())
          .as("%d bytes", size)
          .isEqualTo(Decoded.Ending.CUT);
    }
  }
}
