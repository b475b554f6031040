package dev.bulwark.control.status;

import java.util.List;

/// Where one control stands at a moment. Nothing but {@link Satisfied} is satisfied (law 1).
public sealed interface ControlStatus {

  /// One answer per requirement and thing it is about.
  List<Answer> answers();

  /// Every requirement that applies holds, and at least one does.
  record Satisfied(List<Answer> answers) implements ControlStatus {
    public Satisfied {
      answers = List.copyOf(answers);
      if (worst(answers) != State.HOLDS) {
        throw new IllegalArgumentException("a control is satisfied when every answer holds");
      }
    }
  }

  /// Something is known to be wrong.
  record NotSatisfied(List<Answer> answers) implements ControlStatus {
    public NotSatisfied {
      answers = List.copyOf(answers);
    }
  }

  /// It held once; the evidence is older than the control allows.
  record Stale(List<Answer> answers) implements ControlStatus {
    public Stale {
      answers = List.copyOf(answers);
    }
  }

  /// Nobody knows: evidence is missing, undecided, too weak or about other bytes, or no requirement
  /// is left that applies.
  record NotAssessed(List<Answer> answers) implements ControlStatus {
    public NotAssessed {
      answers = List.copyOf(answers);
    }
  }

  /// The worst answer counts.
  static ControlStatus of(List<Answer> answers) {
    return switch (worst(answers)) {
      case HOLDS -> new Satisfied(answers);
      case STALE -> new Stale(answers);
      case NOT_SATISFIED -> new NotSatisfied(answers);
      case NOT_ASSESSED, DOES_NOT_APPLY -> new NotAssessed(answers);
    };
  }

  private static State worst(List<Answer> answers) {
    return answers.stream().map(Answer::state).reduce(State.DOES_NOT_APPLY, State::worse);
  }

  default boolean isSatisfied() {
    return this instanceof Satisfied;
  }

  /// The answers that keep it from being satisfied.
  default List<Answer> open() {
    return answers().stream().filter(answer -> answer.state().compareTo(State.HOLDS) > 0).toList();
  }

  /// `satisfied`, `not-satisfied`, `stale` or `not-assessed`: stable, for machines.
  default String word() {
    return switch (this) {
      case Satisfied _ -> "satisfied";
      case NotSatisfied _ -> "not-satisfied";
      case Stale _ -> "stale";
      case NotAssessed _ -> "not-assessed";
    };
  }
}
