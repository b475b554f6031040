package dev.bulwark.server.hook;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Somebody's wish to be told.
///
/// @param id random, 20 hexadecimal digits
/// @param address where messages are posted to
/// @param madeBy the owner who made it, or who let it go on last; without one it is stopped
/// @param seen the last entry of the ledger it is done with
public record Hook(
    String id,
    String system,
    String address,
    Set<HookKind> kinds,
    String madeBy,
    Instant made,
    long seen,
    State state) {
  public Hook {
    kinds = java.util.Collections.unmodifiableSet(new TreeSet<>(kinds));
  }

  /// How it does.
  public sealed interface State {
    /// What was to be told was told.
    record Working() implements State {}

    /// The message at the front was not taken yet.
    ///
    /// @param tries so far
    /// @param since the first of them
    /// @param next not before
    record Trying(int tries, Instant since, Instant next) implements State {}

    /// It was given up; its place in the ledger is kept.
    record Disabled(Instant at, String why) implements State {}
  }

  public boolean isDisabled() {
    return state instanceof State.Disabled;
  }

  /// For a moment after another secret was made, both sign.
  ///
  /// @param before the one that was; empty when there is one alone
  public record Secrets(HookSecret now, Optional<HookSecret> before) {}
}
