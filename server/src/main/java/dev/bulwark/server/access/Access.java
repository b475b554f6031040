package dev.bulwark.server.access;

import java.util.Optional;
import java.util.Set;

/// Decides who may do what: the only place that does.
///
/// Default is no. Who may not even read a system is told that it is not there.
public final class Access {
  private Access() {}

  /// An answer.
  public enum Answer {
    YES,
    /// Signing in may help.
    WHO_ARE_YOU,
    /// Known, and not allowed.
    NO,
    /// Known, and not to learn that it exists.
    NOT_THERE
  }

  /// @param system the system it is about; empty when it is about none
  public static Answer decide(Caller caller, Action action, Optional<String> system) {
    return switch (caller) {
      case Caller.Nobody _ ->
          action.reach() == Action.Reach.ANYBODY ? Answer.YES : Answer.WHO_ARE_YOU;
      case Caller.Person person -> person(person, action, system);
      case Caller.Program program -> program(program, action, system);
    };
  }

  private static Answer person(Caller.Person person, Action action, Optional<String> system) {
    return switch (action.reach()) {
      case ANYBODY, SIGNED_IN -> Answer.YES;
      case ADMINISTRATOR -> person.administrator() ? Answer.YES : Answer.NO;
      case SYSTEM -> system.map(id -> within(person, action, id)).orElse(Answer.NO);
    };
  }

  private static Answer within(Caller.Person person, Action action, String system) {
    if (holds(person, action, system) || holds(person, action, Caller.ALL)) {
      return Answer.YES;
    }
    boolean reads =
        holds(person, Action.READ_SYSTEM, system) || holds(person, Action.READ_SYSTEM, Caller.ALL);
    return reads ? Answer.NO : Answer.NOT_THERE;
  }

  private static boolean holds(Caller.Person person, Action action, String where) {
    return person.roles().getOrDefault(where, Set.of()).stream().anyMatch(action::allows);
  }

  /// A token narrows and never widens. It signs in for nobody and manages no account.
  private static Answer program(Caller.Program program, Action action, Optional<String> system) {
    if (action == Action.GREET) {
      return Answer.YES;
    }
    if (!action.isForPrograms() || !program.actions().contains(action)) {
      return Answer.NO;
    }
    boolean other =
        !program.system().equals(Caller.ALL) && system.filter(program.system()::equals).isEmpty();
    if (other && action.reach() == Action.Reach.SYSTEM) {
      return Answer.NOT_THERE;
    }
    if (other && action == Action.ADD_SYSTEM) {
      return Answer.NO;
    }
    return person(program.behind(), action, system);
  }
}
