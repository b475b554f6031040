package dev.bulwark.registry.seal;

/// What became of a wrapped key.
public sealed interface Unwrapped {

  record Key(DataKey key) implements Unwrapped {}

  /// It was wrapped by another key.
  ///
  /// @param id what the wrapped bytes claim
  record OtherKey(String id) implements Unwrapped {}

  /// It was changed, belongs elsewhere, or is no wrapped key.
  record Damaged() implements Unwrapped {}
}
