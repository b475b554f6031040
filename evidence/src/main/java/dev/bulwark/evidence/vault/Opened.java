package dev.bulwark.evidence.vault;

import dev.bulwark.kernel.bytes.Bytes;

/// What became of opening a sealed envelope.
public sealed interface Opened {

  /// The envelope's bytes are those of the commitment. Whoever signed them is another question.
  ///
  /// @param salt what the commitment hides the envelope with; shown only to whoever may see the
  ///   envelope
  record Whole(Bytes salt, Bytes envelope) implements Opened {}

  /// Its key was destroyed. Whether anybody was entitled to is another question.
  record KeyDestroyed() implements Opened {}

  /// It cannot be opened.
  ///
  /// @param where the name in the store
  record Broken(String where, String expected, String found) implements Opened {}
}
