package dev.bulwark.control.status;

import dev.bulwark.control.policy.Age;
import dev.bulwark.evidence.Assurance;
import java.time.Instant;
import java.util.List;

/// Why an answer is what it is. The state follows from the reason and from nothing else.
public sealed interface Reason {

  /// @param until the last moment at which it still does; {@link Instant#MAX} when it does not age
  record Holds(Instant until) implements Reason {}

  /// @param why which condition or which absence says so
  record DoesNotApply(String why) implements Reason {}

  /// Nothing about these bytes.
  ///
  /// @param anotherVersion whether there is evidence about other bytes
  record Missing(boolean anotherVersion) implements Reason {}

  /// Evidence of that type about these bytes was erased, so nobody can say any more whether what is
  /// left was the last word. Only newer evidence counts.
  enum Erased implements Reason {
    ERASED
  }

  /// There is evidence, but none that carries enough.
  record TooWeak(Assurance best, Assurance needed) implements Reason {}

  /// It held, and is older than the limit.
  record TooOld(Instant received, Age limit) implements Reason {}

  record RulesFailed(List<String> rules) implements Reason {
    public RulesFailed {
      rules = List.copyOf(rules);
    }
  }

  record RulesUndecided(List<String> rules) implements Reason {
    public RulesUndecided {
      rules = List.copyOf(rules);
    }
  }

  /// Rules that the requirement names were not among those decided: removed, renamed, or never run.
  record RulesNotRun(List<String> rules) implements Reason {
    public RulesNotRun {
      rules = List.copyOf(rules);
    }
  }

  /// The suite ran and no rule passed: it is empty, or nothing in it concerns these bytes.
  enum NothingPassed implements Reason {
    NOTHING_PASSED
  }

  /// The evidence contradicts itself or breaks the shape of its type.
  record Unreadable(String what) implements Reason {}

  /// The condition is false, or has no answer.
  record ConditionUnmet(String condition, String why) implements Reason {}

  /// Too few people in the role approve these bytes.
  ///
  /// @param approving those who do
  /// @param old how many did, too long ago
  /// @param notCounted why other signatures do not count
  record TooFewPeople(List<String> approving, int old, int needed, List<String> notCounted)
      implements Reason {
    public TooFewPeople {
      approving = List.copyOf(approving);
      notCounted = List.copyOf(notCounted);
    }

    public int missing() {
      return needed - approving.size();
    }

    private String words() {
      String approvals = approving.size() + " of " + needed + " approvals";
      String aged = old == 0 ? "" : ", " + old + " too old";
      String others = notCounted.isEmpty() ? "" : " (" + String.join("; ", notCounted) + ")";
      return approvals + aged + others;
    }
  }

  /// People in the role say no.
  ///
  /// @param approving others, who approve
  record Rejected(List<String> people, List<String> approving, int needed) implements Reason {
    public Rejected {
      people = List.copyOf(people);
      approving = List.copyOf(approving);
    }

    /// How many must sign for it to hold: those who said no, and whoever is missing besides.
    public int missing() {
      return Math.max(needed - approving.size(), people.size());
    }
  }

  /// The manifest lists no document of that name.
  record NoDocument(String name) implements Reason {}

  /// Nothing says what the system is.
  record NotDescribed(String why) implements Reason {}

  default State state() {
    return switch (this) {
      case Holds _ -> State.HOLDS;
      case DoesNotApply _ -> State.DOES_NOT_APPLY;
      case TooOld _ -> State.STALE;
      case TooFewPeople few -> few.old() >= few.missing() ? State.STALE : State.NOT_ASSESSED;
      case Missing _,
          Erased _,
          TooWeak _,
          RulesUndecided _,
          RulesNotRun _,
          NothingPassed _,
          Unreadable _,
          NoDocument _,
          NotDescribed _ ->
          State.NOT_ASSESSED;
      case RulesFailed _, ConditionUnmet _, Rejected _ -> State.NOT_SATISFIED;
    };
  }

  /// One clause for people, without a full stop.
  default String text() {
    return switch (this) {
      case Holds _ -> "holds";
      case DoesNotApply(String why) -> "does not apply: " + why;
      case Missing(boolean anotherVersion) ->
          anotherVersion ? "no evidence; evidence exists for another version" : "no evidence";
      case Erased _ -> "evidence about it was erased, and there is none since";
      case TooWeak(Assurance best, Assurance needed) ->
          "the evidence carries " + best + ", expected at least " + needed;
      case TooOld(Instant received, Age limit) -> "older than " + limit + ", received " + received;
      case RulesFailed(List<String> rules) -> "failed " + String.join(", ", rules);
      case RulesUndecided(List<String> rules) -> "could not decide " + String.join(", ", rules);
      case RulesNotRun(List<String> rules) -> "did not run " + String.join(", ", rules);
      case NothingPassed _ -> "ran, and no rule passed";
      case Unreadable(String what) -> "the evidence cannot be read: " + what;
      case ConditionUnmet(String _, String why) -> why;
      case TooFewPeople few -> few.words();
      case Rejected rejected -> "rejected by " + String.join(", ", rejected.people());
      case NoDocument(String name) -> "the manifest lists no document " + name;
      case NotDescribed(String why) -> why;
    };
  }
}
