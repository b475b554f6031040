package dev.bulwark.registry.state;

import dev.bulwark.control.policy.GateName;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.event.Reference;
import dev.bulwark.registry.event.RegistryEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// A separate place to run, and everything that ran there.
///
/// @param gate what must allow a release before it goes there
/// @param after the environment a version must have been in before
/// @param key the public half of its key
/// @param deployments by generation, from 1
/// @param blocked versions that do not come back by themselves, with the reason
/// @param event its addition, in the ledger
public record Environment(
    String name,
    GateName gate,
    Optional<String> after,
    Json.Obj key,
    RegistryEvent.Separation separation,
    Instant added,
    List<Deployment> deployments,
    SortedMap<VersionId, String> blocked,
    Reference event) {
  public Environment {
    deployments = List.copyOf(deployments);
    blocked = Collections.unmodifiableSortedMap(new TreeMap<>(blocked));
  }

  public Optional<Deployment> current() {
    return deployments.isEmpty() ? Optional.empty() : Optional.of(deployments.getLast());
  }

  /// What runs now, the newest first: one generation, or a canary and the one beside it; none when
  /// nothing runs.
  public List<Deployment> running() {
    Optional<Deployment> now = current().filter(it -> !it.versions().isEmpty());
    return now.stream()
        .flatMap(
            it ->
                Stream.concat(
                    Stream.of(it),
                    it.canary().stream().map(canary -> deployments.get((int) canary.beside() - 1))))
        .toList();
  }

  /// Every version that some node runs now.
  public SortedSet<VersionId> versions() {
    SortedSet<VersionId> versions = new TreeSet<>();
    running().forEach(it -> versions.addAll(it.versions()));
    return versions;
  }

  /// Whether a share of the nodes runs another generation than the others.
  public boolean hasCanary() {
    return current().filter(Deployment::isCanary).isPresent();
  }

  /// Whether a share of the nodes could run something else beside what runs.
  public boolean canTakeCanary() {
    return current()
        .filter(now -> !now.versions().isEmpty() && !now.isCanary() && now.isGood())
        .isPresent();
  }

  /// Whether somebody stopped it, and nobody started it again.
  public boolean isSuspended() {
    return current().filter(now -> now.versions().isEmpty()).isPresent();
  }

  /// The generation of what runs now; 0 when nothing ever did.
  public long generation() {
    return deployments.size();
  }

  /// When a generation stopped running; empty while it runs. A canary does not end what it runs
  /// beside.
  Optional<Instant> ended(Deployment then) {
    return deployments.stream()
        .skip(then.generation())
        .filter(later -> later.canary().filter(it -> it.beside() == then.generation()).isEmpty())
        .map(Deployment::since)
        .findFirst();
  }

  /// What a rollback goes back to: the newest earlier release of all nodes that was found good,
  /// differs from the newest that runs now and holds nothing that is blocked here.
  public Optional<Deployment> lastGood() {
    Optional<Deployment> now = current();
    return deployments.reversed().stream()
        .skip(1)
        .filter(then -> then.isGood() && !then.isCanary())
        .filter(then -> !then.versions().isEmpty())
        .filter(then -> now.filter(it -> it.versions().equals(then.versions())).isEmpty())
        .filter(then -> Collections.disjoint(then.versions(), blocked.keySet()))
        .findFirst();
  }

  /// Whether the version ran here, on all nodes, and was not found bad when it last did.
  public boolean provedItselfHere(VersionId version) {
    return deployments.reversed().stream()
        .filter(then -> then.versions().contains(version))
        .findFirst()
        .filter(then -> then.isGood() && !then.isCanary())
        .isPresent();
  }

  boolean ran(VersionId version) {
    return deployments.stream().anyMatch(then -> then.versions().contains(version));
  }

  Environment with(Deployment next) {
    List<Deployment> more = new ArrayList<>(deployments);
    more.add(next);
    return new Environment(name, gate, after, key, separation, added, more, blocked, event);
  }

  Environment replacing(Deployment changed) {
    List<Deployment> all = new ArrayList<>(deployments);
    all.set((int) changed.generation() - 1, changed);
    return new Environment(name, gate, after, key, separation, added, all, blocked, event);
  }

  Environment blocking(VersionId version, Optional<String> reason) {
    SortedMap<VersionId, String> next = new TreeMap<>(blocked);
    reason.ifPresentOrElse(why -> next.put(version, why), () -> next.remove(version));
    return new Environment(name, gate, after, key, separation, added, deployments, next, event);
  }
}
