package dev.bulwark.control.gate;

import dev.bulwark.control.policy.Control;
import dev.bulwark.control.status.Answer;
import dev.bulwark.control.status.Reason;

/// One thing that keeps a gate closed.
public sealed interface Obstacle {

  /// A blocking control has an answer that does not hold.
  record Unmet(Control control, Answer answer) implements Obstacle {}

  /// No requirement of a blocking control applies to the system, so nothing proves it.
  record NothingApplies(Control control) implements Obstacle {}

  /// Nothing says what the system is.
  record NotDescribed(String why) implements Obstacle {}

  /// The system asks for a profile the policy does not have.
  record UnknownProfile(String profile) implements Obstacle {}

  /// No control that applies closes this gate: nothing was judged.
  record NoControl(String profile) implements Obstacle {}

  /// Whether people's signatures are all that is missing.
  default boolean isWaitingForPeople() {
    return this instanceof Unmet(Control _, Answer answer)
        && answer.reason() instanceof Reason.TooFewPeople;
  }

  /// One line for people.
  default String text() {
    return switch (this) {
      case Unmet(Control control, Answer answer) ->
          control.id() + " " + control.title() + ": " + answer.text();
      case NothingApplies(Control control) ->
          control.id() + " " + control.title() + ": no requirement of it applies to this system";
      case NotDescribed(String why) -> why;
      case UnknownProfile(String profile) ->
          "the profile " + profile + " is unknown, so every control counts";
      case NoControl(String profile) ->
          "no control of the profile " + profile + " closes this gate, so nothing was judged";
    };
  }
}
