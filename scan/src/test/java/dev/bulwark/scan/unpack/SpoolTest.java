package dev.bulwark.scan.unpack;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Limits;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpoolTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, Spool.HEAP - 1, Spool.HEAP, Spool.HEAP + 1, 5 * Spool.HEAP})
  void whatWasWrittenComesBack(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    try (Arena arena = Arena.ofConfined();
        Spool spool = new Spool(Budget.of(Limits.DEFAULT, System::nanoTime))) {
      MemorySegment sealed =
          ScopedValue.where(Spool.EXAMINATION, arena)
              .call(
                  () -> {
                    for (int at = 0; at < size; at += 7_001) {
                      assertThat(spool.position()).isEqualTo(at);
                      spool.write(bytes, at, Math.min(7_001, size - at));
                    }
                    return spool.seal();
                  });
      assertThat(sealed.toArray(JAVA_BYTE)).isEqualTo(bytes);
      assertThat(sealed.isReadOnly()).isTrue();
      assertThat(sealed.isMapped()).isEqualTo(size > Spool.HEAP);
    }
  }

  @Test
  void mappedBytesAreGoneWithTheExamination() {
    MemorySegment sealed;
    try (Arena arena = Arena.ofConfined();
        Spool spool = new Spool(Budget.of(Limits.DEFAULT, System::nanoTime))) {
      spool.write(new byte[2 * Spool.HEAP], 0, 2 * Spool.HEAP);
      sealed = ScopedValue.where(Spool.EXAMINATION, arena).call(spool::seal);
    }
    assertThatThrownBy(() -> sealed.get(JAVA_BYTE, 0)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void theBudgetBoundsWhatIsUnpacked() {
    Limits limits = new Limits(new ByteSize(100), 1, 1, Limits.DEFAULT.time());
    try (Spool spool = new Spool(Budget.of(limits, System::nanoTime))) {
      spool.write(new byte[100], 0, 100);
      assertThatThrownBy(() -> spool.write(new byte[1], 0, 1)).isInstanceOf(Budget.OverLimit.class);
    }
  }
}
