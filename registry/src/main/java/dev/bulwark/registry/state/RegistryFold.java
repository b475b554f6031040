package dev.bulwark.registry.state;

import dev.bulwark.control.gate.RecordedDecision;
import dev.bulwark.control.policy.GateName;
import dev.bulwark.evidence.Evidence;
import dev.bulwark.evidence.PredicateType;
import dev.bulwark.evidence.Roster;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.registry.RegistryFault;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.event.Reference;
import dev.bulwark.registry.event.RegistryEvent;
import dev.bulwark.registry.event.Request;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Walks the ledger and keeps what counts.
final class RegistryFold {
  private final SortedMap<VersionId, Version> versions = new TreeMap<>();
  private final SequencedMap<String, Environment> environments = new LinkedHashMap<>();
  private final List<RegistryState.Discounted> discounted = new ArrayList<>();
  private final List<RegistryState.Refusal> refusals = new ArrayList<>();
  private final Claims claims;
  private Keeping keeping = Keeping.NOTHING;

  private RegistryFold(Roster roster) {
    this.claims = new Claims(roster);
  }

  static RegistryState of(List<Evidence> ledger, Instant asOf) {
    return walked(ledger, asOf).state(asOf);
  }

  /// Whether an event would count if the ledger took it in now: empty, or why it would not.
  static Optional<String> objection(List<Evidence> ledger, Instant now, RegistryEvent event) {
    RegistryFold fold = walked(ledger, now);
    long next = ledger.stream().mapToLong(Evidence::index).max().orElse(-1) + 1;
    Digest nothing = Digest.of(Bytes.EMPTY);
    try {
      fold.apply(new At(new Reference(next, nothing), now), event);
      return Optional.empty();
    } catch (Breaks breaks) {
      return Optional.of(breaks.why());
    }
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
    return new RegistryState(versions, environments, keeping, discounted, refusals, asOf);
  }

  /// An event that breaks a rule, at the point where it does.
  private static final class Breaks extends RuntimeException {
    Breaks(String why) {
      super(why, null, false, false);
    }

    String why() {
      return String.valueOf(getMessage());
    }
  }

  /// Where an event stands in the ledger, or would stand.
  record At(Reference reference, Instant received) {
    static At of(Evidence evidence) {
      return new At(Reference.to(evidence), evidence.received());
    }
  }

  private void take(Evidence evidence) {
    if (evidence.statement().predicateType().equals(PredicateType.REGISTRY)) {
      try {
        require(claims.isJudges(evidence), "it is not signed by a judge whose key counts");
        apply(At.of(evidence), RegistryEvent.parse(evidence.statement().predicate()));
      } catch (Breaks breaks) {
        discounted.add(new RegistryState.Discounted(evidence.index(), breaks.why()));
      } catch (RegistryFault malformed) {
        discounted.add(
            new RegistryState.Discounted(evidence.index(), String.valueOf(malformed.getMessage())));
      }
    }
    claims.see(evidence);
  }

  private void apply(At at, RegistryEvent event) {
    switch (event) {
      case RegistryEvent.Pushed e -> pushed(at, e);
      case RegistryEvent.Examined e -> examined(e);
      case RegistryEvent.Revoked e -> {
        Version version = standing(e.version());
        asked(at, e.request(), Request.Ask.REVOKE, "", 0, List.of(e.version()));
        versions.put(e.version(), version.in(Version.State.REVOKED, e.reason()));
      }
      case RegistryEvent.EnvironmentAdded e -> added(at, e);
      case RegistryEvent.Deployed e -> deployed(at, e);
      case RegistryEvent.Verified e -> {
        Environment environment = environment(e.environment());
        require(
            e.generation() >= 1 && e.generation() <= environment.generation(),
            "the environment has no such generation");
        Deployment then = environment.deployments().get((int) e.generation() - 1);
        put(environment.replacing(then.with(e.result())));
      }
      case RegistryEvent.Freed e -> {
        asked(at, e.request(), Request.Ask.FREE, e.environment(), 0, List.of(e.version()));
        put(environment(e.environment()).blocking(e.version(), Optional.empty()));
      }
      case RegistryEvent.Erased e -> erased(at, e);
      case RegistryEvent.RetentionSet e -> {
        Request wanted = new Request(Request.Ask.RETAIN, "", 0, List.of(), "");
        List<Digest> signed = List.of(e.retention().digest());
        String by = holds(claims.person(e.request(), at, wanted, signed));
        keeping = keeping.with(new Keeping.Rule(e.retention(), by, at.received(), at.reference()));
      }
      case RegistryEvent.Held e -> {
        standing(e.version());
        Request.Ask ask = e.held() ? Request.Ask.HOLD : Request.Ask.RELEASE;
        asked(at, e.request(), ask, "", 0, List.of(e.version()));
        keeping = keeping.holding(e.version(), Optional.of(e.reason()).filter(_ -> e.held()));
      }
      case RegistryEvent.Refused e ->
          refusals.add(new RegistryState.Refusal(at.reference().index(), at.received(), e));
    }
  }

  private void pushed(At at, RegistryEvent.Pushed event) {
    VersionId id = event.version();
    List<Version> before =
        versions.values().stream().filter(v -> v.id().asset().equals(id.asset())).toList();
    require(id.number() == before.size() + 1L, "it is not the next version of its asset");
    require(
        before.stream().allMatch(v -> v.kind() == event.kind()), "its asset is of another kind");
    Request wanted = new Request(Request.Ask.PUSH, "", 0, List.of(id), "");
    String by =
        holds(claims.person(event.request(), at, wanted, List.of(event.content().digest())));
    versions.put(
        id,
        new Version(
            id,
            event.kind(),
            event.content(),
            event.list(),
            event.lineage(),
            by,
            at.received(),
            Version.State.PENDING,
            "",
            at.reference(),
            Optional.empty()));
  }

  private void examined(RegistryEvent.Examined event) {
    Version version = standing(event.version());
    require(version.state() != Version.State.REVOKED, "the version is revoked");
    require(
        version.content().digest().equals(event.content()),
        "what was examined is not what was pushed");
    boolean ready = event.result() == RegistryEvent.Examined.Standing.READY;
    require(!ready || event.failed().isEmpty(), "it is called ready and names rules that failed");
    versions.put(event.version(), version.after(event));
  }

  /// By a person's wish, or by the rule of retention in force, which must say so at this moment.
  private void erased(At at, RegistryEvent.Erased event) {
    Version version = standing(event.version());
    Needs needs = new Needs(versions, environments.values(), keeping);
    Optional<Keeping.Rule> rule =
        keeping.rule(event.version().asset()).filter(it -> it.event().equals(event.request()));
    Optional<String> why =
        rule.isPresent()
            ? needs.against(version, rule.get(), at.received())
            : needs.against(version.id());
    require(why.isEmpty(), why.orElse(""));
    if (rule.isEmpty()) {
      asked(at, event.request(), Request.Ask.ERASE, "", 0, List.of(version.id()));
    }
    versions.put(version.id(), version.in(Version.State.ERASED, event.reason()));
  }

  /// A version of which something can still be said.
  private Version standing(VersionId id) {
    Version version = version(id);
    require(version.state() != Version.State.ERASED, "the version is erased");
    return version;
  }

  private void added(At at, RegistryEvent.EnvironmentAdded event) {
    require(VersionId.isAsset(event.environment()), "its name is none");
    require(!environments.containsKey(event.environment()), "it is there already");
    GateName gate =
        Arrays.stream(GateName.values())
            .filter(each -> each.word().equals(event.gate()))
            .findFirst()
            .orElseThrow(() -> new Breaks("no gate is called that"));
    if (!event.after().isEmpty()) {
      environment(event.after());
    }
    asked(at, event.request(), Request.Ask.ADD_ENVIRONMENT, event.environment(), 0, List.of());
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

  private void deployed(At at, RegistryEvent.Deployed event) {
    Environment environment = environment(event.environment());
    require(
        event.generation() == environment.generation() + 1,
        "its generation is not the one after the last");
    SortedSet<VersionId> release = new TreeSet<>(event.grants().keySet());
    String by =
        asked(
            at,
            event.request(),
            ask(event.kind()),
            event.environment(),
            environment.generation(),
            release);
    Optional<RecordedDecision> decision =
        switch (event.kind()) {
          case SUSPENSION -> {
            require(release.isEmpty(), "a suspension runs nothing");
            yield Optional.empty();
          }
          case PROMOTION -> {
            release.forEach(id -> requireCameBy(environment, id));
            yield Optional.of(decided(at, event, environment, release));
          }
          case ROLLBACK -> {
            require(
                environment.deployments().stream()
                    .anyMatch(then -> then.isGood() && then.versions().equals(release)),
                "no earlier release that was found good is that");
            yield Optional.of(decided(at, event, environment, release));
          }
        };
    Environment next = environment;
    if (event.kind() == RegistryEvent.Deployed.Kind.ROLLBACK) {
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
                at.reference(),
                Optional.empty())));
  }

  private static SortedSet<VersionId> takenOut(
      Environment environment, SortedSet<VersionId> release) {
    SortedSet<VersionId> out = new TreeSet<>();
    environment.current().ifPresent(now -> out.addAll(now.versions()));
    out.removeAll(release);
    return out;
  }

  private static Request.Ask ask(RegistryEvent.Deployed.Kind kind) {
    return switch (kind) {
      case PROMOTION -> Request.Ask.PROMOTE;
      case ROLLBACK -> Request.Ask.ROLLBACK;
      case SUSPENSION -> Request.Ask.SUSPEND;
    };
  }

  /// A version comes by way of the environment before, where it was found good.
  private void requireCameBy(Environment environment, VersionId id) {
    require(
        !environment.blocked().containsKey(id),
        id + " is blocked in " + environment.name() + " until somebody frees it");
    environment
        .after()
        .map(this::environment)
        .ifPresent(
            before ->
                require(
                    before.provedItselfHere(id),
                    "%s did not prove itself in %s".formatted(id, before.name())));
  }

  private RecordedDecision decided(
      At at, RegistryEvent.Deployed event, Environment environment, SortedSet<VersionId> release) {
    require(!release.isEmpty(), "a release holds at least one version");
    release.forEach(
        id ->
            require(
                version(id).state() == Version.State.READY,
                "%s is %s, not ready".formatted(id, version(id).state().name())));
    Reference reference =
        event.decision().orElseThrow(() -> new Breaks("no decision stands behind it"));
    Set<Digest> bytes =
        release.stream()
            .flatMap(id -> version(id).content().digests().stream())
            .collect(Collectors.toUnmodifiableSet());
    return holds(claims.decision(reference, at, environment.gate(), bytes));
  }

  private String asked(
      At at,
      Reference request,
      Request.Ask ask,
      String environment,
      long generation,
      Iterable<VersionId> about) {
    List<VersionId> ids = new ArrayList<>();
    about.forEach(ids::add);
    List<Digest> contents = ids.stream().map(id -> version(id).content().digest()).toList();
    return holds(
        claims.person(request, at, new Request(ask, environment, generation, ids, ""), contents));
  }

  private static <T> T holds(Claims.Claim<T> claim) {
    return switch (claim) {
      case Claims.Claim.Holds<T>(T value) -> value;
      case Claims.Claim.Fails<T>(String why) -> throw new Breaks(why);
    };
  }

  private Version version(VersionId id) {
    return Optional.ofNullable(versions.get(id)).orElseThrow(() -> new Breaks("there is no " + id));
  }

  private Environment environment(String name) {
    return Optional.ofNullable(environments.get(name))
        .orElseThrow(() -> new Breaks("there is no environment " + name));
  }

  private void put(Environment environment) {
    environments.put(environment.name(), environment);
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new Breaks(otherwise);
    }
  }
}
