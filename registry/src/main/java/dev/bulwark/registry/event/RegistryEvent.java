package dev.bulwark.registry.event;

import dev.bulwark.evidence.PredicateType;
import dev.bulwark.evidence.Statement;
import dev.bulwark.evidence.json.Members;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.registry.AssetKind;
import dev.bulwark.registry.Content;
import dev.bulwark.registry.RegistryFault;
import dev.bulwark.registry.Retention;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.channel.ReleaseNumber;
import dev.bulwark.registry.channel.Terms;
import dev.bulwark.registry.seal.KeyPlace;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// One change of the registry, signed by the judge: the predicate of type {@link
/// PredicateType#REGISTRY}.
///
/// A member `event` names the kind; the others are those of the record, named alike. Members of
/// other names are refused. Whether an event counts is {@link
/// dev.bulwark.registry.state.RegistryState}'s word, not its own.
public sealed interface RegistryEvent {

  /// A version was sealed and may be examined: Pending.
  ///
  /// @param list the name of its packing list in the store
  /// @param namedKey where its wrapped key lies; events of before name none
  /// @param arrival how it came, when no person pushed it
  /// @param request the person's wish, or the standing order of its channel
  record Pushed(
      VersionId version,
      AssetKind kind,
      Content content,
      String list,
      Optional<KeyPlace> namedKey,
      List<Lineage> lineage,
      Optional<Arrival> arrival,
      Reference request)
      implements RegistryEvent {
    public Pushed {
      lineage = List.copyOf(lineage);
    }

    /// Where its wrapped key lies.
    public KeyPlace key() {
      return namedKey.orElseGet(() -> KeyPlace.ofVersion(version.toString()));
    }

    /// With its key at the place of before.
    public Pushed(
        VersionId version,
        AssetKind kind,
        Content content,
        String list,
        List<Lineage> lineage,
        Optional<Arrival> arrival,
        Reference request) {
      this(version, kind, content, list, Optional.empty(), lineage, arrival, request);
    }

    /// What a person pushed, with its key at the place of before.
    public Pushed(
        VersionId version,
        AssetKind kind,
        Content content,
        String list,
        List<Lineage> lineage,
        Reference request) {
      this(version, kind, content, list, lineage, Optional.empty(), request);
    }
  }

  /// How a version came by a channel.
  ///
  /// @param number the publisher's
  /// @param signature the digest of the publisher's signature file
  /// @param publisher the digest of the public key that made it
  record Arrival(String channel, ReleaseNumber number, Digest signature, Digest publisher) {}

  /// What a version comes from.
  ///
  /// @param relation such as `trained-on`, `derived-from`, `built-by`
  /// @param name a version of this registry, or what people call it elsewhere
  record Lineage(String relation, String name, Digest digest) {}

  /// Every check ran over the stored bytes: Ready, or Failed and kept in quarantine.
  ///
  /// @param content the digest of what was read back from the store
  /// @param runs the evidence
  /// @param failed the rules that failed or could not be decided
  record Examined(
      VersionId version, Digest content, Standing result, List<Reference> runs, List<String> failed)
      implements RegistryEvent {
    public enum Standing {
      READY,
      FAILED
    }

    public Examined {
      runs = List.copyOf(runs);
      failed = List.copyOf(failed);
    }
  }

  /// A version is withdrawn for good.
  record Revoked(VersionId version, String reason, Reference request) implements RegistryEvent {}

  /// There is a new place to run, with its own key.
  ///
  /// @param gate the word of the gate that must allow what goes there
  /// @param after the environment a version must have been in before; empty for the first
  /// @param key the public half of its key
  record EnvironmentAdded(
      String environment,
      String gate,
      String after,
      Json.Obj key,
      Separation separation,
      Reference request)
      implements RegistryEvent {}

  /// What an environment has to itself.
  ///
  /// @param credentials what names the account it runs under; empty when nobody said
  /// @param store where it keeps what it opens; empty when nobody said
  /// @param hosts the machines it runs on
  /// @param data the gravest class of data in it: `synthetic`, `anonymous`, `production`; empty
  ///   when nobody said
  record Separation(String credentials, String store, SortedSet<String> hosts, String data) {
    public Separation {
      hosts = Collections.unmodifiableSortedSet(new TreeSet<>(hosts));
    }
  }

  /// An environment runs another release from here on.
  ///
  /// @param generation one more than the last; the first is 1
  /// @param grants the digest of the sealed data key of each version; its names are the release,
  ///   and there is none in a suspension
  /// @param decision the gate's decision; none in a suspension
  /// @param canary its share, and what it runs beside; empty when all nodes run it
  record Deployed(
      String environment,
      long generation,
      Kind kind,
      SortedMap<VersionId, Digest> grants,
      Optional<Reference> decision,
      Reference request,
      String reason,
      Optional<Canary> canary)
      implements RegistryEvent {
    /// For all nodes.
    public Deployed(
        String environment,
        long generation,
        Kind kind,
        SortedMap<VersionId, Digest> grants,
        Optional<Reference> decision,
        Reference request,
        String reason) {
      this(environment, generation, kind, grants, decision, request, reason, Optional.empty());
    }

    /// How it came about. A rollback blocks what it takes out from coming back.
    public enum Kind {
      PROMOTION,
      ROLLBACK,
      SUSPENSION
    }

    public Deployed {
      grants = Collections.unmodifiableSortedMap(new TreeMap<>(grants));
    }
  }

  /// What came of looking at a deployment after it was made.
  ///
  /// @param request the person who says so; empty when the judge looked
  record Verified(
      String environment,
      long generation,
      Result result,
      String reason,
      Optional<Reference> request)
      implements RegistryEvent {
    public enum Result {
      GOOD,
      BAD
    }

    /// What the judge found.
    public Verified(String environment, long generation, Result result, String reason) {
      this(environment, generation, result, reason, Optional.empty());
    }

    /// The same, on a person's word.
    public Verified by(Reference person) {
      return new Verified(environment, generation, result, reason, Optional.of(person));
    }

    /// Names what a person signs who says so.
    public Digest finding() {
      return Digest.of(
          Json.object()
              .put("environment", environment)
              .put("generation", generation)
              .put("result", EventJson.word(result))
              .put("reason", reason)
              .build()
              .canonicalBytes());
    }
  }

  /// From here on a channel may do what its terms say, without being asked again.
  ///
  /// @param request a person's, signed over the digest of the terms: the standing order
  record ChannelOpened(Terms terms, Reference request) implements RegistryEvent {}

  /// A channel does nothing any more.
  record ChannelClosed(String channel, Reference request) implements RegistryEvent {}

  /// A channel's source was looked at. Not every look is put on record: the first, one after half a
  /// day, and one that came out otherwise than the last.
  ///
  /// @param problem what was wrong; empty when the source answered and holds nothing it should not
  /// @param changed versions whose release has another signature by now than when it was taken in
  record Looked(String channel, String problem, List<VersionId> changed) implements RegistryEvent {
    public Looked {
      changed = List.copyOf(changed);
    }
  }

  /// Somebody freed, by name, a version that a rollback took out of an environment.
  record Freed(String environment, VersionId version, Reference request) implements RegistryEvent {}

  /// A version's bytes are destroyed for good; what the ledger says of it stays.
  ///
  /// @param request a person's wish, or the rule of retention under which it goes
  record Erased(VersionId version, String reason, Reference request) implements RegistryEvent {}

  /// How long versions are kept from here on; takes the place of the rule for the same asset.
  record RetentionSet(Retention retention, Reference request) implements RegistryEvent {}

  /// A version is put on legal hold, or released from it: while it is held nobody can erase it.
  record Held(VersionId version, boolean held, String reason, Reference request)
      implements RegistryEvent {}

  /// Somebody asked for what is not to be, and was told so.
  ///
  /// @param environment empty when it concerned none
  /// @param reasons for people, at least one
  /// @param controls the controls that stand against it; empty when it is not theirs
  record Refused(
      Request.Ask ask,
      String environment,
      List<VersionId> versions,
      List<String> reasons,
      List<String> controls)
      implements RegistryEvent {
    public Refused {
      versions = List.copyOf(versions);
      reasons = List.copyOf(reasons);
      controls = List.copyOf(controls);
    }
  }

  /// The event as the statement the judge signs.
  ///
  /// @param about the contents it concerns; the event itself when there are none
  default Statement statement(List<Subject> about) {
    Json.Obj predicate = EventWriter.json(this);
    return new Statement(
        about.isEmpty()
            ? List.of(new Subject("event", Digest.of(predicate.canonicalBytes())))
            : about,
        PredicateType.REGISTRY,
        predicate);
  }

  /// @throws RegistryFault `registry-event-malformed`
  static RegistryEvent parse(Json.Obj predicate) {
    return EventReader.read(Members.of(RegistryFault.EVENT_MALFORMED, predicate));
  }
}
