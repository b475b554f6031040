package dev.bulwark.server.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.server.ServerFault;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class PlacesTest {
  private final Places places = new Places();

  private void refused(String person) {
    assertThatThrownBy(() -> places.take(person, Duration.ZERO))
        .isInstanceOfSatisfying(
            ServerFault.class, fault -> assertThat(fault.type()).isEqualTo(ServerFault.BUSY));
  }

  @Test
  void onePersonHasOnePlaceAndLeavesTheOthersTheirs() {
    try (Places.Place _ = places.take("eve", Duration.ZERO)) {
      refused("eve");
      places.take("ada", Duration.ZERO).close();
    }
    places.take("eve", Duration.ZERO).close();
  }

  @Test
  void fourAreThereAtOnce() {
    for (String person : new String[] {"a", "b", "c", "d"}) {
      places.take(person, Duration.ZERO);
    }
    refused("e");
  }

  @Test
  void whoWaitsGetsThePlaceThatIsFreed() throws Exception {
    Places.Place first = places.take("eve", Duration.ZERO);
    CompletableFuture<Places.Place> second =
        CompletableFuture.supplyAsync(() -> places.take("eve", Duration.ofMinutes(1)));
    assertThat(second).isNotDone();
    first.close();
    second.get(30, TimeUnit.SECONDS).close();
  }
}
