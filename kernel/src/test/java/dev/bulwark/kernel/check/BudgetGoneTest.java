package dev.bulwark.kernel.check;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.kernel.bytes.ByteSize;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BudgetGoneTest {
  private static Budget budget() {
    return Budget.of(new Limits(new ByteSize(10), 2, 1, Duration.ofSeconds(1)), () -> 0L);
  }

  @Test
  void whatIsGoneStaysGoneForEverythingElse() {
    Budget bytes = budget();
    assertThatThrownBy(() -> bytes.bytes(11)).isInstanceOf(Budget.OverLimit.class);
    assertThatThrownBy(bytes::tick).hasMessageContaining("10B");
    assertThatThrownBy(bytes::entry).isInstanceOf(Budget.OverLimit.class);
    Budget entries = budget();
    entries.entry();
    entries.entry();
    assertThatThrownBy(entries::entry).isInstanceOf(Budget.OverLimit.class);
    assertThatThrownBy(() -> entries.bytes(0)).isInstanceOf(Budget.OverLimit.class);
  }

  @Test
  void aLevelTooDeepDoesNotEndTheRest() {
    Budget budget = budget();
    budget.enter();
    assertThatThrownBy(budget::enter).isInstanceOf(Budget.OverLimit.class);
    assertThatCode(budget::tick).doesNotThrowAnyException();
  }
}
