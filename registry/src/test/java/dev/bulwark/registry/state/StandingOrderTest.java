package dev.bulwark.registry.state;

import static dev.bulwark.registry.state.Shop.MODEL;
import static dev.bulwark.registry.state.Shop.ONE;
import static dev.bulwark.registry.state.Shop.SECOND;
import static dev.bulwark.registry.state.Shop.TWO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.control.Lab;
import dev.bulwark.control.policy.GateName;
import dev.bulwark.evidence.Evidence;
import dev.bulwark.evidence.PredicateType;
import dev.bulwark.evidence.RosterEvent;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.registry.AssetKind;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.channel.ReleaseNumber;
import dev.bulwark.registry.channel.Source;
import dev.bulwark.registry.channel.Terms;
import dev.bulwark.registry.channel.Watch;
import dev.bulwark.registry.channel.Window;
import dev.bulwark.registry.event.Reference;
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
  private static final VersionId LOAN = new VersionId("loan", 1);

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
              other(f);
              f.deploy(Kind.PROMOTION, "production", MODEL, it -> it, ONE, LOAN);
            }),
        new Way(
            "another asset alone",
            "nothing but its own asset",
            f -> {
              other(f);
              f.deploy(Kind.PROMOTION, "production", MODEL, it -> it, LOAN);
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
              RegistryStateTest.second(f.shop);
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

  private static void other(Following f) {
    Evidence asked = f.shop.ask("rex", Request.Ask.PUSH, "", 0, MODEL, LOAN);
    f.shop.judge(Shop.pushed(LOAN, MODEL, asked));
    f.shop.examine(LOAN, MODEL);
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

  /// A way to have a version that is none.
  private record Push(String name, String says, Consumer<Following> walk) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Push> pushes() {
    return Stream.of(
        new Push("the same number again", "not above", f -> again(f, f.arrival("1.0"))),
        new Push("the same number written longer", "not above", f -> again(f, f.arrival("1.0.0"))),
        new Push("a lower number", "not above", f -> again(f, f.arrival("0.9.9"))),
        new Push(
            "without saying how it came",
            "how it came",
            f -> f.push(TWO, SECOND, Optional.empty())),
        new Push(
            "by another channel's name",
            "another way",
            f -> again(f, changed(f, "other", Following.PUBLISHER.hint()))),
        new Push(
            "signed by somebody else",
            "no publisher",
            f -> again(f, changed(f, "vendor", Following.STRANGER.hint()))),
        new Push(
            "of another asset",
            "another asset",
            f -> f.push(LOAN, SECOND, Optional.of(f.arrival("1.1")))),
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
              again(f, f.arrival("1.1"));
            }),
        new Push(
            "after the signer lost the role",
            "does not hold the role registrar",
            f -> {
              f.shop.ledger.withdraw("ola", "registrar", f.shop.now(), f.shop.tick());
              again(f, f.arrival("1.1"));
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

  private static void again(Following f, RegistryEvent.Arrival arrival) {
    f.push(TWO, SECOND, Optional.of(arrival));
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
    assertThat(following.shop.objection())
        .hasValueSatisfying(why -> assertThat(why).contains(push.says()));
  }

  @Test
  void termsThatWereChangedAfterTheyWereSignedOpenNoChannel() {
    Following following = new Following();
    Evidence signed = following.wish("ola", Request.Ask.FOLLOW, Following.terms());
    for (Terms other : otherTerms()) {
      following.shop.judge(new RegistryEvent.ChannelOpened(other, Reference.to(signed)));
      assertThat(following.shop.objection())
          .hasValueSatisfying(why -> assertThat(why).contains("something else"));
    }
    assertThat(following.shop.state().channels()).isEmpty();
  }

  /// Each differs from what was signed in one thing.
  private static List<Terms> otherTerms() {
    Terms t = Following.terms();
    return List.of(
        terms(t, "v2", t.asset(), t.source(), t.publishers(), "", t.path(), t.soak(), t.watch()),
        terms(
            t, t.channel(), "loan", t.source(), t.publishers(), "", t.path(), t.soak(), t.watch()),
        terms(
            t,
            t.channel(),
            t.asset(),
            new Source.Folder("x"),
            t.publishers(),
            "",
            t.path(),
            t.soak(),
            t.watch()),
        terms(
            t,
            t.channel(),
            t.asset(),
            t.source(),
            List.of(Following.STRANGER),
            "",
            t.path(),
            t.soak(),
            t.watch()),
        terms(
            t,
            t.channel(),
            t.asset(),
            t.source(),
            t.publishers(),
            "models",
            t.path(),
            t.soak(),
            t.watch()),
        terms(
            t,
            t.channel(),
            t.asset(),
            t.source(),
            t.publishers(),
            "",
            List.of("production"),
            t.soak(),
            t.watch()),
        terms(
            t,
            t.channel(),
            t.asset(),
            t.source(),
            t.publishers(),
            "",
            t.path(),
            Duration.ZERO,
            t.watch()),
        terms(
            t,
            t.channel(),
            t.asset(),
            t.source(),
            t.publishers(),
            "",
            t.path(),
            t.soak(),
            new Watch.File("x")),
        Following.terms(List.of(window("mon-sun,00:00-24:00")), t.watchFor(), t.onFailedWatch()),
        Following.terms(List.of(), Duration.ofDays(9), t.onFailedWatch()),
        Following.terms(List.of(), t.watchFor(), Terms.OnFailedWatch.HOLD));
  }

  private static Terms terms(
      Terms t,
      String channel,
      String asset,
      Source source,
      List<dev.bulwark.registry.signing.PublicKeyEc> publishers,
      String place,
      List<String> path,
      Duration soak,
      Watch watch) {
    return new Terms(
        channel,
        asset,
        t.kind(),
        source,
        publishers,
        place,
        path,
        soak,
        t.windows(),
        watch,
        t.watchFor(),
        t.onFailedWatch());
  }

  private static Window window(String text) {
    return Window.parse(text).orElseThrow();
  }

  /// The first would be looked at, and the second go along.
  @Test
  void aReleaseHoldsItsAssetOnce() {
    Following following = Following.staged();
    RegistryStateTest.second(following.shop);
    following.shop.waitUntil(following.shop.now().plus(Duration.ofMinutes(31)));
    following.deploy(Kind.PROMOTION, "production", MODEL, it -> it, ONE, TWO);
    assertThat(following.shop.objection())
        .hasValueSatisfying(why -> assertThat(why).contains("its own asset once"));
    assertThat(following.shop.environment("production").deployments()).isEmpty();
  }

  @Test
  void aSuspensionIsNotTheChannelsToEnd() {
    Following following = Following.staged();
    Evidence asked = following.shop.ask("rob", Request.Ask.SUSPEND, "staging", 1, MODEL);
    following.shop.judge(Shop.deployment(Kind.SUSPENSION, "staging", 2, Optional.empty(), asked));
    assertThat(following.shop.environment("staging").isSuspended()).isTrue();
    following.promote("staging", ONE, MODEL);
    assertThat(following.shop.objection())
        .hasValueSatisfying(why -> assertThat(why).contains("suspended"));
    following.shop.promote(ONE, MODEL, "staging");
    assertThat(following.shop.objection()).isEmpty();
  }

  @Test
  void aChannelTakesEveryRoleItWillUse() {
    for (String lacking : List.of("registrar", "promoter", "rollback")) {
      Following following = new Following();
      following.shop.ledger.withdraw("ola", lacking, following.shop.now(), following.shop.tick());
      following.follow(Following.terms());
      assertThat(following.shop.objection())
          .hasValueSatisfying(why -> assertThat(why).contains("role " + lacking));
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
    assertThat(following.shop.objection())
        .hasValueSatisfying(why -> assertThat(why).contains("fulfilled before"));
    assertThat(following.shop.state().channel("vendor").isOpen()).isFalse();
  }

  @Test
  void aChannelIsClosedOnlyByWhoMayAndOnlyOnce() {
    Following following = Following.begun();
    Evidence by = following.wish("pia", Request.Ask.UNFOLLOW, Following.terms());
    following.shop.judge(new RegistryEvent.ChannelClosed("vendor", Reference.to(by)));
    assertThat(following.shop.objection())
        .hasValueSatisfying(why -> assertThat(why).contains("does not hold the role registrar"));
    following.unfollow();
    assertThat(following.shop.objection()).isEmpty();
    following.unfollow();
    assertThat(following.shop.objection())
        .hasValueSatisfying(why -> assertThat(why).contains("closed"));
  }

  @Test
  void aNewChannelOfTheSameAssetIsNoWayBackToALowerNumber() {
    Following following = Following.staged();
    following.unfollow();
    following.follow(Following.terms());
    assertThat(following.shop.objection()).isEmpty();
    again(following, following.arrival("0.9"));
    assertThat(following.shop.objection())
        .hasValueSatisfying(why -> assertThat(why).contains("not above"));
  }

  @Test
  void neitherASecondChannelNorAnOldNameIsAWayBackToALowerNumber() {
    Following following = Following.begun();
    Reference vendor = following.order();
    following.follow(named("mirror"));
    Reference mirror = following.order();
    following.bringBy(mirror, "mirror", ONE, MODEL, "2.0");
    assertThat(following.shop.state().channel("vendor").highest())
        .contains(new ReleaseNumber("2.0"));
    following.bringBy(vendor, "vendor", TWO, SECOND, "1.0");
    assertThat(following.shop.state().versions()).containsOnlyKeys(ONE);

    following.close(named("mirror"));
    following.follow(named("mirror", "loan", Following.PUBLISHER));
    assertThat(following.shop.objection()).isEmpty();
    following.bringBy(vendor, "vendor", TWO, SECOND, "1.0");
    assertThat(following.shop.state().versions()).containsOnlyKeys(ONE);
  }

  private static Terms named(String channel) {
    return named(channel, "scorer", Following.PUBLISHER);
  }

  private static Terms named(
      String channel, String asset, dev.bulwark.registry.signing.PublicKeyEc publisher) {
    Terms t = Following.terms();
    return terms(
        t, channel, asset, t.source(), List.of(publisher), "", t.path(), t.soak(), t.watch());
  }

  @Test
  void whatAnotherPublisherSignedUnderTheOldTermsDoesNotComeByTheNew() {
    Following following = Following.begun();
    following.bring(ONE, MODEL, "1.0");
    following.unfollow();
    following.follow(named("vendor", "scorer", Following.STRANGER));
    following.promote("staging", ONE, MODEL);
    assertThat(following.shop.objection())
        .hasValueSatisfying(why -> assertThat(why).contains("did not come by this channel"));
    assertThat(following.shop.environment("staging").deployments()).isEmpty();
  }

  @Test
  void whatTheTermsHoldMovesAgainOnlyAfterAPersonMovedIt() {
    Following following = new Following();
    following.follow(Following.terms(List.of(), Duration.ofHours(2), Terms.OnFailedWatch.HOLD));
    following.bring(ONE, MODEL, "1.0");
    following.promote("staging", ONE, MODEL);
    following.shop.verify("staging", Result.BAD);
    RegistryStateTest.description(following.shop);
    following.bring(TWO, SECOND, "1.1");
    following.promote("staging", TWO, SECOND);
    assertThat(following.shop.objection())
        .hasValueSatisfying(why -> assertThat(why).contains("the terms say hold"));
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
    other(following);
    person(following, LOAN, ONE);
    following.shop.verify("staging", Result.GOOD);
    person(following, ONE);
    RegistryStateTest.description(following.shop);
    following.bring(TWO, SECOND, "1.1");
    following.promote("staging", TWO, SECOND);
    following.shop.verify("staging", Result.BAD);
    assertThat(following.shop.state().discounted()).isEmpty();
    following.deploy(Kind.ROLLBACK, "staging", MODEL, it -> it, LOAN, ONE);
    assertThat(following.shop.objection())
        .hasValueSatisfying(why -> assertThat(why).contains("nothing but its own asset"));
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
  void aGoodWordStandsAgainstNothingTheJudgeSaid() {
    Following following = Following.staged();
    following.shop.verify("staging", Result.BAD);
    say(following, Result.GOOD);
    assertThat(following.shop.objection())
        .hasValueSatisfying(why -> assertThat(why).contains("found bad or was not looked at"));
    assertThat(following.shop.environment("staging").current().orElseThrow().isBad()).isTrue();

    Following unseen = Following.begun();
    unseen.bring(ONE, MODEL, "1.0");
    unseen.promote("staging", ONE, MODEL);
    say(unseen, Result.GOOD);
    assertThat(unseen.shop.objection())
        .hasValueSatisfying(why -> assertThat(why).contains("found bad or was not looked at"));
    say(unseen, Result.BAD);
    assertThat(unseen.shop.objection()).isEmpty();
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
    assertThat(following.shop.objection())
        .hasValueSatisfying(why -> assertThat(why).contains("revoked or erased"));
  }

  @Test
  void nothingMovesOutsideTheWindows() {
    Following following = new Following();
    // It is a Thursday, half past two.
    following.follow(
        Following.terms(
            List.of(window("fri,00:00-24:00")), Duration.ofHours(1), Terms.OnFailedWatch.ROLLBACK));
    following.bring(ONE, MODEL, "1.0");
    following.promote("staging", ONE, MODEL);
    assertThat(following.shop.objection())
        .hasValueSatisfying(why -> assertThat(why).contains("outside the channel's windows"));
    following.shop.waitUntil(Lab.day(1.2));
    following.promote("staging", ONE, MODEL);
    assertThat(following.shop.objection()).isEmpty();
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
    assertThat(following.shop.objection())
        .hasValueSatisfying(why -> assertThat(why).contains("blocked"));
  }

  @Test
  void whatIsFoundBadAfterItsWatchIsAPersonsToTakeBack() {
    Following following = bad(Duration.ofHours(3));
    following.rollBack("staging", ONE, MODEL);
    assertThat(following.shop.objection())
        .hasValueSatisfying(why -> assertThat(why).contains("within its watch"));
  }

  @Test
  void theLastGoodReleaseIsTheOnlyWayBack() {
    Following following = bad(Duration.ZERO);
    following.rollBack("staging", TWO, SECOND);
    assertThat(following.shop.objection())
        .hasValueSatisfying(why -> assertThat(why).contains("last good release"));
  }

  @Test
  void whatAPersonPromotedIsNotTheChannelsToTakeBack() {
    Following following = Following.staged();
    RegistryStateTest.second(following.shop);
    following.shop.promote(TWO, SECOND, "staging");
    following.shop.verify("staging", Result.BAD);
    following.rollBack("staging", ONE, MODEL);
    assertThat(following.shop.objection())
        .hasValueSatisfying(why -> assertThat(why).contains("did not come by this channel"));
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
    assertThat(following.shop.objection())
        .hasValueSatisfying(why -> assertThat(why).contains("something else"));
    following.shop.judge(good.by(Reference.to(said)));
    assertThat(following.shop.objection()).isEmpty();
    following.shop.judge(good.by(Reference.to(said)));
    assertThat(following.shop.objection())
        .hasValueSatisfying(why -> assertThat(why).contains("fulfilled before"));
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
