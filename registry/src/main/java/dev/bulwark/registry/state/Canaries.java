package dev.bulwark.registry.state;

import static dev.bulwark.registry.state.Ground.ORDER;

import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.event.Canary;
import dev.bulwark.registry.event.RegistryEvent.Deployed;
import dev.bulwark.registry.event.RegistryEvent.Deployed.Kind;
import java.util.Optional;
import java.util.SortedSet;

/// When a generation may run for a share of the nodes, and what may follow it.
final class Canaries {
  private Canaries() {}

  /// A canary starts beside a release that all nodes run well. While it runs its share may change
  /// and all nodes may get it, when it does well; anything else waits until a rollback or a
  /// suspension ended it.
  static void requireFits(Environment environment, Deployed event, SortedSet<VersionId> release) {
    ORDER.require(
        event.canary().isEmpty() || event.kind() == Kind.PROMOTION,
        "only a promotion is for a share of the nodes");
    Optional<Deployment> now = environment.current();
    Optional<Canary> running = now.flatMap(Deployment::canary);
    if (running.isPresent()) {
      requireGoesOn(now.orElseThrow(), running.get(), event, release);
    } else if (event.canary().isPresent()) {
      ORDER.require(
          environment.canTakeCanary(),
          "a canary runs beside a release that all nodes run and that was found good");
      ORDER.require(
          event.canary().get().beside() == environment.generation(),
          "a canary runs beside what runs now");
      ORDER.require(
          !now.orElseThrow().versions().equals(release), "all nodes run that release already");
    }
  }

  private static void requireGoesOn(
      Deployment now, Canary running, Deployed event, SortedSet<VersionId> release) {
    switch (event.kind()) {
      case PROMOTION -> {
        ORDER.require(
            release.equals(now.versions()),
            "a canary runs there; bring it to all nodes, or take it back first");
        ORDER.require(now.isGood(), "the canary was not found good");
        ORDER.require(
            event.canary().filter(next -> next.beside() != running.beside()).isEmpty(),
            "a canary stays beside the release it began beside");
        ORDER.require(!event.canary().equals(Optional.of(running)), "it has that share already");
      }
      case ROLLBACK ->
          ORDER.require(!release.equals(now.versions()), "a rollback takes a canary back");
      case SUSPENSION -> {}
    }
  }
}
