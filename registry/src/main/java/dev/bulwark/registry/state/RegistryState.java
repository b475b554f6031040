package dev.bulwark.registry.state;

import dev.bulwark.evidence.Evidence;
import dev.bulwark.registry.RegistryFault;
import dev.bulwark.registry.Right;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.event.RegistryEvent;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;

/// Everything a registry holds at one moment.
///
/// @param versions by name
/// @param environments in the order they were added
/// @param channels in the order they were opened, closed ones included
/// @param keeping what must stay
/// @param discounted events that changed nothing, with the reason
/// @param refusals what people asked for and did not get
public record RegistryState(
    SortedMap<VersionId, Version> versions,
    SequencedMap<String, Environment> environments,
    SequencedMap<String, Channel> channels,
    Keeping keeping,
    List<Discounted> discounted,
    List<Refusal> refusals,
    Instant asOf) {

  /// An event of the ledger that breaks a rule.
  public record Discounted(long index, String why) {}

  /// A refusal on record.
  public record Refusal(long index, Instant at, RegistryEvent.Refused refused) {}

  public RegistryState {
    versions = Collections.unmodifiableSortedMap(new TreeMap<>(versions));
    environments = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(environments));
    channels = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(channels));
    discounted = List.copyOf(discounted);
    refusals = List.copyOf(refusals);
  }

  /// What the ledger makes of the registry at a moment.
  ///
  /// @param ledger all its evidence, in any order; what came later is passed over
  public static RegistryState at(List<Evidence> ledger, Instant asOf) {
    return RegistryFold.of(ledger, asOf);
  }

  /// Whether an event would count if the ledger took it in now, signed by the judge.
  ///
  /// @return empty, or the rule it breaks
  public static Optional<Objection> objection(
      List<Evidence> ledger, Instant now, RegistryEvent event) {
    return RegistryFold.objection(ledger, now, event);
  }

  /// Why a standing order does not carry a right now: its signer lost the role, or the key it is
  /// signed with.
  ///
  /// @return empty when it does
  public static Optional<String> lapsed(
      List<Evidence> ledger, Instant now, Channel channel, Right right) {
    return RegistryFold.lapsed(ledger, now, channel, right);
  }

  /// @throws RegistryFault `registry-unknown`
  public Version version(VersionId id) {
    return Optional.ofNullable(versions.get(id))
        .orElseThrow(
            () ->
                new RegistryFault(
                    RegistryFault.UNKNOWN,
                    "expected a version of this registry, found %s; it holds %s"
                        .formatted(id, versions.isEmpty() ? "none" : versions.keySet())));
  }

  /// @throws RegistryFault `registry-unknown`
  public Environment environment(String name) {
    return Optional.ofNullable(environments.get(name))
        .orElseThrow(
            () ->
                new RegistryFault(
                    RegistryFault.UNKNOWN,
                    "expected an environment of this registry, found \"%s\"; it has %s"
                        .formatted(name, environments.isEmpty() ? "none" : environments.keySet())));
  }

  /// @throws RegistryFault `registry-unknown`
  public Channel channel(String name) {
    return Optional.ofNullable(channels.get(name))
        .orElseThrow(
            () ->
                new RegistryFault(
                    RegistryFault.UNKNOWN,
                    "expected a channel of this registry, found \"%s\"; it has %s"
                        .formatted(name, channels.isEmpty() ? "none" : channels.keySet())));
  }

  /// The versions that the rules of retention let go now, each with its rule.
  public SortedMap<VersionId, Keeping.Rule> due() {
    SortedMap<VersionId, Keeping.Rule> due = new TreeMap<>();
    for (Version version : versions.values()) {
      keeping
          .rule(version.id().asset())
          .filter(_ -> version.state() != Version.State.ERASED)
          .filter(rule -> needs().against(version, rule, asOf).isEmpty())
          .ifPresent(rule -> due.put(version.id(), rule));
    }
    return due;
  }

  private Needs needs() {
    return new Needs(versions, environments.values(), channels.values(), keeping);
  }

  /// The versions of one asset, oldest first.
  public List<Version> of(String asset) {
    return versions.values().stream().filter(each -> each.id().asset().equals(asset)).toList();
  }

  /// The version an asset gets next.
  public VersionId next(String asset) {
    return new VersionId(asset, of(asset).size() + 1L);
  }
}
