package dev.bulwark.registry.state;

import static dev.bulwark.registry.state.Shop.MODEL;
import static dev.bulwark.registry.state.Shop.ONE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.control.policy.GateName;
import dev.bulwark.evidence.Evidence;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.event.Reference;
import dev.bulwark.registry.event.RegistryEvent;
import dev.bulwark.registry.event.RegistryEvent.Deployed.Kind;
import dev.bulwark.registry.event.Request;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/// A scripted way around the gate to production, from a shop where scorer@1 proved itself in
/// staging, and the steps such ways are made of.
///
/// @param says a part of the reason
record GateWay(String name, String says, Consumer<Shop> walk) {
  /// Production is what it was, and the reason is known.
  void leadsNowhere() {
    Shop shop = Shop.staged();
    walk.accept(shop);
    assertThat(shop.environment("production").deployments()).isEmpty();
    assertThat(shop.environment("production").gate()).isEqualTo(GateName.RELEASE);
    assertThat(shop.state().version(ONE).content()).isEqualTo(MODEL);
    shop.objects(says);
  }

  @Override
  public String toString() {
    return name;
  }

  static Evidence ask(Shop shop) {
    return ask(shop, "pia");
  }

  static Evidence ask(Shop shop, String person) {
    return shop.ask(person, Request.Ask.PROMOTE, "production", 0, MODEL, ONE);
  }

  static Optional<Evidence> decided(Shop shop) {
    return Optional.of(shop.decide(GateName.RELEASE, MODEL));
  }

  static RegistryEvent event(
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

  static void deploy(
      Shop shop, long generation, Optional<Evidence> decision, Evidence asked, VersionId... ids) {
    shop.judge(Shop.deployment(Kind.PROMOTION, "production", generation, decision, asked, ids));
  }
}
