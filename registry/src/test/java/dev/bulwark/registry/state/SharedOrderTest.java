package dev.bulwark.registry.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.registry.channel.Terms;
import dev.bulwark.registry.event.Canary;
import dev.bulwark.registry.event.RegistryEvent.Verified.Result;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A channel gives a version the share its terms say, for as long as they say.
class SharedOrderTest {
  private static final Optional<Canary> TEN = Optional.of(new Canary(10, 1));

  private record Way(String name, Terms terms, String says, Consumer<Following> walk) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Way> ways() {
    return Stream.of(
        new Way(
            "all nodes at once",
            Following.shared(),
            "that the channel's terms say",
            it -> it.canary(Optional.empty())),
        new Way(
            "a larger share",
            Following.shared(),
            "that the channel's terms say",
            it -> it.canary(Optional.of(new Canary(11, 1)))),
        new Way(
            "a share under terms without one",
            Following.terms(),
            "that the channel's terms say",
            it -> it.canary(TEN)),
        new Way(
            "all nodes before it soaked",
            Following.shared(),
            "does not run long enough",
            it -> {
              it.canary(TEN);
              it.shop.verify("production", Result.GOOD);
              it.canary(Optional.empty());
            }),
        new Way(
            "a larger share after it soaked",
            Following.shared(),
            "until all nodes run it",
            it -> {
              it.canary(TEN);
              it.shop.verify("production", Result.GOOD);
              it.soak();
              it.canary(Optional.of(new Canary(50, 1)));
            }),
        new Way(
            "all nodes after it soaked and was found bad",
            Following.shared(),
            "not found good",
            it -> {
              it.canary(TEN);
              it.soak();
              it.shop.verify("production", Result.BAD);
              it.canary(Optional.empty());
            }));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void aChannelMakesNoMoreOfItsShare(Way way) {
    Following it = Following.renewed(way.terms());
    it.soak();
    way.walk().accept(it);
    it.shop.objects(way.says());
    assertThat(it.shop.environment("production").versions()).contains(Shop.ONE);
  }

  /// Without this, every way above could fail for a reason of the test's own.
  @Test
  void aShareSoaksAndBecomesAll() {
    Following it = Following.renewed(Following.shared());
    it.soak();
    it.canary(TEN);
    assertThat(it.shop.objection()).isEmpty();
    it.shop.verify("production", Result.GOOD);
    it.soak();
    it.canary(Optional.empty());
    assertThat(it.shop.objection()).isEmpty();
    assertThat(it.shop.environment("production").versions()).containsExactly(Shop.TWO);
  }

  /// What a person began for a share, a person ends.
  @Test
  void aPersonsCanaryIsNotTheChannels() {
    Following it = Following.renewed(Following.shared());
    it.canaryBy("pia", 20);
    it.shop.verify("production", Result.GOOD);
    it.soak();
    it.canary(Optional.empty());
    it.shop.objects("did not come by this channel");
  }
}
