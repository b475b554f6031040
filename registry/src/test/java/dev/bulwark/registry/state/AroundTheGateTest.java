package dev.bulwark.registry.state;

import static dev.bulwark.registry.state.Shop.MODEL;
import static dev.bulwark.registry.state.Shop.ONE;
import static dev.bulwark.registry.state.Shop.SECOND;
import static dev.bulwark.registry.state.Shop.TWO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.control.Lab;
import dev.bulwark.control.policy.GateName;
import dev.bulwark.control.policy.Policy;
import dev.bulwark.evidence.Evidence;
import dev.bulwark.evidence.EvidenceFixture;
import dev.bulwark.evidence.PredicateType;
import dev.bulwark.evidence.RosterEvent;
import dev.bulwark.evidence.Statement;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.registry.AssetKind;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.event.Reference;
import dev.bulwark.registry.event.RegistryEvent;
import dev.bulwark.registry.event.RegistryEvent.Deployed.Kind;
import dev.bulwark.registry.event.Request;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Scripted ways around the gate: after each, production is what it was, and the reason is known.
class AroundTheGateTest {

  /// @param says a part of the reason
  private record Way(String name, String says, Consumer<Shop> walk) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Way> ways() {
    return Stream.of(
        new Way(
            "no decision at all",
            "no decision",
            shop -> deploy(shop, 1, Optional.empty(), ask(shop, "pia"), ONE)),
        new Way(
            "a decision of another gate",
            "did not allow",
            shop ->
                deploy(shop, 1, Optional.of(shop.decide(GateName.ADMIT, MODEL)), ask(shop), ONE)),
        new Way(
            "a decision that denied",
            "did not allow",
            shop -> {
              shop.ledger.judge(Lab.failed("model-file-scan", Lab.MODEL, "PKL-001"), shop.tick());
              deploy(shop, 1, decided(shop), ask(shop), ONE);
            }),
        new Way(
            "an old decision replayed",
            "another time",
            shop -> {
              Optional<Evidence> decision = decided(shop);
              for (int i = 0; i < 11; i++) {
                shop.tick();
              }
              deploy(shop, 1, decision, ask(shop), ONE);
            }),
        new Way(
            "a decision that ran out a minute ago",
            "another time",
            shop -> {
              shop.waitUntil(Lab.day(1.5).minus(Duration.ofMinutes(3)));
              Evidence asked = ask(shop);
              Optional<Evidence> decision = decided(shop);
              shop.tick();
              deploy(shop, 1, decision, asked, ONE);
            }),
        new Way(
            "the decision that opened staging",
            "acted on before",
            shop -> {
              Evidence used = usedInStaging(shop);
              deploy(shop, 1, Optional.of(used), ask(shop), ONE);
            }),
        new Way(
            "evidence of another digest",
            "other bytes",
            shop -> {
              RegistryStateTest.second(shop);
              proveInStaging(shop, TWO);
              Evidence asked = shop.ask("pia", Request.Ask.PROMOTE, "production", 0, SECOND, TWO);
              deploy(shop, 1, decided(shop), asked, TWO);
            }),
        new Way(
            "a policy changed after the decision",
            "another policy",
            shop -> {
              Optional<Evidence> decision = decided(shop);
              shop.ledger.judge(laxer().statement(), shop.tick());
              deploy(shop, 1, decision, ask(shop), ONE);
            }),
        new Way(
            "a policy a person put in force",
            "another policy",
            shop -> {
              shop.ledger.judge(laxer().statement(), shop.tick());
              Optional<Evidence> decision = decided(shop);
              shop.ledger.judge(Lab.policy().statement(), shop.tick());
              shop.ledger.person("pia", laxer().statement(), shop.tick());
              deploy(shop, 1, decision, ask(shop), ONE);
            }),
        new Way(
            "a decision a person signed",
            "no decision",
            shop -> {
              Statement allow = decided(shop).orElseThrow().statement();
              Evidence forged = shop.ledger.person("pia", allow, shop.tick());
              deploy(shop, 1, Optional.of(forged), ask(shop), ONE);
            }),
        new Way(
            "a decision nobody enrolled signed",
            "no decision",
            shop -> {
              Statement allow = decided(shop).orElseThrow().statement();
              Evidence forged = shop.ledger.stranger(allow, shop.tick());
              deploy(shop, 1, Optional.of(forged), ask(shop), ONE);
            }),
        new Way(
            "another statement in place of the decision",
            "no decision",
            shop -> deploy(shop, 1, Optional.of(ask(shop, "pia")), ask(shop), ONE)),
        new Way(
            "a decision that is yet to come",
            "no decision",
            shop -> {
              Evidence asked = ask(shop);
              Reference ahead = new Reference(asked.index() + 2, asked.envelope());
              shop.judge(event(1, Optional.of(ahead), asked, ONE));
            }),
        new Way(
            "the digest of another decision",
            "no decision",
            shop -> {
              Evidence decision = decided(shop).orElseThrow();
              Evidence asked = ask(shop);
              Reference other = new Reference(decision.index(), asked.envelope());
              shop.judge(event(1, Optional.of(other), asked, ONE));
            }),
        new Way(
            "the alias moved by a person's own event",
            "not signed by a judge",
            shop -> {
              Evidence asked = ask(shop);
              RegistryEvent event = event(1, decided(shop).map(Reference::to), asked, ONE);
              shop.ledger.person("pia", event.statement(List.of()), shop.tick());
            }),
        new Way(
            "an event nobody enrolled signed",
            "not signed by a judge",
            shop ->
                shop.ledger.stranger(
                    event(1, decided(shop).map(Reference::to), ask(shop), ONE).statement(List.of()),
                    shop.tick())),
        new Way(
            "an event with signatures that do not hold",
            "not signed by a judge",
            shop ->
                shop.ledger.tampered(
                    event(1, decided(shop).map(Reference::to), ask(shop), ONE).statement(List.of()),
                    shop.tick())),
        new Way(
            "asked for by somebody without the right",
            "does not hold the role promoter",
            shop -> deploy(shop, 1, decided(shop), ask(shop, "rob"), ONE)),
        new Way(
            "asked for by somebody whose right was withdrawn",
            "does not hold the role promoter",
            shop -> {
              Evidence asked = ask(shop);
              shop.ledger.withdraw("pia", "promoter", shop.now(), shop.tick());
              deploy(shop, 1, decided(shop), asked, ONE);
            }),
        new Way(
            "asked for with a key that was revoked",
            "not signed by a person",
            shop -> {
              Evidence asked = ask(shop);
              shop.ledger.revoke(
                  "pia", RosterEvent.Reason.COMPROMISED, asked.received(), shop.tick());
              deploy(shop, 1, decided(shop), asked, ONE);
            }),
        new Way(
            "asked for by nobody",
            "no request",
            shop -> {
              Evidence decision = decided(shop).orElseThrow();
              shop.judge(
                  new RegistryEvent.Deployed(
                      "production",
                      1,
                      Kind.PROMOTION,
                      new TreeMap<>(Map.of(ONE, Digest.of(Bytes.EMPTY))),
                      Optional.of(Reference.to(decision)),
                      Reference.to(decision),
                      ""));
            }),
        new Way(
            "a request for another environment",
            "something else",
            shop ->
                deploy(
                    shop,
                    1,
                    decided(shop),
                    shop.ask("pia", Request.Ask.PROMOTE, "staging", 0, MODEL, ONE),
                    ONE)),
        new Way(
            "a request for another version",
            "something else",
            shop -> {
              RegistryStateTest.second(shop);
              Evidence asked = shop.ask("pia", Request.Ask.PROMOTE, "production", 0, SECOND, TWO);
              deploy(shop, 1, decided(shop), asked, ONE);
            }),
        new Way(
            "a request for other bytes under that name",
            "something else",
            shop ->
                deploy(
                    shop,
                    1,
                    decided(shop),
                    shop.ask("pia", Request.Ask.PROMOTE, "production", 0, SECOND, ONE),
                    ONE)),
        new Way(
            "a request from an earlier generation",
            "something else",
            shop ->
                deploy(
                    shop,
                    1,
                    decided(shop),
                    shop.ask("pia", Request.Ask.PROMOTE, "production", 5, MODEL, ONE),
                    ONE)),
        new Way(
            "the request that moved staging",
            "something else",
            shop -> {
              Evidence old =
                  shop.ledger.all().stream()
                      .filter(e -> e.statement().predicateType().equals(PredicateType.REQUEST))
                      .filter(
                          e -> e.statement().predicate().text("ask").equals(Optional.of("promote")))
                      .findFirst()
                      .orElseThrow();
              deploy(shop, 1, decided(shop), old, ONE);
            }),
        new Way(
            "a generation left out",
            "generation",
            shop -> deploy(shop, 2, decided(shop), ask(shop), ONE)),
        new Way(
            "a generation of the past",
            "generation",
            shop -> deploy(shop, 0, decided(shop), ask(shop), ONE)),
        new Way(
            "past the environment before it",
            "did not prove itself",
            shop -> {
              RegistryStateTest.second(shop);
              Evidence asked = shop.ask("pia", Request.Ask.PROMOTE, "production", 0, SECOND, TWO);
              Evidence decision = shop.decide(GateName.RELEASE, SECOND);
              deploy(shop, 1, Optional.of(decision), asked, TWO);
            }),
        new Way(
            "after it was found bad in staging",
            "did not prove itself",
            shop -> {
              shop.verify("staging", RegistryEvent.Verified.Result.BAD);
              deploy(shop, 1, decided(shop), ask(shop), ONE);
            }),
        new Way(
            "a version that was revoked",
            "REVOKED",
            shop -> {
              Evidence asked = shop.ask("rex", Request.Ask.REVOKE, "", 0, MODEL, ONE);
              shop.judge(new RegistryEvent.Revoked(ONE, "leaked", Reference.to(asked)));
              deploy(shop, 1, decided(shop), ask(shop), ONE);
            }),
        new Way(
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
        new Way(
            "a version that is not there",
            "there is no scorer@9",
            shop -> deploy(shop, 1, decided(shop), ask(shop), new VersionId("scorer", 9))),
        new Way(
            "a release of nothing",
            "something else",
            shop -> deploy(shop, 1, decided(shop), ask(shop))),
        new Way(
            "a rollback to what never ran",
            "no earlier release",
            shop -> {
              Evidence asked = shop.ask("rob", Request.Ask.ROLLBACK, "production", 0, MODEL, ONE);
              Optional<Evidence> decision = decided(shop);
              shop.judge(Shop.deployment(Kind.ROLLBACK, "production", 1, decision, asked, ONE));
            }),
        new Way(
            "a promotion dressed as a suspension",
            "runs nothing",
            shop -> {
              Evidence asked = shop.ask("rob", Request.Ask.SUSPEND, "production", 0, MODEL, ONE);
              shop.judge(
                  Shop.deployment(Kind.SUSPENSION, "production", 1, Optional.empty(), asked, ONE));
            }),
        new Way(
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
        new Way(
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
        new Way(
            "a version pushed over one that is there",
            "not the next version",
            shop -> {
              Evidence asked = shop.ask("rex", Request.Ask.PUSH, "", 0, SECOND, ONE);
              shop.judge(Shop.pushed(ONE, SECOND, asked));
            }),
        new Way(
            "examined bytes that are not the pushed ones",
            "not what was pushed",
            shop -> shop.judge(Shop.ready(ONE, SECOND))));
  }

  private static Evidence ask(Shop shop) {
    return ask(shop, "pia");
  }

  private static Evidence ask(Shop shop, String person) {
    return shop.ask(person, Request.Ask.PROMOTE, "production", 0, MODEL, ONE);
  }

  private static Optional<Evidence> decided(Shop shop) {
    return Optional.of(shop.decide(GateName.RELEASE, MODEL));
  }

  private static Policy laxer() {
    return Policy.parse(
        Lab.text("small-catalogue.yaml").replace("1.0.0", "2.0.0"),
        Lab.text("small-profiles.yaml"));
  }

  private static Evidence usedInStaging(Shop shop) {
    Reference used = shop.environment("staging").current().orElseThrow().decision().orElseThrow();
    return shop.ledger.all().stream().filter(used::names).findFirst().orElseThrow();
  }

  private static void proveInStaging(Shop shop, VersionId id) {
    shop.promote(id, SECOND, "staging");
    shop.verify("staging", RegistryEvent.Verified.Result.GOOD);
  }

  private static RegistryEvent event(
      long generation, Optional<Reference> decision, Evidence asked, VersionId id) {
    return new RegistryEvent.Deployed(
        "production",
        generation,
        Kind.PROMOTION,
        new TreeMap<>(Map.of(id, Digest.of(Bytes.EMPTY))),
        decision,
        Reference.to(asked),
        "");
  }

  private static void deploy(
      Shop shop, long generation, Optional<Evidence> decision, Evidence asked, VersionId... ids) {
    shop.judge(Shop.deployment(Kind.PROMOTION, "production", generation, decision, asked, ids));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void noWayLeadsAround(Way way) {
    Shop shop = Shop.staged();
    way.walk().accept(shop);
    assertThat(shop.environment("production").deployments()).isEmpty();
    assertThat(shop.environment("production").gate()).isEqualTo(GateName.RELEASE);
    assertThat(shop.state().version(ONE).content()).isEqualTo(MODEL);
    assertThat(shop.objection()).hasValueSatisfying(why -> assertThat(why).contains(way.says()));
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
  void aGenerationThatNeverWasIsNotVerified() {
    Shop shop = Shop.staged();
    for (long generation : new long[] {-1, 0, 2, Json.Int.MAX}) {
      shop.judge(
          new RegistryEvent.Verified(
              "staging", generation, RegistryEvent.Verified.Result.BAD, "x"));
      assertThat(shop.objection())
          .hasValueSatisfying(why -> assertThat(why).contains("no such generation"));
    }
    assertThat(shop.environment("staging").current().orElseThrow().isGood()).isTrue();
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
    assertThat(shop.objection()).hasValueSatisfying(why -> assertThat(why).contains("generation"));
    assertThat(shop.environment("production").generation()).isEqualTo(1);
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
    assertThat(shop.objection()).hasValueSatisfying(why -> assertThat(why).contains("kind"));
  }

  @Test
  void revokedIsForGood() {
    Shop shop = Shop.stocked();
    Evidence asked = shop.ask("rex", Request.Ask.REVOKE, "", 0, MODEL, ONE);
    shop.judge(new RegistryEvent.Revoked(ONE, "leaked", Reference.to(asked)));
    shop.examine(ONE, MODEL);
    assertThat(shop.objection()).hasValueSatisfying(why -> assertThat(why).contains("revoked"));
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
    assertThat(shop.objection()).hasValueSatisfying(why -> assertThat(why).contains("failed"));
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

  @Test
  void aReleaseHoldsAtLeastOneVersion() {
    Shop shop = Shop.staged();
    Evidence asked = shop.ask("pia", Request.Ask.PROMOTE, "production", 0, MODEL);
    deploy(shop, 1, decided(shop), asked);
    assertThat(shop.objection())
        .hasValueSatisfying(why -> assertThat(why).contains("at least one version"));
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
