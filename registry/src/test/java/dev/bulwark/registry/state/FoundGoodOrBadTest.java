package dev.bulwark.registry.state;

import static dev.bulwark.registry.state.Shop.MODEL;
import static dev.bulwark.registry.state.Shop.ONE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.evidence.Evidence;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.registry.event.Reference;
import dev.bulwark.registry.event.RegistryEvent;
import dev.bulwark.registry.event.RegistryEvent.Verified.Result;
import dev.bulwark.registry.event.Request;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a person's word on how a release runs counts for.
class FoundGoodOrBadTest {
  @Test
  void aGoodWordStandsAgainstNothingTheJudgeSaid() {
    Following following = Following.staged();
    following.shop.verify("staging", Result.BAD);
    say(following, Result.GOOD);
    following.shop.objects("found bad or was not looked at");
    assertThat(following.shop.environment("staging").current().orElseThrow().isBad()).isTrue();

    Following unseen = Following.begun();
    unseen.bring(ONE, MODEL, "1.0");
    unseen.promote("staging", ONE, MODEL);
    say(unseen, Result.GOOD);
    unseen.shop.objects("found bad or was not looked at");
    say(unseen, Result.BAD);
    assertThat(unseen.shop.objection()).isEmpty();
  }

  /// Whoever said it, and whether or not a person signed for it.
  @Test
  void whatWasFoundBadStaysBadWhenNobodySignsForTheGoodWord() {
    Following said = Following.staged();
    say(said, Result.BAD);
    said.shop.verify("staging", Result.GOOD);
    said.shop.objects("found bad or was not looked at");
    assertThat(said.shop.environment("staging").current().orElseThrow().isBad()).isTrue();
    assertThat(said.shop.environment("staging").provedItselfHere(ONE)).isFalse();

    Following looked = Following.staged();
    looked.shop.verify("staging", Result.BAD);
    looked.shop.verify("staging", Result.GOOD);
    looked.shop.objects("found bad or was not looked at");
  }

  @Test
  void theJudgeMayLookAgainAtWhatIsGoodAndFindsWhatWentBadSince() {
    Following following = Following.staged();
    following.shop.verify("staging", Result.GOOD);
    assertThat(following.shop.objection()).isEmpty();
    following.shop.verify("staging", Result.BAD);
    assertThat(following.shop.objection()).isEmpty();
    assertThat(following.shop.environment("staging").current().orElseThrow().isBad()).isTrue();
  }

  private static void say(Following following, Result result) {
    RegistryEvent.Verified said = new RegistryEvent.Verified("staging", 1, result, "fine");
    Evidence word =
        following.shop.ledger.person(
            "rob",
            new Request(Request.Ask.WATCH, "staging", 1, List.of(), "")
                .statement(List.of(new Subject("finding", said.finding()))),
            following.shop.tick());
    following.shop.judge(said.by(Reference.to(word)));
  }

  @Test
  void aPersonsWordOnAReleaseIsSignedOverThatWord() {
    Following following = Following.staged();
    RegistryEvent.Verified good = new RegistryEvent.Verified("staging", 1, Result.GOOD, "fine");
    RegistryEvent.Verified bad = new RegistryEvent.Verified("staging", 1, Result.BAD, "fine");
    Evidence said =
        following.shop.ledger.person(
            "rob",
            new Request(Request.Ask.WATCH, "staging", 1, List.of(), "")
                .statement(List.of(new Subject("finding", good.finding()))),
            following.shop.tick());
    following.shop.judge(bad.by(Reference.to(said)));
    following.shop.objects("something else");
    following.shop.judge(good.by(Reference.to(said)));
    assertThat(following.shop.objection()).isEmpty();
    following.shop.judge(good.by(Reference.to(said)));
    following.shop.objects("fulfilled before");
  }
}
