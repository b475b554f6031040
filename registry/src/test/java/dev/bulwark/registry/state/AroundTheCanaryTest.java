package dev.bulwark.registry.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.registry.event.Canary;
import dev.bulwark.registry.event.Reference;
import dev.bulwark.registry.event.RegistryEvent;
import dev.bulwark.registry.event.RegistryEvent.Deployed.Kind;
import dev.bulwark.registry.event.RegistryEvent.Verified.Result;
import dev.bulwark.registry.event.Request;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A share of the nodes is what was asked for and allowed, and nothing makes more of it.
class AroundTheCanaryTest {

  /// @param says a part of the reason
  private record Way(String name, String says, Consumer<CanaryShop> walk) {
    @Override
    public String toString() {
      return name;
    }
  }

  /// Over ten percent for scorer@2, found good.
  static Stream<Way> ways() {
    return Stream.of(
        new Way(
            "a share raised above the one asked for",
            "for something else",
            it -> it.deploy(Kind.PROMOTION, 20, 50, 1)),
        new Way(
            "all nodes, where a share was asked for",
            "for something else",
            it -> it.deploy(Kind.PROMOTION, 20, Canary.WHOLE, 1)),
        new Way(
            "a share, where all nodes were asked for",
            "for something else",
            it -> it.deploy(Kind.PROMOTION, Canary.WHOLE, 50, 1)),
        new Way(
            "a share raised by who may only roll back",
            "does not hold the role",
            it ->
                it.judge(
                    Kind.PROMOTION,
                    it.asked("rob", Request.Ask.PROMOTE, 50, Shop.TWO, Shop.SECOND),
                    50,
                    1,
                    Shop.TWO,
                    Shop.SECOND)),
        new Way(
            "a share raised by a right to roll back",
            "for something else",
            it ->
                it.judge(
                    Kind.PROMOTION,
                    it.asked("rob", Request.Ask.ROLLBACK, 50, Shop.TWO, Shop.SECOND),
                    50,
                    1,
                    Shop.TWO,
                    Shop.SECOND)),
        new Way(
            "all nodes by a rollback to the canary itself",
            "takes a canary back",
            it -> it.deploy(Kind.ROLLBACK, Canary.WHOLE, Canary.WHOLE, 1)),
        new Way(
            "a rollback to a share",
            "only a promotion",
            it -> it.deploy(Kind.ROLLBACK, 50, 50, 1, Shop.ONE, Shop.MODEL)),
        new Way(
            "beside another release than it began beside",
            "stays beside",
            it -> it.deploy(Kind.PROMOTION, 50, 50, 2)),
        new Way("the same share again", "that share already", it -> it.canary(10)),
        new Way(
            "another release over a canary",
            "a canary runs there",
            it -> it.deploy(Kind.PROMOTION, 100, 100, 1, Shop.ONE, Shop.MODEL)),
        new Way(
            "all nodes, after it was found bad",
            "not found good",
            it -> {
              it.shop.verify("production", Result.BAD);
              it.whole();
            }),
        new Way(
            "a higher share, after it was found bad",
            "not found good",
            it -> {
              it.shop.verify("production", Result.BAD);
              it.canary(50);
            }));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void noWayMakesMoreOfAShare(Way way) {
    CanaryShop it = CanaryShop.withCanary();
    way.walk().accept(it);
    it.shop.objects(way.says());
    assertThat(it.production().generation()).isEqualTo(2);
    assertThat(it.production().current().orElseThrow().share()).isEqualTo(10);
  }

  static Stream<Way> beginnings() {
    return Stream.of(
        new Way(
            "beside an older generation",
            "beside what runs now",
            it -> {
              it.canary(10);
              it.deploy(Kind.ROLLBACK, 100, 100, 1, Shop.ONE, Shop.MODEL);
              it.shop.verify("production", Result.GOOD);
              it.shop.judge(
                  new RegistryEvent.Freed(
                      "production",
                      Shop.TWO,
                      Reference.to(
                          it.shop.ask(
                              "pia", Request.Ask.FREE, "production", 0, Shop.SECOND, Shop.TWO))));
              it.canary(10);
            }),
        new Way(
            "beside what was found bad",
            "found good",
            it -> {
              it.shop.verify("production", Result.BAD);
              it.canary(10);
            }),
        new Way(
            "the release that all nodes run",
            "run that release already",
            it -> it.deploy(Kind.PROMOTION, 10, 10, 1, Shop.ONE, Shop.MODEL)));
  }

  @ParameterizedTest
  @MethodSource("beginnings")
  void aCanaryBeginsBesideWhatAllNodesRunWell(Way way) {
    CanaryShop it = new CanaryShop();
    way.walk().accept(it);
    it.shop.objects(way.says());
    assertThat(it.production().hasCanary()).isFalse();
  }

  /// Without this, every way above could fail for a reason of the test's own.
  @Test
  void aShareIsRaisedAndBecomesAll() {
    CanaryShop it = CanaryShop.withCanary();
    assertThat(it.production().running())
        .extracting(Deployment::generation)
        .containsExactly(2L, 1L);
    assertThat(it.production().versions()).containsExactly(Shop.ONE, Shop.TWO);
    it.canary(50);
    assertThat(it.shop.objection()).isEmpty();
    it.shop.verify("production", Result.GOOD);
    assertThat(it.production().running())
        .extracting(Deployment::generation)
        .containsExactly(3L, 1L);
    it.whole();
    assertThat(it.shop.objection()).isEmpty();
    assertThat(it.production().hasCanary()).isFalse();
    assertThat(it.production().versions()).containsExactly(Shop.TWO);
  }

  @Test
  void aRollbackEndsACanaryAndBlocksIt() {
    CanaryShop it = CanaryShop.withCanary();
    assertThat(it.production().lastGood().map(Deployment::generation)).contains(1L);
    it.deploy(Kind.ROLLBACK, 100, 100, 1, Shop.ONE, Shop.MODEL);
    assertThat(it.shop.objection()).isEmpty();
    assertThat(it.production().versions()).containsExactly(Shop.ONE);
    assertThat(it.production().hasCanary()).isFalse();
    assertThat(it.production().blocked()).containsOnlyKeys(Shop.TWO);
    it.shop.verify("production", Result.GOOD);
    it.deploy(Kind.PROMOTION, 10, 10, 3);
    it.shop.objects("blocked");
  }

  /// What ran for a share only is nothing to go back to, and did not prove itself.
  @Test
  void aCanaryIsNoLastGoodRelease() {
    CanaryShop it = CanaryShop.withCanary();
    assertThat(it.production().provedItselfHere(Shop.TWO)).isFalse();
    it.deploy(Kind.ROLLBACK, 100, 100, 1, Shop.ONE, Shop.MODEL);
    it.shop.verify("production", Result.GOOD);
    it.deploy(Kind.ROLLBACK, 100, 100, 1, Shop.TWO, Shop.SECOND);
    it.shop.objects("of all nodes");
  }

  /// What a canary ran beside did not end when the canary began.
  @Test
  void aGenerationEndsWhenItsLastNodeLeavesIt() {
    CanaryShop canary = CanaryShop.withCanary();
    Environment beside = canary.production();
    assertThat(beside.ended(beside.deployments().getFirst())).isEmpty();
    canary.canary(50);
    canary.shop.verify("production", Result.GOOD);
    canary.whole();
    Environment whole = canary.production();
    assertThat(whole.hasCanary()).isFalse();
    assertThat(whole.ended(whole.deployments().getFirst()))
        .contains(whole.deployments().getLast().since());
    assertThat(whole.ended(whole.deployments().get(1)))
        .contains(whole.deployments().get(2).since());
    assertThat(whole.ended(whole.deployments().getLast())).isEmpty();
  }
}
