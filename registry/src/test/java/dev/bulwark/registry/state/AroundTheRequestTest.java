package dev.bulwark.registry.state;

import static dev.bulwark.registry.state.GateWay.ask;
import static dev.bulwark.registry.state.GateWay.decided;
import static dev.bulwark.registry.state.GateWay.deploy;
import static dev.bulwark.registry.state.Shop.MODEL;
import static dev.bulwark.registry.state.Shop.ONE;
import static dev.bulwark.registry.state.Shop.SECOND;
import static dev.bulwark.registry.state.Shop.TWO;

import dev.bulwark.evidence.Evidence;
import dev.bulwark.evidence.PredicateType;
import dev.bulwark.evidence.RosterEvent;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.registry.event.Reference;
import dev.bulwark.registry.event.RegistryEvent;
import dev.bulwark.registry.event.RegistryEvent.Deployed.Kind;
import dev.bulwark.registry.event.Request;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Ways around the gate with a wrong request.
class AroundTheRequestTest {
  static Stream<GateWay> ways() {
    return Stream.of(
        new GateWay(
            "asked for by somebody without the right",
            "does not hold the role promoter",
            shop -> deploy(shop, 1, decided(shop), ask(shop, "rob"), ONE)),
        new GateWay(
            "asked for by somebody whose right was withdrawn",
            "does not hold the role promoter",
            shop -> {
              Evidence asked = ask(shop);
              shop.ledger.withdraw("pia", "promoter", shop.now(), shop.tick());
              deploy(shop, 1, decided(shop), asked, ONE);
            }),
        new GateWay(
            "asked for with a key that was revoked",
            "not signed by a person",
            shop -> {
              Evidence asked = ask(shop);
              shop.ledger.revoke(
                  "pia", RosterEvent.Reason.COMPROMISED, asked.received(), shop.tick());
              deploy(shop, 1, decided(shop), asked, ONE);
            }),
        new GateWay(
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
        new GateWay(
            "a request for another environment",
            "something else",
            shop ->
                deploy(
                    shop,
                    1,
                    decided(shop),
                    shop.ask("pia", Request.Ask.PROMOTE, "staging", 0, MODEL, ONE),
                    ONE)),
        new GateWay(
            "a request for another version",
            "something else",
            shop -> {
              shop.second();
              Evidence asked = shop.ask("pia", Request.Ask.PROMOTE, "production", 0, SECOND, TWO);
              deploy(shop, 1, decided(shop), asked, ONE);
            }),
        new GateWay(
            "a request for other bytes under that name",
            "something else",
            shop ->
                deploy(
                    shop,
                    1,
                    decided(shop),
                    shop.ask("pia", Request.Ask.PROMOTE, "production", 0, SECOND, ONE),
                    ONE)),
        new GateWay(
            "a request from an earlier generation",
            "something else",
            shop ->
                deploy(
                    shop,
                    1,
                    decided(shop),
                    shop.ask("pia", Request.Ask.PROMOTE, "production", 5, MODEL, ONE),
                    ONE)),
        new GateWay(
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
            }));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void noWayLeadsAround(GateWay way) {
    way.leadsNowhere();
  }
}
