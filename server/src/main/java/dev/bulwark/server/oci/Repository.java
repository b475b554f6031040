package dev.bulwark.server.oci;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.registry.Content;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.event.RegistryEvent;
import dev.bulwark.registry.state.RegistryState;
import dev.bulwark.registry.state.Version;
import dev.bulwark.server.ServerFault;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// One model as a repository. A tag is, in this order,
///
/// - a version's number,
/// - the name of an environment: what runs there,
/// - what somebody pushed: the newest version of that tag; one whose examination is not over does
///   not take a tag over, and one that failed is not passed over for an older one,
/// - `latest`, where nobody pushed it: the newest ready version.
///
/// Pushed tags and manifests are part of a version's lineage, in the ledger.
record Repository(RegistryState state, String model) {
  private static final String PUSHED = "oci-manifest";
  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,14}");
  private static final String LATEST = "latest";

  /// What a push adds to the lineage of its version.
  static RegistryEvent.Lineage pushed(String reference, Digest manifest) {
    return new RegistryEvent.Lineage(PUSHED, reference, manifest);
  }

  private static Optional<RegistryEvent.Lineage> pushed(Version version) {
    return version.lineage().stream().filter(it -> it.relation().equals(PUSHED)).findFirst();
  }

  private static boolean wasPushedAs(Version version, String tag) {
    return pushed(version).filter(it -> it.name().equals(tag)).isPresent();
  }

  /// The manifest a client sent for a version; empty for one that came another way.
  static Optional<Content.File> sent(Version version) {
    return pushed(version)
        .flatMap(
            it ->
                version.content().files().stream()
                    .filter(file -> file.name().equals(OciManifest.MANIFEST_FILE))
                    .filter(file -> file.digest().equals(it.digest()))
                    .findFirst());
  }

  static Digest manifest(Version version) {
    return sent(version)
        .map(Content.File::digest)
        .orElseGet(() -> Digest.of(OciManifest.of(version.content())));
  }

  static long manifestSize(Version version) {
    return sent(version)
        .map(Content.File::size)
        .orElseGet(() -> (long) OciManifest.of(version.content()).size());
  }

  /// @throws ServerFault `oci-name-unknown`
  void requireKnown() {
    if (state.of(model).isEmpty()) {
      throw OciProblem.NAME_UNKNOWN.because("expected a model of this system, found none named so");
    }
  }

  /// The ready version of a reference; empty when there is none of that name.
  ///
  /// @throws ServerFault `oci-denied` for one that is not ready, naming what it failed
  Optional<Version> ready(Reference reference) {
    Optional<Version> found =
        switch (reference) {
          case Reference.Tag(String tag) -> byTag(tag);
          case Reference.ByDigest(Digest digest) -> byDigest(digest);
        };
    found
        .filter(version -> version.state() != Version.State.READY)
        .ifPresent(
            version -> {
              throw denied(version);
            });
    return found;
  }

  static ServerFault denied(Version version) {
    String why =
        switch (version.state()) {
          case PENDING -> "its checks still run";
          case FAILED -> "its bytes failed " + version.why();
          case REVOKED -> "it was revoked: " + version.why();
          case ERASED -> "it was erased: " + version.why();
          case READY -> "it is";
        };
    return OciProblem.DENIED.because(
        "expected a ready version, found that %s is %s, %s; what is in quarantine stays there"
            .formatted(version.id(), version.state().name(), why));
  }

  private Optional<Version> byTag(String tag) {
    if (NUMBER.matcher(tag).matches()) {
      return Optional.ofNullable(state.versions().get(new VersionId(model, Long.parseLong(tag))));
    }
    if (state.environments().containsKey(tag)) {
      return running(tag);
    }
    return state.of(model).reversed().stream()
        .filter(version -> wasPushedAs(version, tag))
        .filter(version -> version.state() != Version.State.PENDING)
        .findFirst()
        .or(() -> pendingAs(tag))
        .or(() -> tag.equals(LATEST) ? newestReady() : Optional.empty());
  }

  private Optional<Version> pendingAs(String tag) {
    return state.of(model).reversed().stream()
        .filter(version -> wasPushedAs(version, tag))
        .findFirst();
  }

  private Optional<Version> newestReady() {
    return state.of(model).reversed().stream()
        .filter(version -> version.state() == Version.State.READY)
        .findFirst();
  }

  private Optional<Version> running(String environment) {
    return state.environment(environment).current().stream()
        .flatMap(now -> now.versions().stream())
        .filter(id -> id.asset().equals(model))
        .findFirst()
        .map(state::version);
  }

  private Optional<Version> byDigest(Digest digest) {
    Optional<Version> other = Optional.empty();
    for (Version version : state.of(model).reversed()) {
      if (manifest(version).equals(digest)) {
        if (version.state() == Version.State.READY) {
          return Optional.of(version);
        }
        other = other.isPresent() ? other : Optional.of(version);
      }
    }
    return other;
  }

  /// The version of an earlier push of the same manifest under the same name, if it still counts.
  Optional<Version> again(String reference, Digest manifest) {
    return state.of(model).reversed().stream()
        .filter(version -> wasPushedAs(version, reference))
        .findFirst()
        .filter(version -> manifest(version).equals(manifest))
        .filter(
            version ->
                version.state() == Version.State.READY || version.state() == Version.State.PENDING);
  }

  /// A ready version of the system with a file of that digest; access is by system.
  Optional<Version> holder(Digest digest) {
    return state.versions().values().stream()
        .filter(version -> version.state() == Version.State.READY)
        .filter(version -> version.content().everyDigest().contains(digest))
        .findFirst();
  }

  /// Why a tag cannot be pushed; empty when it can.
  Optional<String> taken(String tag) {
    if (NUMBER.matcher(tag).matches()) {
      return Optional.of("a number, which names a version; the next gets its own");
    }
    return state.environments().containsKey(tag)
        ? Optional.of("an environment, which is moved by promotion through its gate")
        : Optional.empty();
  }

  /// The tags that resolve now, in the order of their bytes.
  NavigableSet<String> tags() {
    NavigableSet<String> tags = new TreeSet<>();
    for (Version version : state.of(model)) {
      if (version.state() == Version.State.READY) {
        tags.add(Long.toString(version.id().number()));
        pushed(version)
            .map(RegistryEvent.Lineage::name)
            .filter(name -> Reference.TAG.matcher(name).matches())
            .filter(this::resolves)
            .ifPresent(tags::add);
      }
    }
    state.environments().keySet().stream().filter(this::resolves).forEach(tags::add);
    if (resolves(LATEST)) {
      tags.add(LATEST);
    }
    return tags;
  }

  private boolean resolves(String tag) {
    return byTag(tag).filter(version -> version.state() == Version.State.READY).isPresent();
  }

  /// The bytes of a manifest that was not sent by a client.
  static Bytes made(Version version) {
    return OciManifest.of(version.content());
  }
}
