package dev.bulwark.registry.state;

import static dev.bulwark.registry.state.Ground.ABSENT;
import static dev.bulwark.registry.state.Ground.DECISION;
import static dev.bulwark.registry.state.Ground.EXAMINED;
import static dev.bulwark.registry.state.Ground.PROOF;
import static dev.bulwark.registry.state.Ground.RETURN;
import static dev.bulwark.registry.state.Ground.WAY;

import dev.bulwark.control.gate.RecordedDecision;
import dev.bulwark.control.policy.GateName;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.event.Canary;
import dev.bulwark.registry.event.Reference;
import dev.bulwark.registry.event.RegistryEvent;
import dev.bulwark.registry.event.RegistryEvent.Deployed.Kind;
import dev.bulwark.registry.event.Request;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What the ledger says of environments, and of what runs there.
final class EnvironmentEvents {
  private final SequencedMap<String, Environment> environments = new LinkedHashMap<>();
  private final Claims claims;
  private final VersionEvents versions;
  private final ChannelEvents channels;

  EnvironmentEvents(Claims claims, VersionEvents versions, ChannelEvents channels) {
    this.claims = claims;
    this.versions = versions;
    this.channels = channels;
  }

  SequencedMap<String, Environment> all() {
    return environments;
  }

  Environment environment(String name) {
    return Optional.ofNullable(environments.get(name))
        .orElseThrow(() -> ABSENT.breaks("there is no environment " + name));
  }

  void added(At at, RegistryEvent.EnvironmentAdded event) {
    ABSENT.require(VersionId.isAsset(event.environment()), "its name is none");
    WAY.require(!environments.containsKey(event.environment()), "it is there already");
    GateName gate =
        Arrays.stream(GateName.values())
            .filter(each -> each.word().equals(event.gate()))
            .findFirst()
            .orElseThrow(() -> ABSENT.breaks("no gate is called that"));
    if (!event.after().isEmpty()) {
      environment(event.after());
    }
    versions.asked(
        at, event.request(), Request.Ask.ADD_ENVIRONMENT, event.environment(), 0, List.of());
    put(
        new Environment(
            event.environment(),
            gate,
            Optional.of(event.after()).filter(after -> !after.isEmpty()),
            event.key(),
            event.separation(),
            at.received(),
            List.of(),
            new TreeMap<>(),
            at.reference()));
  }

  void deployed(At at, RegistryEvent.Deployed event) {
    Environment environment = environment(event.environment());
    WAY.require(
        event.generation() == environment.generation() + 1,
        "its generation is not the one after the last");
    SortedSet<VersionId> release = new TreeSet<>(event.grants().keySet());
    Canaries.requireFits(environment, event, release);
    Optional<Channel> channel = channels.behind(event.request());
    String by =
        channel.isPresent()
            ? ordered(at, event, channel.get(), environment, release)
            : asked(at, event, environment, List.copyOf(release));
    Optional<RecordedDecision> decision = allowed(at, event, environment, release);
    Environment next = environment;
    if (event.kind() == Kind.ROLLBACK) {
      for (VersionId out : takenOut(environment, release)) {
        next = next.blocking(out, Optional.of(event.reason()));
      }
    }
    put(
        next.with(
            new Deployment(
                event.generation(),
                event.kind(),
                event.grants(),
                at.received(),
                decision.map(RecordedDecision::expires),
                by,
                event.reason(),
                event.decision(),
                channel.map(Channel::name),
                at.reference(),
                event.canary(),
                Optional.empty())));
  }

  /// A move under a channel's standing order, which is held to more than a person is.
  private String ordered(
      At at,
      RegistryEvent.Deployed event,
      Channel channel,
      Environment environment,
      SortedSet<VersionId> release) {
    String by = channels.moves(at, channel, event);
    StandingOrder order = new StandingOrder(channel, environment, at.received());
    if (event.kind() == Kind.ROLLBACK) {
      order.requireReturn(release);
    } else if (order.isCompleted(release)) {
      order.requireCompletion(event.canary());
    } else {
      order.requireShare(event.canary());
      Version version = versions.version(order.requireOwnAssetUpwards(release));
      order.requireBrought(version);
      channel
          .terms()
          .before(environment.name())
          .ifPresent(before -> order.requireSoaked(version.id(), environment(before)));
    }
    return by;
  }

  private String asked(
      At at, RegistryEvent.Deployed event, Environment environment, List<VersionId> release) {
    Request.Ask ask =
        switch (event.kind()) {
          case PROMOTION -> Request.Ask.PROMOTE;
          case ROLLBACK -> Request.Ask.ROLLBACK;
          case SUSPENSION -> Request.Ask.SUSPEND;
        };
    return versions.asked(
        at,
        event.request(),
        new Request(
            ask,
            event.environment(),
            environment.generation(),
            release,
            "",
            event.canary().map(Canary::share).orElse(Canary.WHOLE)));
  }

  /// The decision that lets it be; none for a suspension.
  private Optional<RecordedDecision> allowed(
      At at, RegistryEvent.Deployed event, Environment environment, SortedSet<VersionId> release) {
    return switch (event.kind()) {
      case SUSPENSION -> {
        WAY.require(release.isEmpty(), "a suspension runs nothing");
        yield Optional.empty();
      }
      case PROMOTION -> {
        ready(release).forEach(version -> requireCameBy(environment, version.id()));
        yield Optional.of(decided(at, event, environment, release));
      }
      case ROLLBACK -> {
        RETURN.require(
            environment.deployments().stream()
                .anyMatch(
                    then -> then.isGood() && !then.isCanary() && then.versions().equals(release)),
            "no earlier release of all nodes that was found good is that");
        release.forEach(id -> requireFree(environment, id));
        yield Optional.of(decided(at, event, environment, release));
      }
    };
  }

  private static SortedSet<VersionId> takenOut(
      Environment environment, SortedSet<VersionId> release) {
    SortedSet<VersionId> out = environment.versions();
    out.removeAll(release);
    return out;
  }

  private List<Version> ready(SortedSet<VersionId> release) {
    List<Version> all = release.stream().map(versions::version).toList();
    all.forEach(
        version ->
            EXAMINED.require(
                version.state() == Version.State.READY,
                "%s is %s, not ready".formatted(version.id(), version.state().name())));
    return all;
  }

  /// A version comes by way of the environment before, where it was found good.
  private void requireCameBy(Environment environment, VersionId id) {
    requireFree(environment, id);
    environment
        .after()
        .map(this::environment)
        .ifPresent(
            before ->
                PROOF.require(
                    before.provedItselfHere(id),
                    "%s did not prove itself in %s".formatted(id, before.name())));
  }

  private static void requireFree(Environment environment, VersionId id) {
    RETURN.require(
        !environment.blocked().containsKey(id),
        id + " is blocked in " + environment.name() + " until somebody frees it");
  }

  private RecordedDecision decided(
      At at, RegistryEvent.Deployed event, Environment environment, SortedSet<VersionId> release) {
    WAY.require(!release.isEmpty(), "a release holds at least one version");
    List<Version> all = ready(release);
    Reference reference =
        event.decision().orElseThrow(() -> DECISION.breaks("no decision stands behind it"));
    Set<Digest> bytes =
        all.stream()
            .flatMap(version -> version.content().digests().stream())
            .collect(Collectors.toUnmodifiableSet());
    return claims.decision(reference, at, environment.gate(), bytes).held();
  }

  void verified(At at, RegistryEvent.Verified event) {
    Environment environment = environment(event.environment());
    ABSENT.require(
        event.generation() >= 1 && event.generation() <= environment.generation(),
        "the environment has no such generation");
    Deployment then = environment.deployments().get((int) event.generation() - 1);
    event.request().ifPresent(request -> requireSaid(at, request, event));
    requireStands(then, event);
    Deployment.Look look = new Deployment.Look(event.result(), at.received(), event.reason());
    put(environment.replacing(then.with(look)));
  }

  /// Bad stands whoever says it. Good says the judge of what was not found bad, a person only of
  /// what the judge found good.
  private static void requireStands(Deployment then, RegistryEvent.Verified event) {
    boolean stands =
        switch (event.result()) {
          case BAD -> true;
          case GOOD -> event.request().isPresent() ? then.isGood() : !then.isBad();
        };
    PROOF.require(
        stands, "a good word does not stand against what was found bad or was not looked at");
  }

  private void requireSaid(At at, Reference request, RegistryEvent.Verified event) {
    Request wanted =
        new Request(Request.Ask.WATCH, event.environment(), event.generation(), List.of(), "");
    claims.person(request, at, wanted, List.of(event.finding())).held();
  }

  void freed(At at, RegistryEvent.Freed event) {
    Version.State state = versions.version(event.version()).state();
    RETURN.require(
        state != Version.State.REVOKED && state != Version.State.ERASED,
        "the version is revoked or erased");
    versions.asked(
        at, event.request(), Request.Ask.FREE, event.environment(), 0, List.of(event.version()));
    put(environment(event.environment()).blocking(event.version(), Optional.empty()));
  }

  /// A version that is no more is nothing to go back to, wherever it ran.
  void blockEverywhere(VersionId version, String reason) {
    environments.replaceAll(
        (_, environment) ->
            environment.ran(version)
                ? environment.blocking(version, Optional.of(reason))
                : environment);
  }

  private void put(Environment environment) {
    environments.put(environment.name(), environment);
  }
}
