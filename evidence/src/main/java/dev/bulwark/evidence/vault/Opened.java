package dev.bulwark.evidence.vault;

import dev.bulwark.kernel.bytes.Bytes;

/// What became of opening a sealed envelope.
public sealed interface Opened {

  /// The envelope's bytes are those of the commitment. Whoever signed them is another question.
  record Whole(Bytes envelope) implements Opened {}

  /// Its key was destroyed. Whether anybody was entitled to is another question.
  record KeyDestroyed() implements Opened {}

  /// It cannot be opened.
  ///
  /// @param where the name in the store
  record Broken(String where, String expected, String found) implements Opened {}
}
