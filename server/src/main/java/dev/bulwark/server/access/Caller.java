package dev.bulwark.server.access;

import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// Who asks, as far as it was proved.
public sealed interface Caller {
  /// Every system, where a membership or a token says so.
  String ALL = "*";

  /// Nobody has signed in.
  record Nobody() implements Caller {}

  /// @param name of the account
  /// @param roles by system id, {@link #ALL} for every one
  /// @param session the digest of the session's token, for its own page
  record Person(String name, boolean administrator, Map<String, Set<Role>> roles, String session)
      implements Caller {
    public Person {
      roles = frozen(roles);
    }

    /// Everything this person is to a system.
    public Set<Role> rolesIn(String system) {
      Set<Role> held = EnumSet.noneOf(Role.class);
      held.addAll(roles.getOrDefault(system, Set.of()));
      held.addAll(roles.getOrDefault(ALL, Set.of()));
      return held;
    }
  }

  /// A program with a token that a person made. It may do what both the token and the person may.
  ///
  /// @param system id, or {@link #ALL}
  record Program(Person behind, String system, Set<Action> actions) implements Caller {
    public Program {
      actions = Set.copyOf(actions);
    }
  }

  private static Map<String, Set<Role>> frozen(Map<String, Set<Role>> roles) {
    Map<String, Set<Role>> copy = new HashMap<>();
    roles.forEach((system, held) -> copy.put(system, Set.copyOf(held)));
    return Collections.unmodifiableMap(copy);
  }
}
