package dev.bulwark.registry.state;

import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.event.Canary;
import dev.bulwark.registry.event.Reference;
import dev.bulwark.registry.event.RegistryEvent;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// One generation of an environment: what runs there, and since when.
///
/// @param grants the release's versions, each with the digest of its sealed data key; none in a
///   suspension
/// @param by the person who asked
/// @param decision the gate's, none in a suspension
/// @param expires when the decision behind it stops counting
/// @param channel the channel that moved it; empty when a person did
/// @param event its own place in the ledger
/// @param canary its share of the nodes, and what the others run; empty when all run it
/// @param look what came of looking afterwards; empty until somebody looked
public record Deployment(
    long generation,
    RegistryEvent.Deployed.Kind kind,
    SortedMap<VersionId, Digest> grants,
    Instant since,
    Optional<Instant> expires,
    String by,
    String reason,
    Optional<Reference> decision,
    Optional<String> channel,
    Reference event,
    Optional<Canary> canary,
    Optional<Look> look) {

  /// What came of looking at it, the last time.
  public record Look(RegistryEvent.Verified.Result result, Instant at, String why) {}

  public Deployment {
    grants = Collections.unmodifiableSortedMap(new TreeMap<>(grants));
  }

  /// The release: which versions together.
  public SortedSet<VersionId> versions() {
    return Collections.unmodifiableSortedSet(new TreeSet<>(grants.keySet()));
  }

  public Optional<RegistryEvent.Verified.Result> verified() {
    return look.map(Look::result);
  }

  public boolean isCanary() {
    return canary.isPresent();
  }

  /// The share of the nodes it is for, in percent.
  public int share() {
    return canary.map(Canary::share).orElse(Canary.WHOLE);
  }

  public boolean isGood() {
    return verified().equals(Optional.of(RegistryEvent.Verified.Result.GOOD));
  }

  public boolean isBad() {
    return verified().equals(Optional.of(RegistryEvent.Verified.Result.BAD));
  }

  Deployment with(Look newest) {
    return new Deployment(
        generation,
        kind,
        grants,
        since,
        expires,
        by,
        reason,
        decision,
        channel,
        event,
        canary,
        Optional.of(newest));
  }
}
