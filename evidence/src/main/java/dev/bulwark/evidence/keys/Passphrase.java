package dev.bulwark.evidence.keys;

import java.util.Arrays;

/// What a person types to open a key file. Kept as characters that {@link #close} overwrites; never
/// shown.
public final class Passphrase implements AutoCloseable {
  private final char[] characters;

  private Passphrase(char[] characters) {
    this.characters = characters;
  }

  /// Copies the characters; the caller overwrites its own.
  ///
  /// @throws IllegalArgumentException when there are none
  public static Passphrase of(char[] characters) {
    if (characters.length == 0) {
      throw new IllegalArgumentException("a passphrase has at least one character");
    }
    return new Passphrase(characters.clone());
  }

  char[] characters() {
    return characters.clone();
  }

  @Override
  public void close() {
    Arrays.fill(characters, '\0');
  }

  @Override
  public String toString() {
    return "Passphrase[hidden]";
  }
}
