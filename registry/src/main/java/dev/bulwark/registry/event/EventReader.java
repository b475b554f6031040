package dev.bulwark.registry.event;

import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.evidence.json.Members;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.registry.AssetKind;
import dev.bulwark.registry.RegistryFault;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.channel.ReleaseNumber;
import dev.bulwark.registry.channel.Terms;
import dev.bulwark.registry.seal.KeyPlace;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// JSON to events, strictly.
final class EventReader {
  private EventReader() {}

  /// @throws RegistryFault `registry-event-malformed`
  static RegistryEvent read(Members event) {
    try {
      return switch (event.text("event")) {
        case "pushed" -> pushed(event);
        case "examined" -> examined(event);
        case "revoked" -> {
          event.only("event", "version", "reason", "request");
          yield new RegistryEvent.Revoked(
              EventJson.version(event, "version"), event.text("reason"), request(event));
        }
        case "environment-added" -> environment(event);
        case "deployed" -> deployed(event);
        case "verified" -> {
          event.only("event", "environment", "generation", "result", "reason", "request");
          yield new RegistryEvent.Verified(
              event.word("environment"),
              event.integer("generation"),
              EventJson.word(event, "result", RegistryEvent.Verified.Result.values()),
              event.text("reason"),
              event.has("request") ? Optional.of(request(event)) : Optional.empty());
        }
        case "freed" -> {
          event.only("event", "environment", "version", "request");
          yield new RegistryEvent.Freed(
              event.word("environment"), EventJson.version(event, "version"), request(event));
        }
        case "erased" -> {
          event.only("event", "version", "reason", "request");
          yield new RegistryEvent.Erased(
              EventJson.version(event, "version"), event.text("reason"), request(event));
        }
        case "retention-set" -> {
          event.only("event", "retention", "request");
          yield new RegistryEvent.RetentionSet(
              EventJson.retention(event.object("retention")), request(event));
        }
        case "held", "released" -> {
          event.only("event", "version", "reason", "request");
          yield new RegistryEvent.Held(
              EventJson.version(event, "version"),
              event.text("event").equals("held"),
              event.text("reason"),
              request(event));
        }
        case "refused" -> refused(event);
        case "channel-opened" -> {
          event.only("event", "terms", "request");
          yield new RegistryEvent.ChannelOpened(Terms.parse(event.object("terms")), request(event));
        }
        case "channel-closed" -> {
          event.only("event", "channel", "request");
          yield new RegistryEvent.ChannelClosed(event.word("channel"), request(event));
        }
        case "looked" -> {
          event.only("event", "channel", "problem", "changed");
          yield new RegistryEvent.Looked(
              event.word("channel"), event.text("problem"), EventJson.versions(event, "changed"));
        }
        default -> throw event.wrong("event", "an event of the registry");
      };
    } catch (EvidenceFault e) {
      throw new RegistryFault(RegistryFault.EVENT_MALFORMED, e.getMessage(), e);
    }
  }

  private static Reference request(Members event) {
    return Reference.parse(event.object("request"));
  }

  private static RegistryEvent pushed(Members event) {
    event.only("event", "version", "kind", "files", "list", "key", "lineage", "arrival", "request");
    return new RegistryEvent.Pushed(
        EventJson.version(event, "version"),
        AssetKind.parse(event.text("kind"))
            .orElseThrow(() -> event.wrong("kind", "a kind of asset")),
        EventJson.content(event, "files"),
        event.word("list"),
        event.has("key")
            ? Optional.of(
                KeyPlace.parse(event.text("key"))
                    .orElseThrow(() -> event.wrong("key", "the place of a wrapped key")))
            : Optional.empty(),
        event.objects("lineage").stream().map(EventReader::lineage).toList(),
        event.has("arrival") ? Optional.of(arrival(event.object("arrival"))) : Optional.empty(),
        request(event));
  }

  private static RegistryEvent.Arrival arrival(Members from) {
    from.only("channel", "number", "signature", "publisher");
    return new RegistryEvent.Arrival(
        from.word("channel"),
        ReleaseNumber.parse(from.text("number"))
            .orElseThrow(() -> from.wrong("number", "a number such as 1.10.2")),
        from.digest("signature"),
        from.digest("publisher"));
  }

  private static RegistryEvent.Lineage lineage(Members from) {
    from.only("relation", "name", "digest");
    return new RegistryEvent.Lineage(
        from.word("relation"), from.word("name"), from.digest("digest"));
  }

  private static RegistryEvent examined(Members event) {
    event.only("event", "version", "content", "result", "runs", "failed");
    return new RegistryEvent.Examined(
        EventJson.version(event, "version"),
        event.digest("content"),
        EventJson.word(event, "result", RegistryEvent.Examined.Standing.values()),
        EventJson.references(event, "runs"),
        event.object().texts("failed"));
  }

  private static RegistryEvent environment(Members event) {
    event.only("event", "environment", "gate", "after", "key", "separation", "request");
    Members separation = event.object("separation");
    separation.only("credentials", "store", "hosts", "data");
    return new RegistryEvent.EnvironmentAdded(
        event.word("environment"),
        event.word("gate"),
        event.text("after"),
        event.object("key").object(),
        new RegistryEvent.Separation(
            separation.text("credentials"),
            separation.text("store"),
            new TreeSet<>(separation.object().texts("hosts")),
            separation.text("data")),
        request(event));
  }

  private static RegistryEvent deployed(Members event) {
    event.only(
        "event",
        "environment",
        "generation",
        "kind",
        "grants",
        "decision",
        "request",
        "reason",
        "canary");
    Members grants = event.object("grants");
    SortedMap<VersionId, Digest> versions = new TreeMap<>();
    for (String name : grants.object().members().keySet()) {
      versions.put(
          VersionId.parse(name).orElseThrow(() -> event.wrong("grants", "versions as names")),
          grants.digest(name));
    }
    Optional<Reference> decision =
        event.has("decision")
            ? Optional.of(Reference.parse(event.object("decision")))
            : Optional.empty();
    return new RegistryEvent.Deployed(
        event.word("environment"),
        event.integer("generation"),
        EventJson.word(event, "kind", RegistryEvent.Deployed.Kind.values()),
        versions,
        decision,
        request(event),
        event.text("reason"),
        event.has("canary") ? Optional.of(Canary.parse(event.object("canary"))) : Optional.empty());
  }

  private static RegistryEvent refused(Members event) {
    event.only("event", "ask", "environment", "versions", "reasons", "controls");
    return new RegistryEvent.Refused(
        EventJson.word(event, "ask", Request.Ask.values()),
        event.text("environment"),
        EventJson.versions(event, "versions"),
        event.object().texts("reasons"),
        event.object().texts("controls"));
  }
}
