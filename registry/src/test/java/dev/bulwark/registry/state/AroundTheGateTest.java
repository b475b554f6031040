package dev.bulwark.registry.state;

import static dev.bulwark.registry.state.GateWay.ask;
import static dev.bulwark.registry.state.GateWay.decided;
import static dev.bulwark.registry.state.GateWay.deploy;
import static dev.bulwark.registry.state.GateWay.event;
import static dev.bulwark.registry.state.Shop.MODEL;
import static dev.bulwark.registry.state.Shop.ONE;
import static dev.bulwark.registry.state.Shop.SECOND;
import static dev.bulwark.registry.state.Shop.TWO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.control.policy.GateName;
import dev.bulwark.evidence.Evidence;
import dev.bulwark.evidence.EvidenceFixture;
import dev.bulwark.evidence.PredicateType;
import dev.bulwark.evidence.RosterEvent;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.registry.Content;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.event.Reference;
import dev.bulwark.registry.event.RegistryEvent;
import dev.bulwark.registry.event.RegistryEvent.Deployed.Kind;
import dev.bulwark.registry.event.Request;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Ways around the gate with a right decision and a right request.
class AroundTheGateTest {
  static Stream<GateWay> ways() {
    return Stream.of(
        new GateWay(
            "a generation left out",
            "generation",
            shop -> deploy(shop, 2, decided(shop), ask(shop), ONE)),
        new GateWay(
            "a generation of the past",
            "generation",
            shop -> deploy(shop, 0, decided(shop), ask(shop), ONE)),
        new GateWay(
            "past the environment before it",
            "did not prove itself",
            shop -> {
              shop.second();
              Evidence asked = shop.ask("pia", Request.Ask.PROMOTE, "production", 0, SECOND, TWO);
              Evidence decision = shop.decide(GateName.RELEASE, SECOND);
              deploy(shop, 1, Optional.of(decision), asked, TWO);
            }),
        new GateWay(
            "after it was found bad in staging",
            "did not prove itself",
            shop -> {
              shop.verify("staging", RegistryEvent.Verified.Result.BAD);
              deploy(shop, 1, decided(shop), ask(shop), ONE);
            }),
        new GateWay(
            "a version that was revoked",
            "REVOKED",
            shop -> {
              Evidence asked = shop.ask("rex", Request.Ask.REVOKE, "", 0, MODEL, ONE);
              shop.judge(new RegistryEvent.Revoked(ONE, "leaked", Reference.to(asked)));
              deploy(shop, 1, decided(shop), ask(shop), ONE);
            }),
        new GateWay(
            "a version whose stored bytes failed a later look",
            "FAILED",
            shop -> {
              shop.judge(
                  new RegistryEvent.Examined(
                      ONE,
                      MODEL.digest(),
                      RegistryEvent.Examined.Standing.FAILED,
                      List.of(),
                      List.of("PKL-001")));
              deploy(shop, 1, decided(shop), ask(shop), ONE);
            }),
        new GateWay(
            "a version that is not there",
            "there is no scorer@9",
            shop -> deploy(shop, 1, decided(shop), ask(shop), new VersionId("scorer", 9))),
        new GateWay(
            "a release of nothing",
            "something else",
            shop -> deploy(shop, 1, decided(shop), ask(shop))),
        new GateWay(
            "a rollback to what never ran",
            "no earlier release",
            shop -> {
              Evidence asked = shop.ask("rob", Request.Ask.ROLLBACK, "production", 0, MODEL, ONE);
              Optional<Evidence> decision = decided(shop);
              shop.judge(Shop.deployment(Kind.ROLLBACK, "production", 1, decision, asked, ONE));
            }),
        new GateWay(
            "a promotion dressed as a suspension",
            "runs nothing",
            shop -> {
              Evidence asked = shop.ask("rob", Request.Ask.SUSPEND, "production", 0, MODEL, ONE);
              shop.judge(
                  Shop.deployment(Kind.SUSPENSION, "production", 1, Optional.empty(), asked, ONE));
            }),
        new GateWay(
            "a member no event has",
            "expected only the members",
            shop -> {
              Json.Obj event =
                  event(1, decided(shop).map(Reference::to), ask(shop), ONE)
                      .statement(List.of())
                      .predicate();
              Json.Builder more = Json.object();
              event.members().forEach(more::put);
              shop.ledger.judge(
                  EvidenceFixture.statement(
                      PredicateType.REGISTRY, "x", more.put("force", true).build()),
                  shop.tick());
            }),
        new GateWay(
            "an environment added again with a gate nobody guards",
            "there already",
            shop -> {
              Evidence asked = shop.ask("rex", Request.Ask.ADD_ENVIRONMENT, "production", 0, MODEL);
              shop.judge(
                  new RegistryEvent.EnvironmentAdded(
                      "production",
                      "design",
                      "",
                      Json.object().build(),
                      new RegistryEvent.Separation("", "", new TreeSet<>(), ""),
                      Reference.to(asked)));
            }),
        new GateWay(
            "a version pushed over one that is there",
            "not the next version",
            shop -> {
              Evidence asked = shop.ask("rex", Request.Ask.PUSH, "", 0, SECOND, ONE);
              shop.judge(Shop.pushed(ONE, SECOND, asked));
            }),
        new GateWay(
            "examined bytes that are not the pushed ones",
            "not what was pushed",
            shop -> shop.judge(Shop.ready(ONE, SECOND))));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void noWayLeadsAround(GateWay way) {
    way.leadsNowhere();
  }

  /// Without this, every way above could fail for a reason of the test's own.
  @Test
  void theStraightWayIsOpen() {
    Shop shop = Shop.staged();
    deploy(shop, 1, decided(shop), ask(shop), ONE);
    assertThat(shop.objection()).isEmpty();
    assertThat(shop.environment("production").generation()).isEqualTo(1);
  }

  @Test
  void ofTwoPromotionsAtOnceOneCounts() {
    Shop shop = Shop.staged();
    Evidence one = ask(shop);
    Evidence two = ask(shop);
    Optional<Evidence> first = decided(shop);
    Optional<Evidence> second = decided(shop);
    deploy(shop, 1, first, one, ONE);
    deploy(shop, 1, second, two, ONE);
    shop.objects("generation");
    assertThat(shop.environment("production").generation()).isEqualTo(1);
  }

  @Test
  void whatARollbackTookOutComesBackByNoOtherRollback() {
    Shop shop = Shop.staged();
    shop.second();
    shop.promote(TWO, SECOND, "staging");
    shop.verify("staging", RegistryEvent.Verified.Result.GOOD);
    goBack(shop, 3, ONE, MODEL);
    assertThat(shop.objection()).isEmpty();
    goBack(shop, 4, TWO, SECOND);
    shop.objects("scorer@2 is blocked in staging");
    assertThat(shop.environment("staging").versions()).containsExactly(ONE);
    Evidence freed = shop.ask("pia", Request.Ask.FREE, "staging", 0, SECOND, TWO);
    shop.judge(new RegistryEvent.Freed("staging", TWO, Reference.to(freed)));
    goBack(shop, 4, TWO, SECOND);
    assertThat(shop.objection()).isEmpty();
  }

  private static void goBack(Shop shop, long generation, VersionId id, Content content) {
    Evidence asked = shop.ask("rob", Request.Ask.ROLLBACK, "staging", generation - 1, content, id);
    Optional<Evidence> decision = Optional.of(shop.decide(GateName.RELEASE, content));
    shop.judge(Shop.deployment(Kind.ROLLBACK, "staging", generation, decision, asked, id));
  }

  @Test
  void aJudgesKeyThatWasStolenOpensNothingFromThenOn() {
    Shop shop = Shop.staged();
    Optional<Evidence> decision = decided(shop);
    Evidence asked = ask(shop);
    deploy(shop, 1, decision, asked, ONE);
    assertThat(shop.environment("production").generation()).isEqualTo(1);
    shop.ledger.revoke(
        "judge",
        RosterEvent.Reason.COMPROMISED,
        decision.orElseThrow().received().minus(Duration.ofSeconds(1)),
        shop.tick());
    assertThat(shop.environment("production").deployments()).isEmpty();
  }

  @Test
  void whoMayOnlyRollBackCannotGoForward() {
    Shop shop = Shop.staged();
    deploy(
        shop,
        1,
        decided(shop),
        shop.ask("rob", Request.Ask.ROLLBACK, "production", 0, MODEL, ONE),
        ONE);
    assertThat(shop.environment("production").deployments()).isEmpty();
  }

  @Test
  void aReleaseHoldsAtLeastOneVersion() {
    Shop shop = Shop.staged();
    Evidence asked = shop.ask("pia", Request.Ask.PROMOTE, "production", 0, MODEL);
    deploy(shop, 1, decided(shop), asked);
    shop.objects("at least one version");
  }

  @Test
  void anObjectionIsKnownBeforeAnythingIsWritten() {
    Shop shop = Shop.staged();
    Evidence asked = ask(shop);
    Optional<Reference> decision = decided(shop).map(Reference::to);
    int before = shop.ledger.all().size();
    assertThat(
            RegistryState.objection(shop.ledger.all(), shop.now(), event(1, decision, asked, ONE)))
        .isEmpty();
    assertThat(
            RegistryState.objection(shop.ledger.all(), shop.now(), event(2, decision, asked, ONE)))
        .isPresent();
    assertThat(shop.ledger.all()).hasSize(before);
  }
}
