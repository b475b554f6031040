package dev.bulwark.registry.release;

import dev.bulwark.control.gate.Decision;
import dev.bulwark.control.gate.DecisionStatement;
import dev.bulwark.control.gate.Gate;
import dev.bulwark.control.gate.Obstacle;
import dev.bulwark.control.policy.Policy;
import dev.bulwark.control.status.Assessment;
import dev.bulwark.evidence.Evidence;
import dev.bulwark.evidence.EvidenceLog;
import dev.bulwark.evidence.keys.SigningKey;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.registry.RegistryFault;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.event.Reference;
import dev.bulwark.registry.event.RegistryEvent;
import dev.bulwark.registry.event.RegistryEvent.Deployed.Kind;
import dev.bulwark.registry.event.Request;
import dev.bulwark.registry.state.Deployment;
import dev.bulwark.registry.state.Environment;
import dev.bulwark.registry.state.RegistryState;
import dev.bulwark.registry.state.Version;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Moves environments: forward, back, or to a halt.
///
/// Each move is a person's signed request, the gate's decision made for it, a sealed data key, and
/// one event that counts or does not; the event is the last thing written, so a crash before it
/// leaves the environment as it was. What is refused is put on record with the controls that stand
/// against it.
public final class Releases {
  private final EvidenceLog log;
  private final SigningKey judge;
  private final String verifierId;
  private final Grants grants;
  private final InstantSource clock;

  /// @param verifierId a URI that identifies who decides
  public Releases(
      EvidenceLog log, SigningKey judge, String verifierId, Grants grants, InstantSource clock) {
    this.log = log;
    this.judge = judge;
    this.verifierId = verifierId;
    this.grants = grants;
    this.clock = clock;
  }

  /// What the registry holds now.
  public RegistryState state() {
    return RegistryState.at(log.all(), clock.instant());
  }

  /// Brings versions to an environment. Other assets it runs stay as they are.
  ///
  /// @param person whose key signs the request
  /// @throws RegistryFault `registry-unknown`, `registry-invalid`
  public Moved promote(
      String where, Collection<VersionId> versions, SigningKey person, String reason) {
    Environment environment = state().environment(where);
    Set<String> changed =
        versions.stream().map(VersionId::asset).collect(Collectors.toUnmodifiableSet());
    if (changed.isEmpty() || changed.size() != versions.size()) {
      throw new RegistryFault(
          RegistryFault.INVALID,
          "expected one version an asset, found " + versions + "; name each asset once");
    }
    NavigableSet<VersionId> release = new TreeSet<>(versions);
    environment
        .current()
        .ifPresent(
            now ->
                now.versions().stream()
                    .filter(id -> !changed.contains(id.asset()))
                    .forEach(release::add));
    return move(Kind.PROMOTION, Request.Ask.PROMOTE, environment, release, person, reason);
  }

  /// Takes an environment back. What is taken out of it does not come back until somebody frees it.
  ///
  /// @param to a release that ran there before and was found good; the last such one when empty
  /// @throws RegistryFault `registry-unknown`, `registry-conflict` when there is none
  public Moved rollback(String where, Optional<Long> to, SigningKey person, String reason) {
    Environment environment = state().environment(where);
    Deployment good = target(environment, to);
    return move(Kind.ROLLBACK, Request.Ask.ROLLBACK, environment, good.versions(), person, reason);
  }

  private static Deployment target(Environment environment, Optional<Long> to) {
    Optional<Deployment> target =
        to.isEmpty()
            ? environment.lastGood()
            : environment.deployments().stream()
                .filter(then -> then.generation() == to.get())
                .filter(Deployment::isGood)
                .findFirst();
    return target.orElseThrow(
        () ->
            new RegistryFault(
                RegistryFault.CONFLICT,
                "expected an earlier release of %s that was found good, found none; suspend it, or promote another version"
                    .formatted(environment.name())));
  }

  /// Stops an environment: nothing can be opened there until it is promoted to or taken back.
  public Moved suspend(String where, SigningKey person, String reason) {
    return move(
        Kind.SUSPENSION,
        Request.Ask.SUSPEND,
        state().environment(where),
        new TreeSet<>(),
        person,
        reason);
  }

  /// Withdraws a version for good.
  ///
  /// @throws RegistryFault `registry-unknown`, `registry-invalid`
  public void revoke(VersionId id, SigningKey person, String reason) {
    Version version = state().version(id);
    Evidence asked =
        log.record(
            new Request(Request.Ask.REVOKE, "", 0, List.of(id), reason)
                .statement(contents(List.of(version))),
            person);
    change(new RegistryEvent.Revoked(id, reason, Reference.to(asked)));
  }

  /// Frees a version that a rollback took out of an environment.
  ///
  /// @throws RegistryFault `registry-unknown`, `registry-invalid`
  public void free(String where, VersionId id, SigningKey person, String reason) {
    Environment environment = state().environment(where);
    Version version = state().version(id);
    Evidence asked =
        log.record(
            new Request(Request.Ask.FREE, environment.name(), 0, List.of(id), reason)
                .statement(contents(List.of(version))),
            person);
    change(new RegistryEvent.Freed(environment.name(), id, Reference.to(asked)));
  }

  /// Adds an environment.
  ///
  /// @param added without its request, which is made here
  /// @throws RegistryFault `registry-invalid`
  public void add(EnvironmentWish added, SigningKey person) {
    Evidence asked =
        log.record(
            new Request(Request.Ask.ADD_ENVIRONMENT, added.name(), 0, List.of(), "")
                .statement(List.of()),
            person);
    change(added.event(Reference.to(asked)));
  }

  /// Says what came of looking at what runs somewhere.
  ///
  /// @throws RegistryFault `registry-unknown`, `registry-invalid`
  public void found(String where, RegistryEvent.Verified.Result result, String reason) {
    Environment environment = state().environment(where);
    change(
        new RegistryEvent.Verified(environment.name(), environment.generation(), result, reason));
  }

  /// Records an event that counts, or says why it would not.
  private void change(RegistryEvent event) {
    objection(event)
        .ifPresent(
            why -> {
              throw new RegistryFault(
                  RegistryFault.INVALID, "the registry does not take this in: " + why);
            });
    record(List.of(event));
  }

  private Moved move(
      Kind kind,
      Request.Ask ask,
      Environment environment,
      SortedSet<VersionId> release,
      SigningKey person,
      String reason) {
    List<Version> versions = release.stream().map(state()::version).toList();
    Request request =
        new Request(
            ask, environment.name(), environment.generation(), List.copyOf(release), reason);
    Evidence asked = log.record(request.statement(contents(versions)), person);
    if (kind == Kind.SUSPENSION) {
      return deploy(kind, environment, versions, asked, Optional.empty(), reason, ask);
    }
    Decision decision = decide(environment, versions);
    Evidence decided = log.record(DecisionStatement.of(decision, verifierId), judge);
    return switch (decision) {
      case Decision.Allow allow ->
          deploy(
              kind,
              environment,
              versions,
              asked,
              Optional.of(new Allowed(allow, Reference.to(decided))),
              reason,
              ask);
      case Decision.Deny deny ->
          refuse(ask, environment, release, deny.obstacles(), Optional.of(deny));
      case Decision.Hold hold ->
          refuse(ask, environment, release, hold.obstacles(), Optional.of(hold));
    };
  }

  /// A decision that opened the gate, and its place in the ledger.
  private record Allowed(Decision.Allow allow, Reference reference) {}

  /// The gate's decision over exactly these bytes, now.
  public Decision decide(Environment environment, List<Version> versions) {
    List<Evidence> ledger = log.all();
    Policy policy =
        Policy.inForce(ledger, clock.instant())
            .orElseThrow(
                () ->
                    new RegistryFault(
                        RegistryFault.CONFLICT,
                        "expected a policy in force, found none; run `bulwark check` first"));
    Set<Digest> bytes =
        versions.stream()
            .flatMap(version -> version.content().digests().stream())
            .collect(Collectors.toUnmodifiableSet());
    return Gate.decide(
        environment.gate(),
        Assessment.of(policy, ledger, clock.instant(), scope -> scope.covers(bytes)));
  }

  private Moved deploy(
      Kind kind,
      Environment environment,
      List<Version> versions,
      Evidence asked,
      Optional<Allowed> allowed,
      String reason,
      Request.Ask ask) {
    long generation = environment.generation() + 1;
    SortedSet<VersionId> release =
        versions.stream().map(Version::id).collect(Collectors.toCollection(TreeSet::new));
    Optional<String> objection =
        objection(deployed(kind, environment, generation, empty(release), asked, allowed, reason));
    if (objection.isPresent()) {
      return refused(
          ask,
          environment,
          release,
          List.of(objection.get()),
          List.of(),
          allowed.map(Allowed::allow));
    }
    SortedMap<VersionId, Digest> keys = new TreeMap<>();
    versions.forEach(
        version -> keys.put(version.id(), grants.issue(environment, generation, version)));
    RegistryEvent.Deployed event =
        deployed(kind, environment, generation, keys, asked, allowed, reason);
    record(List.of(event), contents(versions));
    verify(environment, generation, versions);
    return new Moved.Done(
        state().environment(environment.name()).deployments().get((int) generation - 1),
        allowed.map(Allowed::allow));
  }

  private Optional<String> objection(RegistryEvent event) {
    return RegistryState.objection(log.all(), clock.instant(), event);
  }

  private static RegistryEvent.Deployed deployed(
      Kind kind,
      Environment environment,
      long generation,
      SortedMap<VersionId, Digest> keys,
      Evidence asked,
      Optional<Allowed> allowed,
      String reason) {
    return new RegistryEvent.Deployed(
        environment.name(),
        generation,
        kind,
        keys,
        allowed.map(Allowed::reference),
        Reference.to(asked),
        reason);
  }

  private static SortedMap<VersionId, Digest> empty(SortedSet<VersionId> release) {
    SortedMap<VersionId, Digest> keys = new TreeMap<>();
    Digest none = Digest.of(Bytes.EMPTY);
    release.forEach(id -> keys.put(id, none));
    return keys;
  }

  /// Looks at what was deployed: every stored byte is there as it was pushed.
  private void verify(Environment environment, long generation, List<Version> versions) {
    if (versions.isEmpty()) {
      return;
    }
    Optional<String> wrong =
        versions.stream().flatMap(version -> grants.inspect(version).stream()).findFirst();
    record(
        List.of(
            new RegistryEvent.Verified(
                environment.name(),
                generation,
                wrong.isEmpty()
                    ? RegistryEvent.Verified.Result.GOOD
                    : RegistryEvent.Verified.Result.BAD,
                wrong.orElse("every stored byte is what was pushed"))));
  }

  private Moved refuse(
      Request.Ask ask,
      Environment environment,
      SortedSet<VersionId> release,
      List<Obstacle> obstacles,
      Optional<Decision> decision) {
    List<String> controls = obstacles.stream().flatMap(Releases::control).distinct().toList();
    return refused(
        ask,
        environment,
        release,
        obstacles.stream().map(Obstacle::text).distinct().toList(),
        controls,
        decision);
  }

  private static Stream<String> control(Obstacle obstacle) {
    return switch (obstacle) {
      case Obstacle.Unmet unmet -> Stream.of(unmet.control().id());
      case Obstacle.NothingApplies nothing -> Stream.of(nothing.control().id());
      case Obstacle.NotDescribed _, Obstacle.UnknownProfile _, Obstacle.NoControl _ ->
          Stream.empty();
    };
  }

  private Moved refused(
      Request.Ask ask,
      Environment environment,
      SortedSet<VersionId> release,
      List<String> reasons,
      List<String> controls,
      Optional<? extends Decision> decision) {
    RegistryEvent.Refused refusal =
        new RegistryEvent.Refused(ask, environment.name(), List.copyOf(release), reasons, controls);
    record(List.of(refusal));
    return new Moved.Refused(refusal, decision.map(each -> each));
  }

  private void record(List<? extends RegistryEvent> events) {
    record(events, List.of());
  }

  private void record(List<? extends RegistryEvent> events, List<Subject> about) {
    log.recordAll(events.stream().map(event -> event.statement(about)).toList(), judge);
  }

  private static List<Subject> contents(List<Version> versions) {
    return versions.stream()
        .map(version -> new Subject(version.id().toString(), version.content().digest()))
        .toList();
  }
}
