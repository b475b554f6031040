package dev.bulwark.registry.state;

import static dev.bulwark.registry.state.Ground.ACCESS;
import static dev.bulwark.registry.state.Ground.DECISION;

import dev.bulwark.control.gate.RecordedDecision;
import dev.bulwark.control.policy.GateName;
import dev.bulwark.evidence.Assurance;
import dev.bulwark.evidence.Evidence;
import dev.bulwark.evidence.PredicateType;
import dev.bulwark.evidence.Roster;
import dev.bulwark.evidence.Signer;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.registry.Right;
import dev.bulwark.registry.event.Reference;
import dev.bulwark.registry.event.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What an event leans on: a person's request and a gate's decision, each used once.
final class Claims {
  /// How old a decision may be when it is acted on: it is made for this very step.
  private static final Duration FRESH = Duration.ofMinutes(10);

  private final Roster roster;
  private final Map<Long, Evidence> seen = new HashMap<>();
  private final Set<Long> used = new HashSet<>();
  private @Nullable String policy;

  Claims(Roster roster) {
    this.roster = roster;
  }

  /// Takes note of the next entry of the ledger.
  void see(Evidence evidence) {
    seen.put(evidence.index(), evidence);
    if (evidence.statement().predicateType().equals(PredicateType.POLICY)
        && evidence.assurance() == Assurance.A4
        && roster.counts(evidence)) {
      policy = evidence.statement().predicate().text("digest").orElse(null);
    }
  }

  /// Whether the judge's word in it still counts.
  boolean isJudges(Evidence evidence) {
    return evidence.assurance() == Assurance.A4
        && evidence.signer() instanceof Signer.Judge
        && roster.counts(evidence);
  }

  /// A claim that holds, or why it does not.
  sealed interface Claim<T> {
    /// @throws Breaks when it does not hold
    default T held() {
      return switch (this) {
        case Holds<T>(T value) -> value;
        case Fails<T>(Ground ground, String why) -> throw ground.breaks(why);
      };
    }

    record Holds<T>(T value) implements Claim<T> {}

    record Fails<T>(Ground ground, String why) implements Claim<T> {}
  }

  /// Who asked for exactly this.
  ///
  /// @param wanted the request as it must read, whatever its reason
  /// @param contents what it must have been signed over; empty when it names no version
  Claim<String> person(Reference reference, At event, Request wanted, List<Digest> contents) {
    Optional<Evidence> found = find(reference);
    Optional<Request> request = found.map(Evidence::statement).flatMap(Request::of);
    if (found.isEmpty() || request.isEmpty()) {
      return new Claim.Fails<>(ACCESS, "no request stands behind it");
    }
    Evidence asked = found.get();
    if (!(asked.signer() instanceof Signer.Person(String _, String person))
        || !roster.counts(asked)) {
      return new Claim.Fails<>(ACCESS, "the request is not signed by a person whose key counts");
    }
    Request given = request.get();
    boolean same =
        given.ask() == wanted.ask()
            && given.environment().equals(wanted.environment())
            && given.generation() == wanted.generation()
            && given.share() == wanted.share()
            && Set.copyOf(given.versions()).equals(Set.copyOf(wanted.versions()));
    List<Digest> signed = asked.statement().subjects().stream().map(Subject::digest).toList();
    if (!same || !signed.containsAll(contents)) {
      return new Claim.Fails<>(ACCESS, "the request is for something else");
    }
    if (!roster.holds(person, given.ask().right().role(), event.received())) {
      return new Claim.Fails<>(
          ACCESS, "%s does not hold the role %s".formatted(person, given.ask().right().role()));
    }
    return once(reference, person, ACCESS, "the request was fulfilled before");
  }

  /// Whether the person behind a standing order may still do this; it is used as often as it is
  /// good for. The key it is signed with must count at the moment of use: what somebody signed once
  /// does not go on acting after the key was withdrawn.
  Claim<String> standing(Reference reference, At event, Right right) {
    Optional<Evidence> order = find(reference);
    if (order.isEmpty()
        || !(order.get().signer() instanceof Signer.Person(String key, String person))
        || !roster.counts(order.get())
        || !roster.trusts(key, event.received())) {
      return new Claim.Fails<>(
          ACCESS, "the standing order is not signed by a person whose key counts");
    }
    return roster.holds(person, right.role(), event.received())
        ? new Claim.Holds<>(person)
        : new Claim.Fails<>(ACCESS, "%s does not hold the role %s".formatted(person, right.role()));
  }

  /// The decision that opened the gate for all of these bytes, just now, by the policy in force.
  Claim<RecordedDecision> decision(
      Reference reference, At event, GateName gate, Collection<Digest> bytes) {
    Optional<RecordedDecision> found =
        find(reference)
            .filter(this::isJudges)
            .map(Evidence::statement)
            .flatMap(RecordedDecision::of);
    if (found.isEmpty()) {
      return new Claim.Fails<>(DECISION, "no decision of a gate stands behind it");
    }
    RecordedDecision decision = found.get();
    Instant now = event.received();
    if (!decision.allowed() || decision.gate() != gate) {
      return new Claim.Fails<>(DECISION, "the gate " + gate.word() + " did not allow it");
    }
    if (now.isAfter(decision.expires()) || now.isAfter(decision.decided().plus(FRESH))) {
      return new Claim.Fails<>(DECISION, "the decision is of another time");
    }
    if (policy == null || !decision.policy().toString().equals(policy)) {
      return new Claim.Fails<>(DECISION, "the decision is by another policy than the one in force");
    }
    Set<Digest> missing =
        bytes.stream()
            .filter(digest -> !decision.subjects().contains(digest))
            .collect(Collectors.toUnmodifiableSet());
    if (!missing.isEmpty()) {
      return new Claim.Fails<>(DECISION, "the decision is about other bytes");
    }
    return once(reference, decision, DECISION, "the decision was acted on before");
  }

  private <T> Claim<T> once(Reference reference, T value, Ground ground, String again) {
    return used.add(reference.index())
        ? new Claim.Holds<>(value)
        : new Claim.Fails<>(ground, again);
  }

  /// Only what came before: the walk takes note of an entry when it is past it.
  private Optional<Evidence> find(Reference reference) {
    return Optional.ofNullable(seen.get(reference.index())).filter(reference::names);
  }
}
