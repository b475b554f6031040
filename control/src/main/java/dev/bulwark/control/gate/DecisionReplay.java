package dev.bulwark.control.gate;

import dev.bulwark.control.policy.GateName;
import dev.bulwark.control.policy.Policy;
import dev.bulwark.control.status.Assessment;
import dev.bulwark.control.status.Erasures;
import dev.bulwark.evidence.Assurance;
import dev.bulwark.evidence.Evidence;
import dev.bulwark.evidence.PredicateType;
import dev.bulwark.evidence.Statement;
import dev.bulwark.evidence.json.Rfc3339;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Decides every recorded decision again, from the part of the ledger that lay before it and the
/// policy of its date, and compares the bytes.
public final class DecisionReplay {
  /// How long a decision may take to reach the ledger. One that took longer was dated back.
  static final Duration LONGEST_DELAY = Duration.ofHours(1);

  /// What the replay came to.
  public sealed interface Result {

    /// @param decisions how many were decided again and gave the same bytes
    /// @param erased the places of those that cannot be decided again, because evidence they read
    ///   was erased since
    record Agrees(int decisions, List<Long> erased) implements Result {
      public Agrees {
        erased = List.copyOf(erased);
      }
    }

    /// @param index the place of the first decision that does not agree
    /// @param problem expected and found
    record Differs(long index, String problem) implements Result {}
  }

  private final List<Evidence> ledger;
  private final Map<Digest, Optional<Policy>> policies = new HashMap<>();

  private DecisionReplay(List<Evidence> ledger) {
    this.ledger = ledger;
  }

  /// @param ledger all evidence of a ledger, in its order
  public static Result of(List<Evidence> ledger) {
    DecisionReplay replay = new DecisionReplay(ledger);
    Erasures erasures = Erasures.in(ledger);
    int agreed = 0;
    List<Long> erased = new ArrayList<>();
    for (Evidence recorded : ledger) {
      if (!isDecision(recorded)) {
        continue;
      }
      Optional<String> problem = replay.problem(recorded);
      if (problem.isEmpty()) {
        agreed++;
      } else if (erasures.touch(recorded.index(), recorded.statement().subjects())) {
        erased.add(recorded.index());
      } else {
        return new Result.Differs(recorded.index(), problem.get());
      }
    }
    return new Result.Agrees(agreed, erased);
  }

  /// Summaries that others made, of other things, are not ours to decide again.
  private static boolean isDecision(Evidence evidence) {
    return evidence.statement().predicateType().equals(PredicateType.VERIFICATION_SUMMARY)
        && evidence.assurance() == Assurance.A4
        && evidence.statement().predicate().find(DecisionStatement.EXTENSION).isPresent();
  }

  private Optional<String> problem(Evidence recorded) {
    Json.Obj predicate = recorded.statement().predicate();
    Optional<Instant> asOf = predicate.text("timeVerified").flatMap(Rfc3339::parse);
    Optional<GateName> gate =
        predicate
            .object(DecisionStatement.EXTENSION)
            .flatMap(e -> e.text("gate"))
            .flatMap(DecisionReplay::gate);
    Optional<String> verifier = predicate.object("verifier").flatMap(v -> v.text("id"));
    if (asOf.isEmpty() || gate.isEmpty() || verifier.isEmpty()) {
      return Optional.of("expected timeVerified, verifier.id and a gate, found a decision without");
    }
    if (asOf.get().plus(LONGEST_DELAY).isBefore(recorded.received())) {
      return Optional.of(
          "expected a decision received within an hour, found one of "
              + asOf.get()
              + " received "
              + recorded.received());
    }
    return differs(recorded, gate.get(), verifier.get(), asOf.get());
  }

  private Optional<String> differs(
      Evidence recorded, GateName gate, String verifier, Instant asOf) {
    List<Evidence> before =
        ledger.stream()
            .filter(
                evidence ->
                    evidence.index() < recorded.index()
                        || evidence.statement().predicateType().equals(PredicateType.ERASURE))
            .toList();
    Optional<Policy> policy = Policy.statementInForce(before, asOf).flatMap(this::policy);
    if (policy.isEmpty()) {
      return Optional.of("expected a policy in force at " + asOf + ", found none in the ledger");
    }
    Set<String> inputs = RecordedDecision.inputs(recorded);
    Decision again =
        Gate.decide(
            gate,
            Assessment.of(
                policy.get(),
                before,
                asOf,
                scope -> inputs.contains(RecordedDecision.uri(scope.evidence().index()))));
    return compare(recorded.statement(), DecisionStatement.of(again, verifier));
  }

  private Optional<Policy> policy(Evidence evidence) {
    return policies.computeIfAbsent(evidence.envelope(), _ -> Policy.of(evidence.statement()));
  }

  private static Optional<String> compare(Statement recorded, Statement again) {
    if (recorded.json().canonical().equals(again.json().canonical())) {
      return Optional.empty();
    }
    for (String member : again.predicate().members().keySet()) {
      String expected = text(again, member);
      String found = text(recorded, member);
      if (!expected.equals(found)) {
        return Optional.of("expected " + member + " " + expected + ", found " + found);
      }
    }
    return Optional.of("expected other subjects or no further members");
  }

  private static String text(Statement statement, String member) {
    return statement.predicate().find(member).map(Json::canonical).orElse("nothing");
  }

  private static Optional<GateName> gate(String word) {
    return Arrays.stream(GateName.values()).filter(gate -> gate.word().equals(word)).findFirst();
  }
}
