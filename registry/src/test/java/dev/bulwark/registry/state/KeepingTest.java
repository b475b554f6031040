package dev.bulwark.registry.state;

import static dev.bulwark.registry.state.Shop.MODEL;
import static dev.bulwark.registry.state.Shop.ONE;
import static dev.bulwark.registry.state.Shop.SECOND;
import static dev.bulwark.registry.state.Shop.TWO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.control.Lab;
import dev.bulwark.evidence.Evidence;
import dev.bulwark.evidence.PredicateType;
import dev.bulwark.evidence.Statement;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.registry.AssetKind;
import dev.bulwark.registry.Content;
import dev.bulwark.registry.RegistryFault;
import dev.bulwark.registry.Retention;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.event.Reference;
import dev.bulwark.registry.event.RegistryEvent;
import dev.bulwark.registry.event.Request;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeepingTest {

  private static void erase(Shop shop, String person, VersionId id, Content content) {
    Evidence asked = shop.ask(person, Request.Ask.ERASE, "", 0, content, id);
    shop.judge(new RegistryEvent.Erased(id, "no longer needed", Reference.to(asked)));
  }

  private static void hold(Shop shop, boolean held) {
    Request.Ask ask = held ? Request.Ask.HOLD : Request.Ask.RELEASE;
    Evidence asked = shop.ask("rex", ask, "", 0, MODEL, ONE);
    shop.judge(new RegistryEvent.Held(ONE, held, "case 7", Reference.to(asked)));
  }

  /// The request is over the digest of the rule it asks for.
  private static Evidence retain(Shop shop, String person, Retention asked, Retention set) {
    Request request = new Request(Request.Ask.RETAIN, "", 0, List.of(), asked.toString());
    Evidence signed =
        shop.ledger.person(
            person,
            request.statement(List.of(new Subject("retention", asked.digest()))),
            shop.tick());
    return shop.judge(new RegistryEvent.RetentionSet(set, Reference.to(signed)));
  }

  private static void sweep(Shop shop, VersionId id, Evidence rule) {
    shop.judge(new RegistryEvent.Erased(id, "retention", Reference.to(rule)));
  }

  private static Version.State state(Shop shop, VersionId id) {
    return shop.state().version(id).state();
  }

  private static Shop withTwo() {
    Shop shop = Shop.stocked();
    shop.push(TWO, SECOND);
    shop.examine(TWO, SECOND);
    return shop;
  }

  @Test
  void anErasedVersionKeepsItsNameAndDigestsAndNothingFollows() {
    Shop shop = Shop.stocked();
    erase(shop, "rex", ONE, MODEL);
    Version erased = shop.state().version(ONE);
    assertThat(erased.state()).isEqualTo(Version.State.ERASED);
    assertThat(erased.content()).isEqualTo(MODEL);
    assertThat(erased.why()).isEqualTo("no longer needed");
    assertThat(shop.state().next("scorer")).isEqualTo(TWO);

    shop.examine(ONE, MODEL);
    assertThat(shop.objection()).contains("the version is erased");
    Evidence asked = shop.ask("rex", Request.Ask.REVOKE, "", 0, MODEL, ONE);
    shop.judge(new RegistryEvent.Revoked(ONE, "again", Reference.to(asked)));
    assertThat(shop.objection()).contains("the version is erased");
    hold(shop, true);
    assertThat(shop.objection()).contains("the version is erased");
    erase(shop, "rex", ONE, MODEL);
    assertThat(shop.objection()).contains("the version is erased");
    shop.promote(ONE, MODEL, "staging");
    assertThat(shop.objection()).contains("scorer@1 is ERASED, not ready");
    assertThat(state(shop, ONE)).isEqualTo(Version.State.ERASED);
  }

  @Test
  void whatRunsIsNotErasedUntilItsEnvironmentIsSuspended() {
    Shop shop = Shop.staged();
    erase(shop, "rex", ONE, MODEL);
    assertThat(shop.objection()).contains("staging runs scorer@1");
    assertThat(state(shop, ONE)).isEqualTo(Version.State.READY);

    Evidence asked = shop.ask("rob", Request.Ask.SUSPEND, "staging", 1, MODEL);
    shop.judge(
        Shop.deployment(
            RegistryEvent.Deployed.Kind.SUSPENSION, "staging", 2, Optional.empty(), asked));
    erase(shop, "rex", ONE, MODEL);
    assertThat(shop.objection()).isEmpty();
    assertThat(state(shop, ONE)).isEqualTo(Version.State.ERASED);
  }

  @Test
  void whatAnEnvironmentWouldGoBackToIsNotErased() {
    Shop shop = Shop.staged();
    shop.second();
    shop.promote(TWO, SECOND, "staging");
    erase(shop, "rex", ONE, MODEL);
    assertThat(shop.objection()).contains("staging would go back to scorer@1");
  }

  @Test
  void aRequestForSomethingElseErasesNothing() {
    Shop shop = withTwo();
    Evidence other = shop.ask("rex", Request.Ask.ERASE, "", 0, SECOND, TWO);
    shop.judge(new RegistryEvent.Erased(ONE, "", Reference.to(other)));
    assertThat(shop.objection()).contains("the request is for something else");
    Evidence otherBytes = shop.ask("rex", Request.Ask.ERASE, "", 0, SECOND, ONE);
    shop.judge(new RegistryEvent.Erased(ONE, "", Reference.to(otherBytes)));
    assertThat(shop.objection()).contains("the request is for something else");
    Evidence revoke = shop.ask("rex", Request.Ask.REVOKE, "", 0, MODEL, ONE);
    shop.judge(new RegistryEvent.Erased(ONE, "", Reference.to(revoke)));
    assertThat(shop.objection()).contains("the request is for something else");
    erase(shop, "pia", ONE, MODEL);
    assertThat(shop.objection()).contains("pia does not hold the role registrar");
    assertThat(state(shop, ONE)).isEqualTo(Version.State.READY);
  }

  @Test
  void aRequestErasesOnce() {
    Shop shop = withTwo();
    Request both = new Request(Request.Ask.ERASE, "", 0, List.of(ONE), "");
    Evidence asked =
        shop.ledger.person(
            "rex", both.statement(List.of(new Subject("scorer@1", MODEL.digest()))), shop.tick());
    shop.judge(new RegistryEvent.Erased(ONE, "", Reference.to(asked)));
    shop.judge(new RegistryEvent.Erased(TWO, "", Reference.to(asked)));
    assertThat(shop.objection()).contains("the request is for something else");
    assertThat(state(shop, TWO)).isEqualTo(Version.State.READY);
  }

  @Test
  void whatIsOnLegalHoldIsNotErasedUntilItIsReleased() {
    Shop shop = Shop.stocked();
    hold(shop, true);
    assertThat(shop.state().keeping().holds()).containsEntry(ONE, "case 7");
    erase(shop, "rex", ONE, MODEL);
    assertThat(shop.objection()).contains("scorer@1 is on legal hold: case 7");
    hold(shop, false);
    erase(shop, "rex", ONE, MODEL);
    assertThat(state(shop, ONE)).isEqualTo(Version.State.ERASED);
  }

  @Test
  void aRequestToHoldReleasesNothing() {
    Shop shop = Shop.stocked();
    hold(shop, true);
    Evidence asked = shop.ask("rex", Request.Ask.HOLD, "", 0, MODEL, ONE);
    shop.judge(new RegistryEvent.Held(ONE, false, "", Reference.to(asked)));
    assertThat(shop.objection()).contains("the request is for something else");
    assertThat(shop.state().keeping().holds()).containsKey(ONE);
  }

  @Test
  void aRuleIsInForceAsItWasSigned() {
    Shop shop = withTwo();
    Retention signed = new Retention("", 1, 90);
    retain(shop, "rex", signed, new Retention("", 0, 1));
    assertThat(shop.objection()).contains("the request is for something else");
    retain(shop, "pia", signed, signed);
    assertThat(shop.objection()).contains("pia does not hold the role registrar");
    assertThat(shop.state().keeping().rules()).isEmpty();
    retain(shop, "rex", signed, signed);
    assertThat(shop.state().keeping().rule("scorer").orElseThrow().retention()).isEqualTo(signed);
    Retention own = new Retention("scorer", 5, 10);
    retain(shop, "rex", own, own);
    assertThat(shop.state().keeping().rule("scorer").orElseThrow().retention()).isEqualTo(own);
    assertThat(shop.state().keeping().rule("prompt").orElseThrow().retention()).isEqualTo(signed);
  }

  @Test
  void aRuleLetsGoWhatIsOldAndNotAmongTheNewest() {
    Shop shop = withTwo();
    Retention keepOne = new Retention("", 1, 90);
    Evidence rule = retain(shop, "rex", keepOne, keepOne);
    sweep(shop, ONE, rule);
    assertThat(shop.objection()).contains("scorer@1 was used in the last 90 days");
    shop.waitUntil(shop.now().plus(Duration.ofDays(91)));
    assertThat(shop.state().due()).containsOnlyKeys(ONE);
    sweep(shop, TWO, rule);
    assertThat(shop.objection()).contains("scorer@2 is among the newest");
    sweep(shop, ONE, rule);
    assertThat(shop.objection()).isEmpty();
    assertThat(state(shop, ONE)).isEqualTo(Version.State.ERASED);
    assertThat(shop.state().due()).isEmpty();
  }

  @Test
  void aRuleThatWasReplacedErasesNothing() {
    Shop shop = withTwo();
    Retention strict = new Retention("", 0, 1);
    Evidence old = retain(shop, "rex", strict, strict);
    Retention mild = new Retention("scorer", 5, 900);
    retain(shop, "rex", mild, mild);
    shop.waitUntil(shop.now().plus(Duration.ofDays(30)));
    sweep(shop, ONE, old);
    assertThat(shop.objection()).contains("no request stands behind it");
  }

  @Test
  void aRuleNeverTakesWhatRunsIsHeldOrIsALiveVersionsOrigin() {
    Retention all = new Retention("", 0, 1);
    Shop running = Shop.staged();
    Evidence rule = retain(running, "rex", all, all);
    running.waitUntil(running.now().plus(Duration.ofDays(9)));
    sweep(running, ONE, rule);
    assertThat(running.objection()).contains("staging runs scorer@1");
    Evidence asked = running.ask("rob", Request.Ask.SUSPEND, "staging", 1, MODEL);
    running.judge(
        Shop.deployment(
            RegistryEvent.Deployed.Kind.SUSPENSION, "staging", 2, Optional.empty(), asked));
    running.waitUntil(running.now().plus(Duration.ofDays(9)));
    sweep(running, ONE, rule);
    assertThat(running.objection())
        .as("a rule keeps what a suspended environment would go back to")
        .contains("staging would go back to scorer@1");

    Shop held = Shop.stocked();
    rule = retain(held, "rex", all, all);
    hold(held, true);
    held.waitUntil(held.now().plus(Duration.ofDays(9)));
    sweep(held, ONE, rule);
    assertThat(held.objection()).contains("scorer@1 is on legal hold: case 7");

    Shop parent = Shop.stocked();
    VersionId child = new VersionId("tuned", 1);
    Evidence push = parent.ask("rex", Request.Ask.PUSH, "", 0, SECOND, child);
    parent.judge(
        new RegistryEvent.Pushed(
            child,
            AssetKind.MODEL,
            SECOND,
            "list",
            List.of(new RegistryEvent.Lineage("derived-from", "scorer@1", MODEL.digest())),
            Reference.to(push)));
    parent.examine(child, SECOND);
    Retention scorers = new Retention("scorer", 0, 1);
    rule = retain(parent, "rex", scorers, scorers);
    parent.waitUntil(parent.now().plus(Duration.ofDays(9)));
    assertThat(parent.state().due()).isEmpty();
    sweep(parent, ONE, rule);
    assertThat(parent.objection()).contains("tuned@1 comes from scorer@1");
  }

  /// A channel that could not move for days still finds what it brought.
  @Test
  void aRuleNeverTakesWhatAChannelIsToBringOn() {
    Following following = Following.begun();
    Shop shop = following.shop;
    following.bring(ONE, MODEL, "1.0");
    following.bring(TWO, SECOND, "1.1");
    Retention all = new Retention("", 0, 1);
    Evidence rule = retain(shop, "rex", all, all);
    shop.waitUntil(shop.now().plus(Duration.ofDays(9)));
    assertThat(shop.state().due()).containsOnlyKeys(ONE);
    sweep(shop, TWO, rule);
    assertThat(shop.objection()).contains("channel vendor is to bring scorer@2 on");
    following.unfollow();
    assertThat(shop.state().due()).containsOnlyKeys(ONE, TWO);
  }

  @Test
  void whatTheLastEnvironmentOfAChannelRanIsNoLongerOnItsWay() {
    Following following = Following.staged();
    Shop shop = following.shop;
    Retention all = new Retention("", 0, 1);
    Evidence rule = retain(shop, "rex", all, all);
    following.soak();
    following.promote("production", ONE, MODEL);
    Needs needs =
        new Needs(
            shop.state().versions(), List.of(), shop.state().channels().values(), Keeping.NOTHING);
    Keeping.Rule strict = new Keeping.Rule(all, "rex", shop.now(), Reference.to(rule));
    assertThat(needs.against(shop.state().version(ONE), strict, Lab.day(40)))
        .contains("channel vendor is to bring scorer@1 on");
    needs =
        new Needs(
            shop.state().versions(),
            shop.state().environments().values(),
            shop.state().channels().values(),
            Keeping.NOTHING);
    assertThat(needs.against(shop.state().version(ONE), strict, Lab.day(40)).orElse(""))
        .contains("runs scorer@1");
  }

  @Test
  void whatRanUntilYesterdayIsYoung() {
    Shop shop = Shop.stocked();
    shop.second();
    shop.promote(ONE, MODEL, "staging");
    shop.verify("staging", RegistryEvent.Verified.Result.BAD);
    shop.waitUntil(Lab.day(1.2));
    shop.promote(TWO, SECOND, "staging");
    assertThat(shop.environment("staging").current().orElseThrow().versions()).containsExactly(TWO);
    Retention day = new Retention("", 0, 1);
    Evidence rule = retain(shop, "rex", day, day);
    shop.waitUntil(Lab.day(2.1));
    sweep(shop, ONE, rule);
    assertThat(shop.objection()).contains("scorer@1 was used in the last 1 days");
    shop.waitUntil(Lab.day(2.3));
    assertThat(shop.state().due()).containsOnlyKeys(ONE);
  }

  /// What is written is read as it was, and a member of another name is refused.
  @Test
  void theEventsAreReadAsTheyWereWritten() {
    Reference request = new Reference(7, Digest.of(Bytes.utf8("request")));
    for (RegistryEvent event :
        List.of(
            new RegistryEvent.Erased(ONE, "why", request),
            new RegistryEvent.RetentionSet(new Retention("scorer", 3, 90), request),
            new RegistryEvent.RetentionSet(new Retention("", 0, 1), request),
            new RegistryEvent.Held(ONE, true, "why", request),
            new RegistryEvent.Held(ONE, false, "", request))) {
      Json.Obj written = event.statement(List.of()).predicate();
      assertThat(RegistryEvent.parse(written)).isEqualTo(event);
      Json.Builder more = Json.object().put("more", "x");
      written.members().forEach(more::put);
      assertThatThrownBy(() -> RegistryEvent.parse(more.build())).isInstanceOf(RegistryFault.class);
    }
  }

  /// A rule outside its ranges that a judge's key signed is an event that breaks a rule.
  @Test
  void aRuleOutsideItsRangesChangesNothing() {
    Shop shop = Shop.stocked();
    Reference request = new Reference(1, Digest.of(Bytes.EMPTY));
    Json.Builder changed = Json.object();
    new RegistryEvent.RetentionSet(new Retention("", 0, 1), request)
        .statement(List.of())
        .predicate()
        .members()
        .forEach(
            (name, value) ->
                changed.put(
                    name,
                    name.equals("retention")
                        ? Json.object().put("asset", "").put("keep", -1).put("days", 0).build()
                        : value));
    shop.ledger.judge(
        new Statement(
            List.of(new Subject("event", MODEL.digest())), PredicateType.REGISTRY, changed.build()),
        shop.tick());
    assertThat(shop.objection()).isPresent();
    assertThat(shop.state().keeping().rules()).isEmpty();
  }

  @Test
  void aRetentionOutsideItsRangesIsNone() {
    assertThatThrownBy(() -> new Retention("", 0, 0)).isInstanceOf(RegistryFault.class);
    assertThatThrownBy(() -> new Retention("", -1, 5)).isInstanceOf(RegistryFault.class);
    assertThatThrownBy(() -> new Retention("No Name", 1, 5)).isInstanceOf(RegistryFault.class);
  }
}
