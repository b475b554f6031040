package dev.bulwark.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class AccessTest {
  private static Access.Answer adds(String where) {
    Caller.Person root =
        new Caller.Person("root", true, Map.of("*", EnumSet.allOf(Role.class)), "");
    return Access.decide(
        new Caller.Program(root, where, Set.of(Action.ADD_SYSTEM)),
        Action.ADD_SYSTEM,
        Optional.empty());
  }

  /// Its system is there already; any other is another one.
  @Test
  void aTokenForOneSystemAddsNone() {
    assertThat(adds("scoring")).isEqualTo(Access.Answer.NO);
    assertThat(adds(Caller.ALL)).isEqualTo(Access.Answer.YES);
  }
}
