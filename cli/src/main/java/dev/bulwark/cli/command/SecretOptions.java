package dev.bulwark.cli.command;

import dev.bulwark.evidence.keys.KeyFile;
import dev.bulwark.evidence.keys.Passphrase;
import dev.bulwark.evidence.keys.SigningKey;
import dev.bulwark.project.terminal.Terminal;
import dev.bulwark.project.workspace.WorkspaceFault;
import java.io.IOException;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where a passphrase comes from: a file, or the terminal. Never an argument, which every process
/// of the machine can read.
final class SecretOptions {
  private static final long MAX_BYTES = 4096;

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description = "Read the passphrase from the first line of a file, instead of asking.")
  private @Nullable Path file;

  /// The same choice for another secret of the same command.
  static SecretOptions from(@Nullable Path file) {
    SecretOptions options = new SecretOptions();
    options.file = file;
    return options;
  }

  /// Opens somebody's key.
  SigningKey open(KeyFile key, String person, Terminal terminal) {
    if (!key.isUnderPassphrase()) {
      return key.open();
    }
    try (Passphrase passphrase = passphrase("Passphrase of " + person, terminal)) {
      return key.open(passphrase);
    }
  }

  /// @throws WorkspaceFault when there is neither a file nor somebody to ask
  Passphrase passphrase(String question, Terminal terminal) {
    char[] characters = characters(question, terminal);
    try {
      return Passphrase.of(characters);
    } finally {
      Arrays.fill(characters, '\0');
    }
  }

  /// The passphrase itself, which the caller wipes.
  ///
  /// @throws WorkspaceFault when there is neither a file nor somebody to ask
  char[] characters(String question, Terminal terminal) {
    char[] characters = file == null ? terminal.secret(question) : firstLine(file);
    if (characters.length == 0) {
      throw new WorkspaceFault(
          WorkspaceFault.INVALID,
          "expected a passphrase, found none; type one at a terminal or give --passphrase-file");
    }
    return characters;
  }

  private static char[] firstLine(Path file) {
    try {
      if (java.nio.file.Files.size(file) > MAX_BYTES) {
        throw new WorkspaceFault(
            WorkspaceFault.INVALID,
            "expected a passphrase file of at most 4 KiB, found a larger one at " + file);
      }
      CharBuffer all =
          StandardCharsets.UTF_8.decode(
              java.nio.ByteBuffer.wrap(java.nio.file.Files.readAllBytes(file)));
      int end = 0;
      while (end < all.length() && all.charAt(end) != '\n' && all.charAt(end) != '\r') {
        end++;
      }
      char[] line = new char[end];
      all.get(line);
      return line;
    } catch (IOException e) {
      throw new WorkspaceFault(
          WorkspaceFault.INVALID,
          "expected a readable passphrase file at " + file + ", found none",
          e);
    }
  }
}
