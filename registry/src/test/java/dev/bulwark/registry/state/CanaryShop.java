package dev.bulwark.registry.state;

import dev.bulwark.control.policy.GateName;
import dev.bulwark.evidence.Evidence;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.registry.Content;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.event.Canary;
import dev.bulwark.registry.event.RegistryEvent.Deployed;
import dev.bulwark.registry.event.RegistryEvent.Deployed.Kind;
import dev.bulwark.registry.event.RegistryEvent.Verified.Result;
import dev.bulwark.registry.event.Request;
import java.util.List;
import java.util.Optional;

/// scorer@1 runs on all nodes of production, generation 1, found good; scorer@2 proved itself in
/// staging and may follow.
final class CanaryShop {
  final Shop shop = Shop.staged();

  CanaryShop() {
    shop.promote(Shop.ONE, Shop.MODEL, "production");
    shop.verify("production", Result.GOOD);
    shop.second();
    shop.promote(Shop.TWO, Shop.SECOND, "staging");
    shop.verify("staging", Result.GOOD);
  }

  /// scorer@2 runs for ten percent of the nodes, generation 2, found good.
  static CanaryShop withCanary() {
    CanaryShop begun = new CanaryShop();
    begun.canary(10);
    begun.shop.verify("production", Result.GOOD);
    return begun;
  }

  Environment production() {
    return shop.environment("production");
  }

  Evidence asked(String person, Request.Ask ask, int share, VersionId id, Content content) {
    Request request =
        new Request(ask, "production", production().generation(), List.of(id), "", share);
    return shop.ledger.person(
        person,
        request.statement(List.of(new Subject(id.toString(), content.digest()))),
        shop.tick());
  }

  /// A promotion of scorer@2 that pia asks for.
  void canary(int share) {
    deploy(Kind.PROMOTION, share, share, 1);
  }

  void whole() {
    deploy(Kind.PROMOTION, Canary.WHOLE, Canary.WHOLE, 1);
  }

  /// @param signed the share the person asked for
  /// @param done the share of the event
  void deploy(Kind kind, int signed, int done, long beside) {
    deploy(kind, signed, done, beside, Shop.TWO, Shop.SECOND);
  }

  void deploy(Kind kind, int signed, int done, long beside, VersionId id, Content content) {
    boolean back = kind == Kind.ROLLBACK;
    Evidence asked =
        asked(
            back ? "rob" : "pia",
            back ? Request.Ask.ROLLBACK : Request.Ask.PROMOTE,
            signed,
            id,
            content);
    judge(kind, asked, done, beside, id, content);
  }

  void judge(Kind kind, Evidence asked, int share, long beside, VersionId id, Content content) {
    Deployed one =
        Shop.deployment(
            kind,
            "production",
            production().generation() + 1,
            Optional.of(shop.decide(GateName.RELEASE, content)),
            asked,
            id);
    shop.judge(
        new Deployed(
            one.environment(),
            one.generation(),
            kind,
            one.grants(),
            one.decision(),
            one.request(),
            "",
            share == Canary.WHOLE ? Optional.empty() : Optional.of(new Canary(share, beside))));
  }
}
