package dev.bulwark.registry.state;

import static dev.bulwark.registry.state.Ground.ACCESS;

import dev.bulwark.evidence.Evidence;
import dev.bulwark.evidence.PredicateType;
import dev.bulwark.evidence.Roster;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.registry.RegistryFault;
import dev.bulwark.registry.Right;
import dev.bulwark.registry.event.Reference;
import dev.bulwark.registry.event.RegistryEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Walks the ledger and keeps what counts: one class for each family of events.
final class RegistryFold {
  private final List<RegistryState.Discounted> discounted = new ArrayList<>();
  private final List<RegistryState.Refusal> refusals = new ArrayList<>();
  private final Claims claims;
  private final ChannelEvents channels;
  private final VersionEvents versions;
  private final EnvironmentEvents environments;
  private final KeepingEvents keeping;

  private RegistryFold(Roster roster) {
    this.claims = new Claims(roster);
    this.channels = new ChannelEvents(claims);
    this.versions = new VersionEvents(claims, channels);
    this.environments = new EnvironmentEvents(claims, versions, channels);
    this.keeping = new KeepingEvents(claims, versions, environments, channels);
  }

  static RegistryState of(List<Evidence> ledger, Instant asOf) {
    return walked(ledger, asOf).state(asOf);
  }

  /// Whether an event would count if the ledger took it in now: empty, or why it would not.
  static Optional<Objection> objection(List<Evidence> ledger, Instant now, RegistryEvent event) {
    RegistryFold fold = walked(ledger, now);
    long next = ledger.stream().mapToLong(Evidence::index).max().orElse(-1) + 1;
    Digest nothing = Digest.of(Bytes.EMPTY);
    try {
      fold.apply(new At(new Reference(next, nothing), now), event);
      return Optional.empty();
    } catch (Breaks breaks) {
      return Optional.of(breaks.objection());
    }
  }

  /// Why a standing order does not carry a right now; empty when it does.
  static Optional<String> lapsed(List<Evidence> ledger, Instant now, Channel channel, Right right) {
    At here = new At(channel.event(), now);
    return switch (walked(ledger, now).claims.standing(channel.request(), here, right)) {
      case Claims.Claim.Holds<String> _ -> Optional.empty();
      case Claims.Claim.Fails<String>(var _, String why) -> Optional.of(why);
    };
  }

  private static RegistryFold walked(List<Evidence> ledger, Instant asOf) {
    RegistryFold fold = new RegistryFold(Roster.asOf(ledger, asOf));
    ledger.stream()
        .filter(evidence -> !evidence.received().isAfter(asOf))
        .sorted(Comparator.comparingLong(Evidence::index))
        .forEach(fold::take);
    return fold;
  }

  private RegistryState state(Instant asOf) {
    return new RegistryState(
        versions.all(),
        environments.all(),
        channels.all(),
        keeping.all(),
        discounted,
        refusals,
        asOf);
  }

  private void take(Evidence evidence) {
    if (evidence.statement().predicateType().equals(PredicateType.REGISTRY)) {
      try {
        ACCESS.require(claims.isJudges(evidence), "it is not signed by a judge whose key counts");
        apply(At.of(evidence), RegistryEvent.parse(evidence.statement().predicate()));
      } catch (Breaks breaks) {
        discounted.add(new RegistryState.Discounted(evidence.index(), breaks.objection().why()));
      } catch (RegistryFault malformed) {
        discounted.add(
            new RegistryState.Discounted(evidence.index(), String.valueOf(malformed.getMessage())));
      }
    }
    claims.see(evidence);
  }

  private void apply(At at, RegistryEvent event) {
    switch (event) {
      case RegistryEvent.Pushed e -> versions.pushed(at, e);
      case RegistryEvent.Examined e -> versions.examined(e);
      case RegistryEvent.Revoked e -> {
        versions.revoked(at, e);
        environments.blockEverywhere(e.version(), "revoked");
      }
      case RegistryEvent.EnvironmentAdded e -> environments.added(at, e);
      case RegistryEvent.Deployed e -> environments.deployed(at, e);
      case RegistryEvent.Verified e -> environments.verified(at, e);
      case RegistryEvent.Freed e -> environments.freed(at, e);
      case RegistryEvent.ChannelOpened e -> {
        e.terms().path().forEach(environments::environment);
        channels.opened(at, e);
      }
      case RegistryEvent.ChannelClosed e -> channels.closed(at, e);
      case RegistryEvent.Looked e -> channels.looked(at, e);
      case RegistryEvent.Erased e -> keeping.erased(at, e);
      case RegistryEvent.RetentionSet e -> keeping.set(at, e);
      case RegistryEvent.Held e -> keeping.held(at, e);
      case RegistryEvent.Refused e ->
          refusals.add(new RegistryState.Refusal(at.reference().index(), at.received(), e));
    }
  }
}
