package dev.bulwark.registry.release;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.event.Canary;
import dev.bulwark.registry.event.Mandate;
import dev.bulwark.registry.event.Reference;
import dev.bulwark.registry.event.RegistryEvent;
import dev.bulwark.registry.event.RegistryEvent.Deployed.Kind;
import dev.bulwark.registry.event.Request;
import dev.bulwark.registry.state.Deployment;
import dev.bulwark.registry.state.Environment;
import dev.bulwark.registry.state.Version;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// One move of an environment that somebody wants.
///
/// @param environment as it is before
/// @param versions what shall run there; none in a suspension
/// @param share of the nodes that are to run it, in percent
record Step(
    Kind kind,
    Environment environment,
    List<Version> versions,
    Mandate mandate,
    int share,
    String reason) {

  Request.Ask ask() {
    return switch (kind) {
      case PROMOTION -> Request.Ask.PROMOTE;
      case ROLLBACK -> Request.Ask.ROLLBACK;
      case SUSPENSION -> Request.Ask.SUSPEND;
    };
  }

  SortedSet<VersionId> release() {
    return new TreeSet<>(versions.stream().map(Version::id).toList());
  }

  long generation() {
    return environment.generation() + 1;
  }

  Request request() {
    return new Request(
        ask(), environment.name(), environment.generation(), List.copyOf(release()), reason, share);
  }

  /// The event, with a place for the keys that are not sealed yet.
  RegistryEvent.Deployed planned(Reference asked, Optional<Reference> decision) {
    SortedMap<VersionId, Digest> keys = new TreeMap<>();
    release().forEach(id -> keys.put(id, Digest.of(Bytes.EMPTY)));
    return event(keys, asked, decision);
  }

  RegistryEvent.Deployed event(
      SortedMap<VersionId, Digest> keys, Reference asked, Optional<Reference> decision) {
    return new RegistryEvent.Deployed(
        environment.name(), generation(), kind, keys, decision, asked, reason, canary());
  }

  /// A canary stays beside what it began beside.
  private Optional<Canary> canary() {
    long beside =
        environment
            .current()
            .flatMap(Deployment::canary)
            .map(Canary::beside)
            .orElse(environment.generation());
    return share == Canary.WHOLE ? Optional.empty() : Optional.of(new Canary(share, beside));
  }
}
