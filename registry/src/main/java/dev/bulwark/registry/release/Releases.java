package dev.bulwark.registry.release;

import dev.bulwark.control.gate.Decision;
import dev.bulwark.evidence.keys.SigningKey;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.registry.RegistryFault;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.event.Canary;
import dev.bulwark.registry.event.Mandate;
import dev.bulwark.registry.event.Reference;
import dev.bulwark.registry.event.RegistryEvent;
import dev.bulwark.registry.event.RegistryEvent.Deployed.Kind;
import dev.bulwark.registry.state.Deployment;
import dev.bulwark.registry.state.Environment;
import dev.bulwark.registry.state.Ground;
import dev.bulwark.registry.state.Objection;
import dev.bulwark.registry.state.RegistryState;
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

/// Moves environments: forward, back, or to a halt.
///
/// Each move is a person's signed request or standing order, the gate's decision made for it, a
/// sealed data key, and one event that counts or does not; the event is the last thing written, so
/// a crash before it leaves the environment as it was. What is refused is put on record with the
/// controls that stand against it.
public final class Releases {
  private final Book book;
  private final Grants grants;
  private final Refusals refusals;

  public Releases(Book book, Grants grants) {
    this.book = book;
    this.grants = grants;
    this.refusals = new Refusals(book);
  }

  /// Brings versions to an environment. Other assets it runs stay as they are.
  ///
  /// @param person whose key signs the request
  /// @throws RegistryFault `registry-unknown`, `registry-invalid`
  public Moved promote(
      String where, Collection<VersionId> versions, SigningKey person, String reason) {
    return promote(where, versions, new Mandate.Person(person), Canary.WHOLE, reason);
  }

  /// Brings versions to an environment, for all of its nodes or a share of them beside what runs.
  ///
  /// @param share of the nodes, 1 to 100 percent
  /// @throws RegistryFault `registry-unknown`, `registry-invalid`
  public Moved promote(
      String where, Collection<VersionId> versions, Mandate mandate, int share, String reason) {
    boolean known = book.stranger(mandate).isEmpty();
    Environment environment = known ? looked(where) : book.state().environment(where);
    if (share != Canary.WHOLE && environment.generation() == 0) {
      throw new RegistryFault(
          RegistryFault.CONFLICT,
          "expected a release in %s that a share of the nodes can run another beside, found none; promote it to all nodes first"
              .formatted(where));
    }
    Set<String> changed =
        versions.stream().map(VersionId::asset).collect(Collectors.toUnmodifiableSet());
    if (changed.isEmpty() || changed.size() != versions.size()) {
      throw new RegistryFault(
          RegistryFault.INVALID,
          "expected one version an asset, found " + versions + "; name each asset once");
    }
    if (known) {
      requireThere(where, versions);
    }
    NavigableSet<VersionId> release = new TreeSet<>(versions);
    environment
        .current()
        .ifPresent(
            now ->
                now.versions().stream()
                    .filter(id -> !changed.contains(id.asset()))
                    .forEach(release::add));
    return move(Kind.PROMOTION, environment, release, mandate, share, reason);
  }

  /// The environment, after a look at what nobody looked at yet of what the promotion goes by: what
  /// runs there, and in the one before.
  private Environment looked(String where) {
    RegistryState state = book.state();
    Environment environment = state.environment(where);
    environment.after().map(state::environment).ifPresent(this::look);
    look(environment);
    return book.state().environment(where);
  }

  private void requireThere(String where, Collection<VersionId> versions) {
    RegistryState state = book.state();
    List<VersionId> absent =
        versions.stream().filter(id -> !state.versions().containsKey(id)).toList();
    if (!absent.isEmpty()) {
      refusals.absent(where, absent);
      state.version(absent.getFirst());
    }
  }

  /// Takes an environment back. What is taken out of it does not come back until somebody frees it.
  ///
  /// @param to a generation that ran there before and was found good; the last such one when empty
  /// @throws RegistryFault `registry-unknown`, `registry-conflict` when nothing was found good
  public Moved rollback(String where, Optional<Long> to, SigningKey person, String reason) {
    return rollback(where, to, new Mandate.Person(person), reason);
  }

  /// @throws RegistryFault `registry-unknown`, `registry-conflict` when nothing was found good
  public Moved rollback(String where, Optional<Long> to, Mandate mandate, String reason) {
    Environment environment = book.state().environment(where);
    return to.isEmpty()
        ? back(environment, lastGood(environment), mandate, reason)
        : back(environment, to.get(), mandate, reason);
  }

  private static Deployment lastGood(Environment environment) {
    return environment
        .lastGood()
        .orElseThrow(
            () ->
                new RegistryFault(
                    RegistryFault.CONFLICT,
                    "expected an earlier release of %s that was found good, found none; suspend it, or promote another version"
                        .formatted(environment.name())));
  }

  private Moved back(Environment environment, long generation, Mandate mandate, String reason) {
    Optional<Deployment> then =
        environment.deployments().stream().filter(it -> it.generation() == generation).findFirst();
    if (then.filter(it -> it.isGood() && !it.isCanary()).isPresent()) {
      return back(environment, then.get(), mandate, reason);
    }
    Step step = new Step(Kind.ROLLBACK, environment, List.of(), mandate, Canary.WHOLE, reason);
    String why =
        then.isEmpty()
            ? "generation %d never ran in %s".formatted(generation, environment.name())
            : "generation %d of %s was not found good on all nodes"
                .formatted(generation, environment.name());
    return refusals.byRule(step, new Objection(Ground.RETURN, why), Optional.empty());
  }

  private Moved back(Environment environment, Deployment good, Mandate mandate, String reason) {
    return move(Kind.ROLLBACK, environment, good.versions(), mandate, Canary.WHOLE, reason);
  }

  /// Stops an environment: nothing can be opened there until it is promoted to or taken back.
  public Moved suspend(String where, SigningKey person, String reason) {
    Environment environment = book.state().environment(where);
    return move(
        Kind.SUSPENSION,
        environment,
        new TreeSet<>(),
        new Mandate.Person(person),
        Canary.WHOLE,
        reason);
  }

  private Moved move(
      Kind kind,
      Environment environment,
      SortedSet<VersionId> release,
      Mandate mandate,
      int share,
      String reason) {
    List<Version> versions = release.stream().map(book.state()::version).toList();
    Step step = new Step(kind, environment, versions, mandate, share, reason);
    Optional<Objection> stranger = book.stranger(mandate);
    if (stranger.isPresent()) {
      return refusals.byRule(step, stranger.get(), Optional.empty());
    }
    Reference asked = book.ask(mandate, step.request(), versions);
    if (kind == Kind.SUSPENSION) {
      return deploy(step, asked, Optional.empty());
    }
    Decision decision = book.decide(environment, versions);
    return switch (decision) {
      case Decision.Allow allow ->
          deploy(step, asked, Optional.of(new Allowed(allow, Reference.to(book.record(decision)))));
      case Decision.Deny deny -> refusals.byGate(step, deny.obstacles(), noted(step, deny));
      case Decision.Hold hold -> refusals.byGate(step, hold.obstacles(), noted(step, hold));
    };
  }

  /// A no is on record for a person; a standing order asks so often that its refusal must do.
  private Decision noted(Step step, Decision decision) {
    if (step.mandate() instanceof Mandate.Person) {
      book.record(decision);
    }
    return decision;
  }

  /// A decision that opened the gate, and its place in the ledger.
  private record Allowed(Decision.Allow allow, Reference reference) {}

  private Moved deploy(Step step, Reference asked, Optional<Allowed> allowed) {
    Optional<Reference> decision = allowed.map(Allowed::reference);
    Optional<Objection> objection = book.objection(step.planned(asked, decision));
    if (objection.isPresent()) {
      return refusals.byRule(step, objection.get(), allowed.map(Allowed::allow));
    }
    SortedMap<VersionId, Digest> keys = new TreeMap<>();
    for (Version version : step.versions()) {
      keys.put(version.id(), grants.issue(step.environment(), step.generation(), version));
    }
    RegistryEvent.Deployed event = step.event(keys, asked, decision);
    // Sealing keys takes time, in which a decision can grow old and a role can be lost.
    Optional<Objection> late = book.objection(event);
    if (late.isPresent()) {
      return refusals.byRule(step, late.get(), allowed.map(Allowed::allow));
    }
    book.record(event, step.versions());
    inspect(step.environment().name(), step.generation(), step.versions());
    return new Moved.Done(
        book.state()
            .environment(step.environment().name())
            .deployments()
            .get((int) step.generation() - 1),
        allowed.map(Allowed::allow));
  }

  /// Looks at what was deployed, when a crash came between: a deployment nobody looked at is looked
  /// at.
  public void look(Environment environment) {
    environment
        .current()
        .filter(now -> now.verified().isEmpty())
        .ifPresent(
            now ->
                inspect(
                    environment.name(),
                    now.generation(),
                    now.versions().stream().map(book.state()::version).toList()));
  }

  /// Looks at what was deployed: every stored byte is there as it was pushed.
  private void inspect(String environment, long generation, List<Version> versions) {
    if (versions.isEmpty()) {
      return;
    }
    Optional<String> wrong =
        versions.stream().flatMap(version -> grants.inspect(version).stream()).findFirst();
    book.record(
        new RegistryEvent.Verified(
            environment,
            generation,
            wrong.isEmpty()
                ? RegistryEvent.Verified.Result.GOOD
                : RegistryEvent.Verified.Result.BAD,
            wrong.orElse("every stored byte is what was pushed")),
        List.of());
  }
}
