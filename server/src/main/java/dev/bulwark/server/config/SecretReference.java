package dev.bulwark.server.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where a secret is: in a file its owner alone may read, or in a variable of the environment.
///
/// Its text is `file:/run/secrets/database` or `env:DATABASE_PASSWORD`; it can be shown.
public sealed interface SecretReference {
  /// The largest secret.
  int MAX_BYTES = 16 << 10;

  record OfFile(Path file) implements SecretReference {
    @Override
    public String toString() {
      return "file:" + file;
    }
  }

  record OfVariable(String name) implements SecretReference {
    @Override
    public String toString() {
      return "env:" + name;
    }
  }

  static SecretReference parse(String text) {
    if (text.startsWith("file:/")) {
      return new OfFile(Path.of(text.substring("file:".length())));
    }
    String name = text.startsWith("env:") ? text.substring("env:".length()) : "";
    if (Pattern.matches("[A-Za-z_][A-Za-z0-9_]{0,127}", name)) {
      return new OfVariable(name);
    }
    throw new IllegalArgumentException("another form is expected");
  }

  /// The secret, without the end of its line.
  ///
  /// @throws IllegalArgumentException with what keeps it from being read, never with what it is
  default String read(UnaryOperator<@Nullable String> environment) {
    String secret =
        switch (this) {
          case OfFile(Path file) -> content(file);
          case OfVariable(String name) -> String.valueOf(variable(environment, name));
        };
    String line = secret.replaceFirst("\\R\\z", "");
    if (line.isEmpty()) {
      throw new IllegalArgumentException("expected a secret at " + this + ", found nothing");
    }
    return line;
  }

  private static String variable(UnaryOperator<@Nullable String> environment, String name) {
    String value = environment.apply(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "expected the variable " + name + " in the environment, found none");
    }
    return value;
  }

  private static String content(Path file) {
    try {
      Set<PosixFilePermission> modes = Files.getPosixFilePermissions(file);
      if (modes.contains(PosixFilePermission.OTHERS_READ)
          || modes.contains(PosixFilePermission.OTHERS_WRITE)
          || modes.contains(PosixFilePermission.GROUP_WRITE)) {
        throw new IllegalArgumentException(
            "expected the file %s to be closed to others, found that they may read or change it; `chmod 600` it"
                .formatted(file));
      }
      if (Files.size(file) > MAX_BYTES) {
        throw new IllegalArgumentException(
            "expected at most %d bytes in %s, found more".formatted(MAX_BYTES, file));
      }
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "expected to read the file %s, found: %s".formatted(file, e.getClass().getSimpleName()),
          e);
    }
  }
}
