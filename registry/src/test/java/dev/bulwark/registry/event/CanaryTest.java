package dev.bulwark.registry.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.registry.RegistryFault;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CanaryTest {

  /// By another program: `printf 'bulwark-canary/v1\0production\0node-1' | sha256sum`, the first 16
  /// digits modulo 100. A node's number must never change.
  @Test
  void aNodesNumberIsTheOneThatIsDocumented() {
    assertThat(Canary.number("production", "node-1")).isEqualTo(18);
    assertThat(Canary.number("production", "node-2")).isEqualTo(92);
    assertThat(Canary.number("staging", "node-1")).isEqualTo(34);
    assertThat(Canary.number("production", "Knoten-ä")).isEqualTo(9);
  }

  @Test
  void aShareIsAboutThatManyNodesAndARaisedOneTakesNoneOut() {
    for (int share : new int[] {1, 10, 50, 99}) {
      Canary canary = new Canary(share, 1);
      Canary more = new Canary(Math.min(share + 1, 99), 1);
      long taken =
          IntStream.range(0, 10_000).filter(i -> canary.takes("production", "node-" + i)).count();
      assertThat(taken).isBetween(share * 100L - 150, share * 100L + 150);
      assertThat(IntStream.range(0, 10_000).filter(i -> canary.takes("production", "node-" + i)))
          .allMatch(i -> more.takes("production", "node-" + i));
    }
  }

  @Test
  void aShareIsBetweenNobodyAndEverybody() {
    for (int share : new int[] {-1, 0, 100, 101}) {
      assertThatThrownBy(() -> new Canary(share, 1)).isInstanceOf(RegistryFault.class);
    }
    assertThatThrownBy(() -> new Canary(10, 0)).isInstanceOf(RegistryFault.class);
  }
}
