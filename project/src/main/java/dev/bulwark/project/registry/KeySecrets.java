package dev.bulwark.project.registry;

import dev.bulwark.evidence.keys.Passphrase;
import dev.bulwark.project.terminal.Terminal;
import dev.bulwark.project.workspace.WorkspaceFault;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Where the secrets of the registry's keys are found: in the environment, by name, and passphrases
/// also by asking.
///
/// @param environment the process's, by name
/// @param asking asks for a secret; nothing when there is nobody to ask
record KeySecrets(UnaryOperator<@Nullable String> environment, Function<String, char[]> asking) {

  /// Those of a command at a terminal.
  static KeySecrets at(Terminal terminal) {
    return new KeySecrets(System::getenv, terminal::secret);
  }

  /// Those of a program that has nobody to ask.
  static KeySecrets unattended() {
    return new KeySecrets(System::getenv, _ -> new char[0]);
  }

  /// @throws WorkspaceFault for what is no name of an environment variable
  static void requireName(String variable) {
    if (!variable.matches("[A-Za-z_][A-Za-z0-9_]*")) {
      throw new WorkspaceFault(
          WorkspaceFault.INVALID,
          "expected the name of an environment variable, found \"%s\"".formatted(variable));
    }
  }

  /// @throws WorkspaceFault when the variable is not set and there is nobody to ask
  Passphrase passphrase(String question, String variable) {
    String given = environment.apply(variable);
    char[] characters =
        given == null || given.isEmpty() ? asking.apply(question) : given.toCharArray();
    if (characters.length == 0) {
      throw new WorkspaceFault(
          WorkspaceFault.INVALID,
          "expected the passphrase of the registry's key in the environment variable %s, found none; set it for this command, or run it at a terminal"
              .formatted(variable));
    }
    try {
      return Passphrase.of(characters);
    } finally {
      Arrays.fill(characters, '\0');
    }
  }

  /// The PIN, which the caller wipes.
  ///
  /// @throws WorkspaceFault when the variable is not set
  char[] pin(String variable) {
    String given = environment.apply(variable);
    if (given == null || given.isEmpty()) {
      throw new WorkspaceFault(
          WorkspaceFault.INVALID,
          "expected the token's PIN in the environment variable %s, found none; set it for this command"
              .formatted(variable));
    }
    return given.toCharArray();
  }
}
