package dev.bulwark.evidence.keys;

import dev.bulwark.kernel.bytes.Bytes;
import java.util.Arrays;

/// What opens a key file: typed by a person, or drawn by a machine. Kept as characters that {@link
/// #close} overwrites; never shown.
public final class Passphrase implements AutoCloseable {
  private final char[] characters;
  private final int iterations;

  private Passphrase(char[] characters, int iterations) {
    this.characters = characters;
    this.iterations = iterations;
  }

  /// Copies the characters; the caller overwrites its own.
  ///
  /// @throws IllegalArgumentException when there are none
  public static Passphrase of(char[] characters) {
    if (characters.length == 0) {
      throw new IllegalArgumentException("a passphrase has at least one character");
    }
    return new Passphrase(characters.clone(), PassphraseBox.ITERATIONS);
  }

  /// One that a machine drew: nobody guesses it however fast a guess is, so a file under it is made
  /// to open as quickly as files may.
  ///
  /// @param secret at least 32 bytes from a secure source of chance
  public static Passphrase drawn(Bytes secret) {
    if (secret.size() < 32) {
      throw new IllegalArgumentException("a drawn passphrase has at least 32 bytes");
    }
    return new Passphrase(secret.hex().toCharArray(), PassphraseBox.LEAST_ITERATIONS);
  }

  /// How often a file that is made under it is stretched.
  int iterations() {
    return iterations;
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
