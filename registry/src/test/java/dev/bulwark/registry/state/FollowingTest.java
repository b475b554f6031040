package dev.bulwark.registry.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.evidence.Evidence;
import dev.bulwark.evidence.PredicateType;
import dev.bulwark.registry.AssetKind;
import dev.bulwark.registry.channel.Source;
import dev.bulwark.registry.channel.Terms;
import dev.bulwark.registry.channel.TermsDraft;
import dev.bulwark.registry.channel.Watch;
import dev.bulwark.registry.channel.Window;
import dev.bulwark.registry.event.Reference;
import dev.bulwark.registry.event.RegistryEvent;
import dev.bulwark.registry.event.Request;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// Who opens and closes a channel, and that its terms are the signed ones.
class FollowingTest {
  @Test
  void termsThatWereChangedAfterTheyWereSignedOpenNoChannel() {
    Following following = new Following();
    Evidence signed = following.wish("ola", Request.Ask.FOLLOW, Following.terms());
    for (Terms other : otherTerms()) {
      following.shop.judge(new RegistryEvent.ChannelOpened(other, Reference.to(signed)));
      following.shop.objects("something else");
    }
    assertThat(following.shop.state().channels()).isEmpty();
  }

  /// Each differs from what was signed in one thing.
  private static List<Terms> otherTerms() {
    return List.of(
        other(draft -> draft.channel = "v2"),
        other(draft -> draft.asset = "loan"),
        other(draft -> draft.kind = AssetKind.PROMPT),
        other(draft -> draft.source = new Source.Folder("x")),
        other(draft -> draft.publishers = List.of(Following.STRANGER)),
        other(draft -> draft.place = "models"),
        other(draft -> draft.path = List.of("production")),
        other(draft -> draft.soak = Duration.ZERO),
        other(draft -> draft.windows = List.of(Window.parse("mon-sun,00:00-24:00").orElseThrow())),
        other(draft -> draft.watch = new Watch.File("x")),
        other(draft -> draft.watchFor = Duration.ofDays(9)),
        other(draft -> draft.onFailedWatch = Terms.OnFailedWatch.HOLD),
        other(draft -> draft.share = 10),
        other(draft -> draft.fetchWithin = Duration.ofMinutes(31)));
  }

  private static Terms other(Consumer<TermsDraft> change) {
    return TermsDraft.with(Following.terms(), change);
  }

  @Test
  void aChannelTakesEveryRoleItWillUse() {
    for (String lacking : List.of("registrar", "promoter", "rollback")) {
      Following following = new Following();
      following.shop.ledger.withdraw("ola", lacking, following.shop.now(), following.shop.tick());
      following.follow(Following.terms());
      following.shop.objects("role " + lacking);
      assertThat(following.shop.state().channels()).isEmpty();
    }
  }

  @Test
  void aChannelThatOnlyHoldsNeedsNoRightToGoBack() {
    Following following = new Following();
    following.shop.ledger.withdraw("ola", "rollback", following.shop.now(), following.shop.tick());
    following.follow(Following.terms(List.of(), Duration.ofHours(1), Terms.OnFailedWatch.HOLD));
    assertThat(following.shop.objection()).isEmpty();
  }

  @Test
  void aWishToFollowOpensOneChannelOnce() {
    Following following = Following.begun();
    following.unfollow();
    following.shop.judge(new RegistryEvent.ChannelOpened(Following.terms(), following.order()));
    following.shop.objects("fulfilled before");
    assertThat(following.shop.state().channel("vendor").isOpen()).isFalse();
  }

  @Test
  void aChannelIsClosedOnlyByWhoMayAndOnlyOnce() {
    Following following = Following.begun();
    Evidence by = following.wish("pia", Request.Ask.UNFOLLOW, Following.terms());
    following.shop.judge(new RegistryEvent.ChannelClosed("vendor", Reference.to(by)));
    following.shop.objects("does not hold the role registrar");
    following.unfollow();
    assertThat(following.shop.objection()).isEmpty();
    following.unfollow();
    following.shop.objects("closed");
  }

  @Test
  void everyEventOfAChannelIsReadAsItWasWritten() {
    Following following = Following.renewed();
    following.unfollow();
    following.shop.ledger.all().stream()
        .filter(each -> each.statement().predicateType().equals(PredicateType.REGISTRY))
        .map(each -> each.statement().predicate())
        .forEach(
            predicate ->
                assertThat(
                        RegistryEvent.parse(predicate).statement(List.of()).predicate().canonical())
                    .isEqualTo(predicate.canonical()));
  }
}
