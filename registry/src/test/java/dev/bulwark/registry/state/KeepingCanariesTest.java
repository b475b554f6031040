package dev.bulwark.registry.state;

import static dev.bulwark.registry.state.Shop.MODEL;
import static dev.bulwark.registry.state.Shop.ONE;
import static dev.bulwark.registry.state.Shop.SECOND;
import static dev.bulwark.registry.state.Shop.TWO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.control.Lab;
import dev.bulwark.evidence.Evidence;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.registry.Retention;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.event.Reference;
import dev.bulwark.registry.event.RegistryEvent;
import dev.bulwark.registry.event.RegistryEvent.Deployed.Kind;
import dev.bulwark.registry.event.RegistryEvent.Verified.Result;
import dev.bulwark.registry.event.Request;
import java.util.List;
import org.junit.jupiter.api.Test;

/// How long versions stay that a share of the nodes runs, or the other nodes beside it.
class KeepingCanariesTest {
  private static final VersionId THREE = new VersionId("scorer", 3);
  private static final Retention A_DAY = new Retention("", 0, 1);

  private static Evidence retain(Shop shop) {
    Request request = new Request(Request.Ask.RETAIN, "", 0, List.of(), A_DAY.toString());
    Evidence signed =
        shop.ledger.person(
            "rex",
            request.statement(List.of(new Subject("retention", A_DAY.digest()))),
            shop.tick());
    return shop.judge(new RegistryEvent.RetentionSet(A_DAY, Reference.to(signed)));
  }

  private static void sweep(Shop shop, VersionId id, Evidence rule) {
    shop.judge(new RegistryEvent.Erased(id, "retention", Reference.to(rule)));
  }

  /// scorer@3 holds what scorer@2 holds, and goes the whole way.
  private static void renew(CanaryShop canary) {
    Shop shop = canary.shop;
    shop.push(THREE, SECOND);
    shop.examine(THREE, SECOND);
    shop.promote(THREE, SECOND, "staging");
    shop.verify("staging", Result.GOOD);
    canary.deploy(Kind.PROMOTION, 100, 100, 0, THREE, SECOND);
    shop.verify("production", Result.GOOD);
    assertThat(canary.production().versions()).containsExactly(THREE);
  }

  /// What production needs, by itself.
  private static Needs production(CanaryShop canary) {
    return new Needs(
        canary.shop.state().versions(), List.of(canary.production()), List.of(), Keeping.NOTHING);
  }

  @Test
  void nobodyErasesTheCanaryOrWhatRunsBesideIt() {
    CanaryShop canary = CanaryShop.withCanary();
    assertThat(production(canary).against(ONE)).contains("production runs scorer@1");
    assertThat(production(canary).against(TWO)).contains("production runs scorer@2");
    Evidence asked = canary.shop.ask("rex", Request.Ask.ERASE, "", 0, MODEL, ONE);
    canary.shop.judge(new RegistryEvent.Erased(ONE, "no longer needed", Reference.to(asked)));
    canary.shop.objects("scorer@1");
    assertThat(canary.shop.state().version(ONE).state()).isEqualTo(Version.State.READY);
  }

  @Test
  void aRuleTakesNeitherTheCanaryNorWhatRunsBesideIt() {
    CanaryShop canary = CanaryShop.withCanary();
    Evidence event = retain(canary.shop);
    Keeping.Rule rule = new Keeping.Rule(A_DAY, "rex", canary.shop.now(), Reference.to(event));
    for (VersionId id : List.of(ONE, TWO)) {
      assertThat(production(canary).against(canary.shop.state().version(id), rule, Lab.day(40)))
          .contains("production runs " + id);
    }
    canary.shop.waitUntil(Lab.day(40));
    assertThat(canary.shop.state().due()).isEmpty();
  }

  /// The other nodes ran it until the canary went to all of them.
  @Test
  void whatRanBesideACanaryUntilYesterdayIsYoung() {
    CanaryShop canary = CanaryShop.withCanary();
    Shop shop = canary.shop;
    Evidence rule = retain(shop);
    shop.waitUntil(Lab.day(1.2));
    canary.whole();
    shop.verify("production", Result.GOOD);
    renew(canary);
    shop.waitUntil(Lab.day(1.9));
    sweep(shop, ONE, rule);
    shop.objects("scorer@1 was used in the last 1 days");
    shop.waitUntil(Lab.day(2.4));
    assertThat(shop.state().due()).containsOnlyKeys(ONE);
  }

  /// Of a share that was raised, the other nodes ran it all the while.
  @Test
  void aLargerShareEndsNothingThatRunsBesideIt() {
    CanaryShop canary = CanaryShop.withCanary();
    Shop shop = canary.shop;
    Evidence rule = retain(shop);
    shop.waitUntil(Lab.day(0.9));
    canary.canary(50);
    shop.verify("production", Result.GOOD);
    shop.waitUntil(Lab.day(1.2));
    canary.whole();
    shop.verify("production", Result.GOOD);
    renew(canary);
    shop.waitUntil(Lab.day(1.9));
    sweep(shop, ONE, rule);
    shop.objects("scorer@1 was used in the last 1 days");
  }

  @Test
  void aCanaryThatWasTakenBackIsYoungFromThen() {
    CanaryShop canary = CanaryShop.withCanary();
    Shop shop = canary.shop;
    Evidence rule = retain(shop);
    shop.promote(ONE, MODEL, "staging");
    shop.verify("staging", Result.GOOD);
    shop.waitUntil(Lab.day(1.2));
    canary.deploy(Kind.ROLLBACK, 100, 100, 0, ONE, MODEL);
    shop.verify("production", Result.GOOD);
    renew(canary);
    shop.waitUntil(Lab.day(1.9));
    sweep(shop, TWO, rule);
    shop.objects("scorer@2 was used in the last 1 days");
    shop.waitUntil(Lab.day(2.4));
    assertThat(shop.state().due()).containsOnlyKeys(TWO);
  }
}
