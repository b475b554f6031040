package dev.bulwark.registry.state;

import static dev.bulwark.registry.state.Shop.MODEL;
import static dev.bulwark.registry.state.Shop.ONE;
import static dev.bulwark.registry.state.Shop.SECOND;
import static dev.bulwark.registry.state.Shop.TWO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.evidence.Evidence;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.registry.AssetKind;
import dev.bulwark.registry.event.Reference;
import dev.bulwark.registry.event.RegistryEvent;
import dev.bulwark.registry.event.Request;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Events that the state does not take, whoever signed them.
class RefusedEventsTest {
  @Test
  void aGenerationThatNeverWasIsNotVerified() {
    Shop shop = Shop.staged();
    for (long generation : new long[] {-1, 0, 2, Json.Int.MAX}) {
      shop.judge(
          new RegistryEvent.Verified(
              "staging", generation, RegistryEvent.Verified.Result.BAD, "x"));
      shop.objects("no such generation");
    }
    assertThat(shop.environment("staging").current().orElseThrow().isGood()).isTrue();
  }

  @Test
  void thePushOfOneWithoutTheRightIsNone() {
    Shop shop = new Shop();
    Evidence asked = shop.ask("pia", Request.Ask.PUSH, "", 0, MODEL, ONE);
    shop.judge(Shop.pushed(ONE, MODEL, asked));
    assertThat(shop.state().versions()).isEmpty();
  }

  @Test
  void anAssetStaysOfOneKind() {
    Shop shop = Shop.stocked();
    Evidence asked = shop.ask("rex", Request.Ask.PUSH, "", 0, SECOND, TWO);
    shop.judge(
        new RegistryEvent.Pushed(
            TWO, AssetKind.DATASET, SECOND, "list", List.of(), Reference.to(asked)));
    shop.objects("kind");
  }

  @Test
  void revokedIsForGood() {
    Shop shop = Shop.stocked();
    Evidence asked = shop.ask("rex", Request.Ask.REVOKE, "", 0, MODEL, ONE);
    shop.judge(new RegistryEvent.Revoked(ONE, "leaked", Reference.to(asked)));
    shop.examine(ONE, MODEL);
    shop.objects("revoked");
    assertThat(shop.state().version(ONE).state()).isEqualTo(Version.State.REVOKED);
  }

  @Test
  void nothingIsReadyThatNamesARuleItFailed() {
    Shop shop = Shop.stocked();
    shop.judge(
        new RegistryEvent.Examined(
            ONE,
            MODEL.digest(),
            RegistryEvent.Examined.Standing.READY,
            List.of(),
            List.of("PKL-001")));
    shop.objects("failed");
  }

  @Test
  void anEnvironmentHasANameAGateAndAnEnvironmentBefore() {
    Shop shop = Shop.stocked();
    for (List<String> wrong :
        List.of(
            List.of("../up", "release", ""),
            List.of("moon", "nowhere", ""),
            List.of("moon", "release", "mars"))) {
      Evidence asked = shop.ask("rex", Request.Ask.ADD_ENVIRONMENT, wrong.get(0), 0, MODEL);
      shop.judge(
          new RegistryEvent.EnvironmentAdded(
              wrong.get(0),
              wrong.get(1),
              wrong.get(2),
              Json.object().build(),
              new RegistryEvent.Separation("", "", new TreeSet<>(), ""),
              Reference.to(asked)));
      assertThat(shop.objection()).as(wrong.toString()).isPresent();
    }
    assertThat(shop.state().environments()).containsOnlyKeys("staging", "production");
  }
}
