package dev.bulwark.registry.state;

import static dev.bulwark.registry.state.Shop.MODEL;
import static dev.bulwark.registry.state.Shop.ONE;
import static dev.bulwark.registry.state.Shop.SECOND;
import static dev.bulwark.registry.state.Shop.TWO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.evidence.Evidence;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.registry.AssetKind;
import dev.bulwark.registry.channel.ReleaseNumber;
import dev.bulwark.registry.channel.TermsDraft;
import dev.bulwark.registry.event.Reference;
import dev.bulwark.registry.event.RegistryEvent;
import dev.bulwark.registry.event.Request;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What counts as a version that a channel brought, and every way to have one that is none.
class ArrivalTest {
  /// A way to have a version that is none.
  private record Push(String name, String says, Consumer<Following> walk) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Push> pushes() {
    return Stream.of(
        new Push("the same number again", "not above", f -> f.again(f.arrival("1.0"))),
        new Push("the same number written longer", "not above", f -> f.again(f.arrival("1.0.0"))),
        new Push("a lower number", "not above", f -> f.again(f.arrival("0.9.9"))),
        new Push(
            "without saying how it came",
            "how it came",
            f -> f.push(TWO, SECOND, Optional.empty())),
        new Push(
            "by another channel's name",
            "another way",
            f -> f.again(changed(f, "other", Following.PUBLISHER.hint()))),
        new Push(
            "signed by somebody else",
            "no publisher",
            f -> f.again(changed(f, "vendor", Following.STRANGER.hint()))),
        new Push(
            "of another asset",
            "another asset",
            f -> f.push(Following.LOAN, SECOND, Optional.of(f.arrival("1.1")))),
        new Push(
            "of another kind",
            "another kind",
            f ->
                f.shop.judge(
                    new RegistryEvent.Pushed(
                        TWO,
                        AssetKind.PROMPT,
                        SECOND,
                        "list",
                        List.of(),
                        Optional.of(f.arrival("1.1")),
                        f.order()))),
        new Push(
            "over the number of a version that is there",
            "not the next",
            f -> f.push(ONE, SECOND, Optional.of(f.arrival("1.1")))),
        new Push(
            "after the channel was closed",
            "closed",
            f -> {
              f.unfollow();
              f.again(f.arrival("1.1"));
            }),
        new Push(
            "after the signer lost the role",
            "does not hold the role registrar",
            f -> {
              f.shop.ledger.withdraw("ola", "registrar", f.shop.now(), f.shop.tick());
              f.again(f.arrival("1.1"));
            }),
        new Push(
            "a person's push that says it came by the channel",
            "no channel",
            f -> {
              Evidence asked = f.shop.ask("rex", Request.Ask.PUSH, "", 0, SECOND, TWO);
              f.shop.judge(
                  new RegistryEvent.Pushed(
                      TWO,
                      AssetKind.MODEL,
                      SECOND,
                      "list",
                      List.of(),
                      Optional.of(f.arrival("1.1")),
                      Reference.to(asked)));
            }));
  }

  private static RegistryEvent.Arrival changed(Following f, String channel, String publisher) {
    RegistryEvent.Arrival right = f.arrival("1.1");
    return new RegistryEvent.Arrival(
        channel, right.number(), right.signature(), Digest.ofHex(publisher));
  }

  @ParameterizedTest
  @MethodSource("pushes")
  void whatDidNotComeByTheTermsIsNoVersion(Push push) {
    Following following = Following.staged();
    push.walk().accept(following);
    assertThat(following.shop.state().versions()).containsOnlyKeys(ONE);
    following.shop.objects(push.says());
  }

  @Test
  void aNewChannelOfTheSameAssetIsNoWayBackToALowerNumber() {
    Following following = Following.staged();
    following.unfollow();
    following.follow(Following.terms());
    assertThat(following.shop.objection()).isEmpty();
    following.again(following.arrival("0.9"));
    following.shop.objects("not above");
  }

  @Test
  void neitherASecondChannelNorAnOldNameIsAWayBackToALowerNumber() {
    Following following = Following.begun();
    Reference vendor = following.order();
    following.follow(Following.named("mirror"));
    Reference mirror = following.order();
    following.bringBy(mirror, "mirror", ONE, MODEL, "2.0");
    assertThat(following.shop.state().channel("vendor").highest())
        .contains(new ReleaseNumber("2.0"));
    following.bringBy(vendor, "vendor", TWO, SECOND, "1.0");
    assertThat(following.shop.state().versions()).containsOnlyKeys(ONE);

    following.close(Following.named("mirror"));
    following.follow(TermsDraft.with(Following.named("mirror"), draft -> draft.asset = "loan"));
    assertThat(following.shop.objection()).isEmpty();
    following.bringBy(vendor, "vendor", TWO, SECOND, "1.0");
    assertThat(following.shop.state().versions()).containsOnlyKeys(ONE);
  }

  @Test
  void whatAnotherPublisherSignedUnderTheOldTermsDoesNotComeByTheNew() {
    Following following = Following.begun();
    following.bring(ONE, MODEL, "1.0");
    following.unfollow();
    following.follow(
        TermsDraft.with(
            Following.terms(), draft -> draft.publishers = List.of(Following.STRANGER)));
    following.promote("staging", ONE, MODEL);
    following.shop.objects("did not come by this channel");
    assertThat(following.shop.environment("staging").deployments()).isEmpty();
  }

  @Test
  void numbersAreComparedAsNumbers() {
    List<String> ascending = List.of("0.9", "1", "1.0.1", "1.2", "1.10", "2.0.0.1");
    for (int i = 1; i < ascending.size(); i++) {
      assertThat(new ReleaseNumber(ascending.get(i)))
          .isGreaterThan(new ReleaseNumber(ascending.get(i - 1)));
    }
    for (String none :
        List.of("", "1.", "01", "v1", "1-rc", "1.2.3.4.5", "9999999999", "-1", "1 ")) {
      assertThat(ReleaseNumber.parse(none)).as(none).isEmpty();
    }
  }
}
