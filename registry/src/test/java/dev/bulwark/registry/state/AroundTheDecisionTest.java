package dev.bulwark.registry.state;

import static dev.bulwark.registry.state.GateWay.ask;
import static dev.bulwark.registry.state.GateWay.decided;
import static dev.bulwark.registry.state.GateWay.deploy;
import static dev.bulwark.registry.state.GateWay.event;
import static dev.bulwark.registry.state.Shop.MODEL;
import static dev.bulwark.registry.state.Shop.ONE;
import static dev.bulwark.registry.state.Shop.SECOND;
import static dev.bulwark.registry.state.Shop.TWO;

import dev.bulwark.control.Lab;
import dev.bulwark.control.policy.GateName;
import dev.bulwark.control.policy.Policy;
import dev.bulwark.evidence.Evidence;
import dev.bulwark.evidence.Statement;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.event.Reference;
import dev.bulwark.registry.event.RegistryEvent;
import dev.bulwark.registry.event.Request;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Ways around the gate with a wrong decision, or with an event no judge signed.
class AroundTheDecisionTest {
  static Stream<GateWay> ways() {
    return Stream.of(
        new GateWay(
            "no decision at all",
            "no decision",
            shop -> deploy(shop, 1, Optional.empty(), ask(shop, "pia"), ONE)),
        new GateWay(
            "a decision of another gate",
            "did not allow",
            shop ->
                deploy(shop, 1, Optional.of(shop.decide(GateName.ADMIT, MODEL)), ask(shop), ONE)),
        new GateWay(
            "a decision that denied",
            "did not allow",
            shop -> {
              shop.ledger.judge(Lab.failed("model-file-scan", Lab.MODEL, "PKL-001"), shop.tick());
              deploy(shop, 1, decided(shop), ask(shop), ONE);
            }),
        new GateWay(
            "an old decision replayed",
            "another time",
            shop -> {
              Optional<Evidence> decision = decided(shop);
              for (int i = 0; i < 11; i++) {
                shop.tick();
              }
              deploy(shop, 1, decision, ask(shop), ONE);
            }),
        new GateWay(
            "a decision that ran out a minute ago",
            "another time",
            shop -> {
              shop.waitUntil(Lab.day(1.5).minus(Duration.ofMinutes(3)));
              Evidence asked = ask(shop);
              Optional<Evidence> decision = decided(shop);
              shop.tick();
              deploy(shop, 1, decision, asked, ONE);
            }),
        new GateWay(
            "the decision that opened staging",
            "acted on before",
            shop -> {
              Evidence used = usedInStaging(shop);
              deploy(shop, 1, Optional.of(used), ask(shop), ONE);
            }),
        new GateWay(
            "evidence of another digest",
            "other bytes",
            shop -> {
              shop.second();
              proveInStaging(shop, TWO);
              Evidence asked = shop.ask("pia", Request.Ask.PROMOTE, "production", 0, SECOND, TWO);
              deploy(shop, 1, decided(shop), asked, TWO);
            }),
        new GateWay(
            "a policy changed after the decision",
            "another policy",
            shop -> {
              Optional<Evidence> decision = decided(shop);
              shop.ledger.judge(laxer().statement(), shop.tick());
              deploy(shop, 1, decision, ask(shop), ONE);
            }),
        new GateWay(
            "a policy a person put in force",
            "another policy",
            shop -> {
              shop.ledger.judge(laxer().statement(), shop.tick());
              Optional<Evidence> decision = decided(shop);
              shop.ledger.judge(Lab.policy().statement(), shop.tick());
              shop.ledger.person("pia", laxer().statement(), shop.tick());
              deploy(shop, 1, decision, ask(shop), ONE);
            }),
        new GateWay(
            "a decision a person signed",
            "no decision",
            shop -> {
              Statement allow = decided(shop).orElseThrow().statement();
              Evidence forged = shop.ledger.person("pia", allow, shop.tick());
              deploy(shop, 1, Optional.of(forged), ask(shop), ONE);
            }),
        new GateWay(
            "a decision nobody enrolled signed",
            "no decision",
            shop -> {
              Statement allow = decided(shop).orElseThrow().statement();
              Evidence forged = shop.ledger.stranger(allow, shop.tick());
              deploy(shop, 1, Optional.of(forged), ask(shop), ONE);
            }),
        new GateWay(
            "another statement in place of the decision",
            "no decision",
            shop -> deploy(shop, 1, Optional.of(ask(shop, "pia")), ask(shop), ONE)),
        new GateWay(
            "a decision that is yet to come",
            "no decision",
            shop -> {
              Evidence asked = ask(shop);
              Reference ahead = new Reference(asked.index() + 2, asked.envelope());
              shop.judge(event(1, Optional.of(ahead), asked, ONE));
            }),
        new GateWay(
            "the digest of another decision",
            "no decision",
            shop -> {
              Evidence decision = decided(shop).orElseThrow();
              Evidence asked = ask(shop);
              Reference other = new Reference(decision.index(), asked.envelope());
              shop.judge(event(1, Optional.of(other), asked, ONE));
            }),
        new GateWay(
            "the alias moved by a person's own event",
            "not signed by a judge",
            shop -> {
              Evidence asked = ask(shop);
              RegistryEvent event = event(1, decided(shop).map(Reference::to), asked, ONE);
              shop.ledger.person("pia", event.statement(List.of()), shop.tick());
            }),
        new GateWay(
            "an event nobody enrolled signed",
            "not signed by a judge",
            shop ->
                shop.ledger.stranger(
                    event(1, decided(shop).map(Reference::to), ask(shop), ONE).statement(List.of()),
                    shop.tick())),
        new GateWay(
            "an event with signatures that do not hold",
            "not signed by a judge",
            shop ->
                shop.ledger.tampered(
                    event(1, decided(shop).map(Reference::to), ask(shop), ONE).statement(List.of()),
                    shop.tick())));
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

  @ParameterizedTest
  @MethodSource("ways")
  void noWayLeadsAround(GateWay way) {
    way.leadsNowhere();
  }
}
