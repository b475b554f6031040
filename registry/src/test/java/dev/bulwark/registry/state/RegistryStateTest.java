package dev.bulwark.registry.state;

import static dev.bulwark.registry.state.Shop.MODEL;
import static dev.bulwark.registry.state.Shop.ONE;
import static dev.bulwark.registry.state.Shop.TWO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.control.policy.GateName;
import dev.bulwark.registry.RegistryFault;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.event.Reference;
import dev.bulwark.registry.event.RegistryEvent;
import dev.bulwark.registry.event.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RegistryStateTest {

  @Test
  void aVersionIsPendingUntilItsStoredBytesWereExamined() {
    Shop shop = new Shop();
    shop.push(ONE, MODEL);
    assertThat(shop.state().version(ONE).state()).isEqualTo(Version.State.PENDING);
    shop.examine(ONE, MODEL);
    assertThat(shop.state().version(ONE).state()).isEqualTo(Version.State.READY);
    assertThat(shop.state().version(ONE).by()).isEqualTo("rex");
    assertThat(shop.state().discounted()).isEmpty();
    assertThat(shop.state().next("scorer")).isEqualTo(TWO);
  }

  @Test
  void aReleaseGoesTheWholeWay() {
    Shop shop = Shop.staged();
    shop.promote(ONE, MODEL, "production");
    assertThat(shop.state().discounted()).isEmpty();
    Deployment running = shop.environment("production").current().orElseThrow();
    assertThat(running.versions()).containsExactly(ONE);
    assertThat(running.by()).isEqualTo("pia");
    assertThat(running.expires()).isPresent();
  }

  @Test
  void theStateOfAnyMomentIsFoldedFromWhatWasThereThen() {
    Shop shop = Shop.stocked();
    Instant before = shop.now();
    shop.promote(ONE, MODEL, "staging");
    assertThat(RegistryState.at(shop.ledger.all(), before).environment("staging").current())
        .isEmpty();
    assertThat(
            RegistryState.at(shop.ledger.all(), shop.now().plus(Duration.ofDays(900)))
                .environment("staging")
                .current())
        .isPresent();
  }

  private static Shop withBadSecond() {
    Shop shop = Shop.staged();
    shop.second();
    shop.promote(TWO, Shop.SECOND, "staging");
    shop.verify("staging", RegistryEvent.Verified.Result.BAD);
    return shop;
  }

  @Test
  void rollingBackGoesToTheLastReleaseThatWasFoundGood() {
    Shop shop = withBadSecond();
    assertThat(shop.environment("staging").lastGood().map(Deployment::generation)).contains(1L);
    rollBack(shop, ONE);
    assertThat(shop.objection()).isEmpty();
    assertThat(shop.environment("staging").current().orElseThrow().versions()).containsExactly(ONE);
  }

  @Test
  void whatARollbackTookOutComesBackOnlyWhenFreedByName() {
    Shop shop = withBadSecond();
    rollBack(shop, ONE);
    assertThat(shop.environment("staging").blocked()).containsOnlyKeys(TWO);
    shop.promote(TWO, Shop.SECOND, "staging");
    shop.objects("blocked");
    var asked = shop.ask("pia", Request.Ask.FREE, "staging", 0, Shop.SECOND, TWO);
    shop.judge(new RegistryEvent.Freed("staging", TWO, Reference.to(asked)));
    shop.promote(TWO, Shop.SECOND, "staging");
    assertThat(shop.objection()).isEmpty();
  }

  @Test
  void aSuspendedEnvironmentRunsNothing() {
    Shop shop = Shop.staged();
    var asked = shop.ask("rob", Request.Ask.SUSPEND, "staging", 1, MODEL);
    shop.judge(
        Shop.deployment(
            RegistryEvent.Deployed.Kind.SUSPENSION, "staging", 2, Optional.empty(), asked));
    assertThat(shop.objection()).isEmpty();
    assertThat(shop.environment("staging").current().orElseThrow().versions()).isEmpty();
  }

  @Test
  void whatDoesNotExistIsNamedWithWhatDoes() {
    assertThatThrownBy(() -> Shop.stocked().state().version(TWO))
        .isInstanceOf(RegistryFault.class)
        .hasMessageContaining("scorer@2")
        .hasMessageContaining("scorer@1");
    assertThatThrownBy(() -> Shop.stocked().state().environment("moon"))
        .hasMessageContaining("staging, production");
  }

  /// The system as it is described with the second model.
  private static void rollBack(Shop shop, VersionId to) {
    long generation = shop.environment("staging").generation();
    var asked = shop.ask("rob", Request.Ask.ROLLBACK, "staging", generation, MODEL, to);
    var decision = shop.decide(GateName.RELEASE, MODEL);
    shop.judge(
        Shop.deployment(
            RegistryEvent.Deployed.Kind.ROLLBACK,
            "staging",
            generation + 1,
            Optional.of(decision),
            asked,
            to));
  }
}
