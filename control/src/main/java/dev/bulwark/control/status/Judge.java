package dev.bulwark.control.status;

import dev.bulwark.control.policy.About;
import dev.bulwark.control.policy.Requirement;
import dev.bulwark.control.policy.Requirement.Source;
import dev.bulwark.evidence.Assurance;
import dev.bulwark.evidence.Evidence;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.kernel.condition.Condition;
import dev.bulwark.kernel.json.Json;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Answers one requirement after another for one system at one moment.
final class Judge {
  private final Scope scope;
  private final EvidenceIndex index;
  private final People people;
  private final Approvals approvals;
  private final Instant asOf;

  Judge(Scope scope, EvidenceIndex index, People people, Instant asOf) {
    this.scope = scope;
    this.index = index;
    this.people = people;
    this.asOf = asOf;
    this.approvals = new Approvals(index, people, scope.authors(), asOf);
  }

  /// One answer per thing the requirement is about.
  List<Answer> answers(Requirement requirement) {
    if (requirement.when().decide(scope.facts()) == Condition.Truth.FALSE) {
      return List.of(
          absent(
              requirement,
              new Reason.DoesNotApply("\"" + requirement.when().text() + "\" is false")));
    }
    List<Subject> subjects = scope.subjects(requirement.about());
    if (subjects.isEmpty()) {
      return List.of(absent(requirement, without(requirement.about())));
    }
    return subjects.stream().map(subject -> answer(requirement, subject)).toList();
  }

  private static Answer absent(Requirement requirement, Reason reason) {
    return new Answer(
        requirement, new Answer.Target.Absent(requirement.about().toString()), reason, List.of());
  }

  /// A document somebody must write is missing when it is not there; files of a kind the system
  /// does not have need no evidence.
  private Reason without(About about) {
    return switch (about) {
      case About.Document(String name) -> new Reason.NoDocument(name);
      case About.Artifacts(var kind) ->
          new Reason.DoesNotApply(
              scope.count(kind) == 0
                  ? "the system declares no " + kind.word()
                  : "no " + kind.word() + " of the system is in files");
      case About.Manifest _ -> new Reason.NotDescribed("the system has no manifest");
    };
  }

  private Answer answer(Requirement requirement, Subject subject) {
    return switch (requirement.source()) {
      case Source.Suite _ ->
          newest(
              requirement,
              subject,
              evidence -> TestResult.closing(predicate(evidence), requirement.rules()));
      case Source.Statement _ -> newest(requirement, subject, _ -> Optional.empty());
      case Source.Attestation attestation -> approvals.answer(requirement, attestation, subject);
    };
  }

  /// Of what carries enough, the newest counts; of several pieces received in the same instant, the
  /// worst.
  private Answer newest(
      Requirement requirement, Subject subject, Function<Evidence, Optional<Reason>> closing) {
    Answer.Target target = new Answer.Target.Bytes(subject);
    List<Evidence> all = index.about(requirement.source(), subject.digest());
    List<Evidence> enough =
        all.stream().filter(e -> people.carries(e, requirement.assurance())).toList();
    if (enough.isEmpty()) {
      return new Answer(requirement, target, nothing(requirement, subject, all), all);
    }
    Instant newest = enough.stream().map(Evidence::received).max(Instant::compareTo).orElseThrow();
    return enough.stream()
        .filter(evidence -> evidence.received().equals(newest))
        .map(e -> new Answer(requirement, target, reason(requirement, e, closing), List.of(e)))
        .max(Comparator.comparing(Answer::state))
        .orElseThrow();
  }

  private Reason nothing(Requirement requirement, Subject subject, List<Evidence> all) {
    if (all.isEmpty() && index.isErased(requirement.source(), subject.digest())) {
      return Reason.Erased.ERASED;
    }
    return all.stream()
        .map(people::assurance)
        .max(Assurance::compareTo)
        .<Reason>map(best -> new Reason.TooWeak(best, requirement.assurance()))
        .orElseGet(() -> new Reason.Missing(index.any(requirement.source())));
  }

  private Reason reason(
      Requirement requirement, Evidence evidence, Function<Evidence, Optional<Reason>> closing) {
    return closing
        .apply(evidence)
        .or(() -> unmet(requirement.condition(), evidence))
        .orElseGet(() -> aged(requirement, evidence));
  }

  private Reason aged(Requirement requirement, Evidence evidence) {
    Instant until = requirement.age().lastMoment(evidence.received());
    return asOf.isAfter(until)
        ? new Reason.TooOld(evidence.received(), requirement.age())
        : new Reason.Holds(until);
  }

  /// Why a condition over a piece's predicate is not met; no answer is a no.
  static Optional<Reason> unmet(Condition condition, Evidence evidence) {
    String quoted = "\"" + condition.text() + "\"";
    return switch (condition.decide(new PredicateFacts(predicate(evidence)))) {
      case TRUE -> Optional.empty();
      case FALSE -> Optional.of(new Reason.ConditionUnmet(condition.text(), quoted + " is false"));
      case ERROR ->
          Optional.of(
              new Reason.ConditionUnmet(
                  condition.text(), quoted + " has no answer from what the evidence says"));
    };
  }

  private static Json.Obj predicate(Evidence evidence) {
    return evidence.statement().predicate();
  }
}
