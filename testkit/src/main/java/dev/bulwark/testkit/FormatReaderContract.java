package dev.bulwark.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What every {@link FormatReader} must hold, on inputs its own test supplies.
///
/// @param <V> the reader's view
public abstract class FormatReaderContract<V> {
  private static final int MANGLED = 2_000;

  protected abstract FormatReader<V> reader();

  /// Valid inputs, at least one, each small enough to be mangled two thousand times.
  protected abstract List<byte[]> valid();

  /// Inputs that claim the format and break it, at least one.
  protected abstract List<byte[]> broken();

  protected final Reading<V> read(byte[] bytes) {
    return read(bytes, Limits.DEFAULT);
  }

  protected final Reading<V> read(byte[] bytes, Limits limits) {
    return reader().read(Source.of(Place.of("file"), bytes), Budget.of(limits, System::nanoTime));
  }

  @Test
  void validInputIsAView() {
    assertThat(valid()).isNotEmpty();
    assertThat(valid())
        .allSatisfy(bytes -> assertThat(read(bytes)).isInstanceOf(Reading.View.class));
  }

  @Test
  void brokenInputIsNeverAView() {
    assertThat(broken()).isNotEmpty();
    assertThat(broken())
        .allSatisfy(bytes -> assertThat(read(bytes)).isNotInstanceOf(Reading.View.class));
  }

  @Test
  void theSameBytesReadTheSameTwice() {
    assertThat(valid()).allSatisfy(bytes -> assertThat(read(bytes)).isEqualTo(read(bytes)));
  }

  @Test
  void emptyInputIsNotAView() {
    assertThat(read(new byte[0])).isNotInstanceOf(Reading.View.class);
  }

  @Test
  void everyPrefixIsReadWithoutAnException() {
    for (byte[] bytes : valid()) {
      for (int size = 0; size < Math.min(bytes.length, 4096); size++) {
        read(java.util.Arrays.copyOf(bytes, size));
      }
    }
  }

  @Test
  void mangledInputIsReadWithoutAnException() {
    ForAll.cases(
        MANGLED,
        random -> {
          byte[] bytes = valid().get(random.nextInt(valid().size()));
          for (int damage = random.nextInt(3); damage >= 0; damage--) {
            bytes = Mangle.once(bytes, random);
          }
          read(bytes);
        });
  }

  @Test
  void aTinyBudgetIsNeverAView() {
    Limits none = new Limits(new dev.bulwark.kernel.bytes.ByteSize(0), 0, 0, Limits.DEFAULT.time());
    assertThat(valid())
        .allSatisfy(bytes -> assertThat(read(bytes, none)).isNotInstanceOf(Reading.View.class));
  }
}
