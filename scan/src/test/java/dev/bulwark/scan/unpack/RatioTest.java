package dev.bulwark.scan.unpack;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.kernel.check.Budget;
import org.junit.jupiter.api.Test;

class RatioTest {
  private static final long MIB = 1 << 20;

  /// Unpacks in pieces of a mebibyte, each of which takes `packed` bytes.
  private static void unpack(Ratio ratio, long mebibytes, long packed) {
    for (long i = 0; i < mebibytes; i++) {
      ratio.consumed(packed);
      ratio.produced(MIB);
    }
  }

  private static void assertBomb(Ratio ratio, long mebibytes, long packed) {
    assertThatThrownBy(() -> unpack(ratio, mebibytes, packed))
        .isInstanceOf(Budget.OverLimit.class)
        .hasMessageContaining("it unpacks to more than 32 times");
  }

  @Test
  void aSmallFileMayUnpackToAnything() {
    assertThatCode(() -> unpack(new Ratio(100), 64, 1)).doesNotThrowAnyException();
  }

  @Test
  void whatDeflateMakesOfZerosEndsSoonHoweverLargeTheFile() {
    assertBomb(new Ratio(1000), 65, 15);
    assertBomb(new Ratio(MIB), 64 + 33, 1024);
    assertBomb(new Ratio(100 * MIB), 350, 1024);
    assertBomb(new Ratio(10_000 * MIB), 350, 1024);
  }

  @Test
  void aGibibyteOfWeightsAndATableOfWordsAreNoBomb() {
    assertThatCode(() -> unpack(new Ratio(900 * MIB), 1024, MIB * 9 / 10))
        .doesNotThrowAnyException();
    assertThatCode(() -> unpack(new Ratio(100 * MIB), 2000, MIB / 20)).doesNotThrowAnyException();
  }

  @Test
  void aRunOfZerosBeforeWeightsIsNoBomb() {
    assertThatCode(
            () -> {
              Ratio ratio = new Ratio(900 * MIB);
              unpack(ratio, 256, 1024);
              unpack(ratio, 1024, MIB * 9 / 10);
              unpack(ratio, 1024, 1024);
            })
        .doesNotThrowAnyException();
  }
}
