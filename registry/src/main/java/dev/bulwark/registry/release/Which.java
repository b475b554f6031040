package dev.bulwark.registry.release;

import dev.bulwark.registry.event.Canary;

/// Which of two generations a place opens while a canary runs.
public sealed interface Which {

  /// The place does not say. It opens what all nodes run, and nothing while a canary runs.
  record Only() implements Which {}

  /// This generation, and no other.
  record Generation(long number) implements Which {}

  /// What falls to a node by its name, by {@link Canary#takes}.
  record Node(String name) implements Which {}
}
