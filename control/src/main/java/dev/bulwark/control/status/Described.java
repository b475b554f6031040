package dev.bulwark.control.status;

/// What the ledger says the system is at a moment: a {@link Scope}, or nothing that can be judged.
public sealed interface Described permits Scope, Described.Nothing {

  /// @param why for people: no description yet, or one that cannot be read
  record Nothing(String why) implements Described {}
}
