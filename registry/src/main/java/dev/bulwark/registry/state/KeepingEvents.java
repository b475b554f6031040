package dev.bulwark.registry.state;

import static dev.bulwark.registry.state.Ground.NEEDED;

import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.registry.event.RegistryEvent;
import dev.bulwark.registry.event.Request;
import java.util.List;
import java.util.Optional;

/// What the ledger says of how long versions stay.
final class KeepingEvents {
  private final Claims claims;
  private final VersionEvents versions;
  private final EnvironmentEvents environments;
  private final ChannelEvents channels;
  private Keeping keeping = Keeping.NOTHING;

  KeepingEvents(
      Claims claims,
      VersionEvents versions,
      EnvironmentEvents environments,
      ChannelEvents channels) {
    this.claims = claims;
    this.versions = versions;
    this.environments = environments;
    this.channels = channels;
  }

  Keeping all() {
    return keeping;
  }

  /// By a person's wish, or by the rule of retention in force, which must say so at this moment.
  void erased(At at, RegistryEvent.Erased event) {
    Version version = versions.standing(event.version());
    Needs needs =
        new Needs(versions.all(), environments.all().values(), channels.all().values(), keeping);
    Optional<Keeping.Rule> rule =
        keeping.rule(event.version().asset()).filter(it -> it.event().equals(event.request()));
    Optional<String> why =
        rule.isPresent()
            ? needs.against(version, rule.get(), at.received())
            : needs.against(version.id());
    NEEDED.require(why.isEmpty(), why.orElse(""));
    if (rule.isEmpty()) {
      versions.asked(at, event.request(), Request.Ask.ERASE, "", 0, List.of(version.id()));
    }
    versions.all().put(version.id(), version.in(Version.State.ERASED, event.reason()));
    environments.blockEverywhere(version.id(), "erased");
  }

  void set(At at, RegistryEvent.RetentionSet event) {
    Request wanted = new Request(Request.Ask.RETAIN, "", 0, List.of(), "");
    List<Digest> signed = List.of(event.retention().digest());
    String by = claims.person(event.request(), at, wanted, signed).held();
    keeping = keeping.with(new Keeping.Rule(event.retention(), by, at.received(), at.reference()));
  }

  void held(At at, RegistryEvent.Held event) {
    versions.standing(event.version());
    Request.Ask ask = event.held() ? Request.Ask.HOLD : Request.Ask.RELEASE;
    versions.asked(at, event.request(), ask, "", 0, List.of(event.version()));
    keeping =
        keeping.holding(event.version(), Optional.of(event.reason()).filter(_ -> event.held()));
  }
}
