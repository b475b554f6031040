package dev.bulwark.registry.state;

import static dev.bulwark.registry.state.Ground.ABSENT;
import static dev.bulwark.registry.state.Ground.CONTENT;
import static dev.bulwark.registry.state.Ground.EXAMINED;
import static dev.bulwark.registry.state.Ground.ORDER;

import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.event.Reference;
import dev.bulwark.registry.event.RegistryEvent;
import dev.bulwark.registry.event.Request;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What the ledger says of versions.
final class VersionEvents {
  private final SortedMap<VersionId, Version> versions = new TreeMap<>();
  private final Claims claims;
  private final ChannelEvents channels;

  VersionEvents(Claims claims, ChannelEvents channels) {
    this.claims = claims;
    this.channels = channels;
  }

  SortedMap<VersionId, Version> all() {
    return versions;
  }

  Version version(VersionId id) {
    return Optional.ofNullable(versions.get(id))
        .orElseThrow(() -> ABSENT.breaks("there is no " + id));
  }

  /// A version of which something can still be said.
  Version standing(VersionId id) {
    Version version = version(id);
    ABSENT.require(version.state() != Version.State.ERASED, "the version is erased");
    return version;
  }

  void pushed(At at, RegistryEvent.Pushed event) {
    VersionId id = event.version();
    List<Version> before =
        versions.values().stream().filter(v -> v.id().asset().equals(id.asset())).toList();
    CONTENT.require(id.number() == before.size() + 1L, "it is not the next version of its asset");
    CONTENT.require(
        before.stream().allMatch(v -> v.kind() == event.kind()), "its asset is of another kind");
    Optional<Channel> channel = channels.behind(event.request());
    String by = channel.isPresent() ? channels.brings(at, channel.get(), event) : asked(at, event);
    versions.put(
        id,
        new Version(
            id,
            event.kind(),
            event.content(),
            event.list(),
            event.key(),
            event.lineage(),
            by,
            at.received(),
            Version.State.PENDING,
            "",
            event.arrival(),
            at.reference(),
            Optional.empty()));
  }

  private String asked(At at, RegistryEvent.Pushed event) {
    ORDER.require(event.arrival().isEmpty(), "a person's push comes by no channel");
    Request wanted = new Request(Request.Ask.PUSH, "", 0, List.of(event.version()), "");
    return claims.person(event.request(), at, wanted, List.of(event.content().digest())).held();
  }

  void examined(RegistryEvent.Examined event) {
    Version version = standing(event.version());
    EXAMINED.require(version.state() != Version.State.REVOKED, "the version is revoked");
    CONTENT.require(
        version.content().digest().equals(event.content()),
        "what was examined is not what was pushed");
    boolean ready = event.result() == RegistryEvent.Examined.Standing.READY;
    EXAMINED.require(
        !ready || event.failed().isEmpty(), "it is called ready and names rules that failed");
    versions.put(event.version(), version.after(event));
  }

  void revoked(At at, RegistryEvent.Revoked event) {
    Version version = standing(event.version());
    asked(at, event.request(), Request.Ask.REVOKE, "", 0, List.of(event.version()));
    versions.put(event.version(), version.in(Version.State.REVOKED, event.reason()));
  }

  /// Who asked for exactly this, over the contents of these versions.
  String asked(
      At at,
      Reference request,
      Request.Ask ask,
      String environment,
      long generation,
      List<VersionId> ids) {
    return asked(at, request, new Request(ask, environment, generation, ids, ""));
  }

  String asked(At at, Reference request, Request wanted) {
    List<Digest> contents =
        wanted.versions().stream().map(id -> version(id).content().digest()).toList();
    return claims.person(request, at, wanted, contents).held();
  }
}
