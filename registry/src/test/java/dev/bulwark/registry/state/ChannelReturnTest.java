package dev.bulwark.registry.state;

import static dev.bulwark.registry.state.Shop.MODEL;
import static dev.bulwark.registry.state.Shop.ONE;
import static dev.bulwark.registry.state.Shop.SECOND;
import static dev.bulwark.registry.state.Shop.TWO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.control.policy.GateName;
import dev.bulwark.evidence.Evidence;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.channel.Terms;
import dev.bulwark.registry.event.Reference;
import dev.bulwark.registry.event.RegistryEvent;
import dev.bulwark.registry.event.RegistryEvent.Deployed.Kind;
import dev.bulwark.registry.event.RegistryEvent.Verified.Result;
import dev.bulwark.registry.event.Request;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What a channel takes back by itself, and what only a person moves.
class ChannelReturnTest {
  @Test
  void whatTheTermsHoldMovesAgainOnlyAfterAPersonMovedIt() {
    Following following = new Following();
    following.follow(Following.terms(List.of(), Duration.ofHours(2), Terms.OnFailedWatch.HOLD));
    following.bring(ONE, MODEL, "1.0");
    following.promote("staging", ONE, MODEL);
    following.shop.verify("staging", Result.BAD);
    following.shop.proveSecond();
    following.bring(TWO, SECOND, "1.1");
    following.promote("staging", TWO, SECOND);
    following.shop.objects("the terms say hold");
    assertThat(following.shop.environment("staging").generation()).isEqualTo(1);
    following.shop.promote(ONE, MODEL, "staging");
    following.shop.verify("staging", Result.GOOD);
    following.promote("staging", TWO, SECOND);
    assertThat(following.shop.objection()).isEmpty();
  }

  /// Another asset ran beside it in the last good release, and a person took that out since.
  @Test
  void aReturnLeavesOtherAssetsAsTheyRun() {
    Following following = Following.begun();
    following.bring(ONE, MODEL, "1.0");
    following.other();
    person(following, Following.LOAN, ONE);
    following.shop.verify("staging", Result.GOOD);
    person(following, ONE);
    following.shop.proveSecond();
    following.bring(TWO, SECOND, "1.1");
    following.promote("staging", TWO, SECOND);
    following.shop.verify("staging", Result.BAD);
    assertThat(following.shop.state().discounted()).isEmpty();
    following.deploy(Kind.ROLLBACK, "staging", MODEL, it -> it, Following.LOAN, ONE);
    following.shop.objects("nothing but its own asset");
    assertThat(following.shop.environment("staging").generation()).isEqualTo(3);
  }

  /// Promotes versions to staging that all hold the model.
  private static void person(Following f, VersionId... ids) {
    long generation = f.shop.environment("staging").generation();
    Evidence asked =
        f.shop.ledger.person(
            "pia",
            new Request(Request.Ask.PROMOTE, "staging", generation, List.of(ids), "")
                .statement(
                    Stream.of(ids).map(id -> new Subject(id.toString(), MODEL.digest())).toList()),
            f.shop.tick());
    Optional<Evidence> decision = Optional.of(f.shop.decide(GateName.RELEASE, MODEL));
    f.shop.judge(Shop.deployment(Kind.PROMOTION, "staging", generation + 1, decision, asked, ids));
  }

  @Test
  void whatIsRevokedIsNothingToGoBackTo() {
    Following following = Following.renewed();
    assertThat(following.shop.environment("staging").lastGood()).isPresent();
    Evidence asked = following.shop.ask("rex", Request.Ask.REVOKE, "", 0, MODEL, ONE);
    following.shop.judge(new RegistryEvent.Revoked(ONE, "leaks", Reference.to(asked)));
    assertThat(following.shop.objection()).isEmpty();
    assertThat(following.shop.environment("staging").lastGood()).isEmpty();
    assertThat(following.shop.environment("staging").blocked()).containsOnlyKeys(ONE);
    Evidence freed = following.shop.ask("pia", Request.Ask.FREE, "staging", 0, MODEL, ONE);
    following.shop.judge(new RegistryEvent.Freed("staging", ONE, Reference.to(freed)));
    following.shop.objects("revoked or erased");
  }

  private static Following bad(Duration later) {
    Following following = Following.renewed();
    following.shop.waitUntil(following.shop.now().plus(later));
    following.shop.verify("staging", Result.BAD);
    return following;
  }

  @Test
  void whatIsFoundBadInItsWatchGoesBackAndIsBlocked() {
    Following following = bad(Duration.ZERO);
    following.rollBack("staging", ONE, MODEL);
    assertThat(following.shop.objection()).isEmpty();
    Environment staging = following.shop.environment("staging");
    assertThat(staging.current().orElseThrow().versions()).containsExactly(ONE);
    assertThat(staging.blocked()).containsOnlyKeys(TWO);
    following.promote("staging", TWO, SECOND);
    following.shop.objects("blocked");
  }

  @Test
  void whatIsFoundBadAfterItsWatchIsAPersonsToTakeBack() {
    Following following = bad(Duration.ofHours(3));
    following.rollBack("staging", ONE, MODEL);
    following.shop.objects("within its watch");
  }

  @Test
  void theLastGoodReleaseIsTheOnlyWayBack() {
    Following following = bad(Duration.ZERO);
    following.rollBack("staging", TWO, SECOND);
    following.shop.objects("last good release");
  }

  @Test
  void whatAPersonPromotedIsNotTheChannelsToTakeBack() {
    Following following = Following.staged();
    following.shop.second();
    following.shop.promote(TWO, SECOND, "staging");
    following.shop.verify("staging", Result.BAD);
    following.rollBack("staging", ONE, MODEL);
    following.shop.objects("did not come by this channel");
  }
}
