package dev.bulwark.registry.release;

import dev.bulwark.control.gate.Decision;
import dev.bulwark.control.gate.Obstacle;
import dev.bulwark.evidence.Evidence;
import dev.bulwark.evidence.keys.SigningKey;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.registry.RegistryFault;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.event.Reference;
import dev.bulwark.registry.event.RegistryEvent;
import dev.bulwark.registry.event.RegistryEvent.Deployed.Kind;
import dev.bulwark.registry.event.Request;
import dev.bulwark.registry.state.Deployment;
import dev.bulwark.registry.state.Environment;
import dev.bulwark.registry.state.Version;
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
  private final Book book;
  private final Grants grants;

  public Releases(Book book, Grants grants) {
    this.book = book;
    this.grants = grants;
  }

  /// Brings versions to an environment. Other assets it runs stay as they are.
  ///
  /// @param person whose key signs the request
  /// @throws RegistryFault `registry-unknown`, `registry-invalid`
  public Moved promote(
      String where, Collection<VersionId> versions, SigningKey person, String reason) {
    Environment environment = book.state().environment(where);
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
    Environment environment = book.state().environment(where);
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
        book.state().environment(where),
        new TreeSet<>(),
        person,
        reason);
  }

  private Moved move(
      Kind kind,
      Request.Ask ask,
      Environment environment,
      SortedSet<VersionId> release,
      SigningKey person,
      String reason) {
    List<Version> versions = release.stream().map(book.state()::version).toList();
    Request request =
        new Request(
            ask, environment.name(), environment.generation(), List.copyOf(release), reason);
    Evidence asked = book.ask(request, versions, person);
    if (kind == Kind.SUSPENSION) {
      return deploy(kind, environment, versions, asked, Optional.empty(), reason, ask);
    }
    Decision decision = book.decide(environment, versions);
    Evidence decided = book.record(decision);
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
      case Decision.Deny deny -> refuse(ask, environment, versions, deny.obstacles(), deny);
      case Decision.Hold hold -> refuse(ask, environment, versions, hold.obstacles(), hold);
    };
  }

  /// A decision that opened the gate, and its place in the ledger.
  private record Allowed(Decision.Allow allow, Reference reference) {}

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
        book.objection(
            deployed(kind, environment, generation, empty(release), asked, allowed, reason));
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
    book.record(event, versions);
    verify(environment, generation, versions);
    return new Moved.Done(
        book.state().environment(environment.name()).deployments().get((int) generation - 1),
        allowed.map(Allowed::allow));
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
    book.record(
        new RegistryEvent.Verified(
            environment.name(),
            generation,
            wrong.isEmpty()
                ? RegistryEvent.Verified.Result.GOOD
                : RegistryEvent.Verified.Result.BAD,
            wrong.orElse("every stored byte is what was pushed")),
        List.of());
  }

  private Moved refuse(
      Request.Ask ask,
      Environment environment,
      List<Version> versions,
      List<Obstacle> obstacles,
      Decision decision) {
    Stream<String> notReady =
        versions.stream()
            .filter(version -> version.state() != Version.State.READY)
            .map(version -> "%s is %s".formatted(version.id(), version.state().name()));
    return refused(
        ask,
        environment,
        new TreeSet<>(versions.stream().map(Version::id).toList()),
        Stream.concat(notReady, obstacles.stream().map(Obstacle::text)).distinct().toList(),
        obstacles.stream().flatMap(Releases::control).distinct().toList(),
        Optional.of(decision));
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
    book.record(refusal, List.of());
    return new Moved.Refused(refusal, decision.map(each -> each));
  }
}
