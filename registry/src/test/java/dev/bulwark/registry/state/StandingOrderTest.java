package dev.bulwark.registry.state;

import static dev.bulwark.registry.state.Shop.MODEL;
import static dev.bulwark.registry.state.Shop.ONE;
import static dev.bulwark.registry.state.Shop.SECOND;
import static dev.bulwark.registry.state.Shop.TWO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.control.Lab;
import dev.bulwark.control.policy.GateName;
import dev.bulwark.evidence.Evidence;
import dev.bulwark.evidence.RosterEvent;
import dev.bulwark.registry.channel.Terms;
import dev.bulwark.registry.channel.Window;
import dev.bulwark.registry.event.RegistryEvent;
import dev.bulwark.registry.event.RegistryEvent.Deployed.Kind;
import dev.bulwark.registry.event.RegistryEvent.Verified.Result;
import dev.bulwark.registry.event.Request;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What a standing order carries, and every way to make it carry more.
class StandingOrderTest {
  /// A way to have more than was signed, from a channel that brought 1.0 to staging half an hour
  /// ago; afterwards staging runs what it ran and production nothing.
  private record Way(String name, String says, Consumer<Following> walk) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Way> ways() {
    return Stream.of(
        new Way(
            "before it soaked",
            "not run long enough",
            f -> {
              Following fresh = f;
              fresh.shop.waitUntil(fresh.shop.now().minus(Duration.ofMinutes(31)));
              fresh.promote("production", ONE, MODEL);
            }),
        new Way(
            "after the channel was closed",
            "closed",
            f -> {
              f.unfollow();
              f.promote("production", ONE, MODEL);
            }),
        new Way(
            "after the signer lost the role",
            "does not hold the role promoter",
            f -> {
              f.shop.ledger.withdraw("ola", "promoter", f.shop.now(), f.shop.tick());
              f.promote("production", ONE, MODEL);
            }),
        new Way(
            "after the signer's key was revoked",
            "whose key counts",
            f -> {
              f.shop.ledger.revoke(
                  "ola",
                  RosterEvent.Reason.COMPROMISED,
                  f.shop.now().plus(Duration.ofSeconds(1)),
                  f.shop.tick());
              f.promote("production", ONE, MODEL);
            }),
        new Way(
            "an environment the terms do not name",
            "does not go there",
            f -> {
              f.shop.add("moon", "");
              f.promote("moon", ONE, MODEL);
            }),
        new Way(
            "another asset",
            "nothing but its own asset",
            f -> {
              f.other();
              f.deploy(Kind.PROMOTION, "production", MODEL, it -> it, ONE, Following.LOAN);
            }),
        new Way(
            "another asset alone",
            "nothing but its own asset",
            f -> {
              f.other();
              f.deploy(Kind.PROMOTION, "production", MODEL, it -> it, Following.LOAN);
            }),
        new Way(
            "no decision",
            "no decision",
            f -> f.deploy(Kind.PROMOTION, "production", MODEL, _ -> Optional.empty(), ONE)),
        new Way(
            "a stale decision",
            "another time",
            f -> {
              Evidence old = f.shop.decide(GateName.RELEASE, MODEL);
              f.shop.waitUntil(f.shop.now().plus(Duration.ofMinutes(11)));
              f.deploy(Kind.PROMOTION, "production", MODEL, _ -> Optional.of(old), ONE);
            }),
        new Way(
            "a decision that denied",
            "did not allow",
            f -> {
              f.shop.ledger.judge(
                  Lab.failed("model-file-scan", Lab.MODEL, "PKL-001"), f.shop.tick());
              f.promote("production", ONE, MODEL);
            }),
        new Way(
            "after staging found it bad",
            "did not prove itself|does not run well",
            f -> {
              f.shop.verify("staging", Result.BAD);
              f.promote("production", ONE, MODEL);
            }),
        new Way(
            "a version a person pushed",
            "did not come by this channel",
            f -> {
              f.shop.second();
              f.promote("staging", TWO, SECOND);
            }),
        new Way(
            "a suspension",
            "suspends nothing",
            f ->
                f.shop.judge(
                    new RegistryEvent.Deployed(
                        "production",
                        1,
                        Kind.SUSPENSION,
                        new java.util.TreeMap<>(),
                        Optional.empty(),
                        f.order(),
                        ""))),
        new Way(
            "a rollback of what was not found bad",
            "not found bad",
            f -> f.deploy(Kind.ROLLBACK, "staging", MODEL, it -> it, ONE)),
        new Way(
            "the standing order as somebody's own request",
            "channel brings|own asset|upwards",
            f -> f.promote("staging", ONE, MODEL)),
        new Way(
            "freeing with the standing order",
            "something else",
            f -> f.shop.judge(new RegistryEvent.Freed("staging", ONE, f.order()))),
        new Way(
            "revoking with the standing order",
            "something else",
            f -> f.shop.judge(new RegistryEvent.Revoked(ONE, "x", f.order()))),
        new Way(
            "an environment added with the standing order",
            "something else",
            f ->
                f.shop.judge(
                    new RegistryEvent.EnvironmentAdded(
                        "moon",
                        "release",
                        "",
                        dev.bulwark.kernel.json.Json.object().build(),
                        new RegistryEvent.Separation("", "", new java.util.TreeSet<>(), ""),
                        f.order()))),
        new Way(
            "an event a person signed",
            "not signed by a judge",
            f -> {
              Evidence decision = f.shop.decide(GateName.RELEASE, MODEL);
              RegistryEvent.Deployed one =
                  Shop.deployment(
                      Kind.PROMOTION, "production", 1, Optional.of(decision), decision, ONE);
              f.shop.ledger.person(
                  "ola",
                  new RegistryEvent.Deployed(
                          "production", 1, one.kind(), one.grants(), one.decision(), f.order(), "")
                      .statement(List.of()),
                  f.shop.tick());
            }));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void noWayLeadsAroundTheTerms(Way way) {
    Following following = Following.staged();
    following.soak();
    way.walk().accept(following);
    assertThat(following.shop.environment("production").deployments()).isEmpty();
    assertThat(following.shop.environment("staging").generation()).isEqualTo(1);
    assertThat(following.shop.objection())
        .hasValueSatisfying(why -> assertThat(why).containsPattern(way.says()));
  }

  /// Without this, every way above could fail for a reason of the test's own.
  @Test
  void withinTheTermsNobodyIsAskedAgain() {
    Following following = Following.renewed();
    assertThat(following.shop.state().discounted()).isEmpty();
    Deployment production = following.shop.environment("production").current().orElseThrow();
    assertThat(production.versions()).containsExactly(ONE);
    assertThat(production.by()).isEqualTo("ola");
    assertThat(production.channel()).contains("vendor");
    assertThat(following.shop.environment("staging").current().orElseThrow().versions())
        .containsExactly(TWO);
    assertThat(following.shop.state().version(TWO).arrival()).contains(following.arrival("1.1"));
  }

  /// The first would be looked at, and the second go along.
  @Test
  void aReleaseHoldsItsAssetOnce() {
    Following following = Following.staged();
    following.shop.second();
    following.shop.waitUntil(following.shop.now().plus(Duration.ofMinutes(31)));
    following.deploy(Kind.PROMOTION, "production", MODEL, it -> it, ONE, TWO);
    following.shop.objects("its own asset once");
    assertThat(following.shop.environment("production").deployments()).isEmpty();
  }

  @Test
  void aSuspensionIsNotTheChannelsToEnd() {
    Following following = Following.staged();
    Evidence asked = following.shop.ask("rob", Request.Ask.SUSPEND, "staging", 1, MODEL);
    following.shop.judge(Shop.deployment(Kind.SUSPENSION, "staging", 2, Optional.empty(), asked));
    assertThat(following.shop.environment("staging").isSuspended()).isTrue();
    following.promote("staging", ONE, MODEL);
    following.shop.objects("suspended");
    following.shop.promote(ONE, MODEL, "staging");
    assertThat(following.shop.objection()).isEmpty();
  }

  @Test
  void nothingMovesOutsideTheWindows() {
    Following following = new Following();
    // It is a Thursday, half past two.
    following.follow(
        Following.terms(
            List.of(Window.parse("fri,00:00-24:00").orElseThrow()),
            Duration.ofHours(1),
            Terms.OnFailedWatch.ROLLBACK));
    following.bring(ONE, MODEL, "1.0");
    following.promote("staging", ONE, MODEL);
    following.shop.objects("outside the channel's windows");
    following.shop.waitUntil(Lab.day(1.2));
    following.promote("staging", ONE, MODEL);
    assertThat(following.shop.objection()).isEmpty();
  }
}
