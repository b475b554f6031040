package dev.bulwark.server;

import dev.bulwark.server.config.Configuration;
import dev.bulwark.server.config.ConfigurationReader;
import dev.bulwark.server.config.Kind;
import dev.bulwark.server.config.SecretReference;
import dev.bulwark.server.config.Settings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where a server's folder is and how it is set: options, then variables, then the file.
final class ServerOptions {
  private static final String FILE = "bulwark-server.yaml";

  @Option(
      names = "--home",
      paramLabel = "DIR",
      description = "The server's folder (default: BULWARK_HOME, or ~/.local/share/bulwark).")
  private @Nullable Path home;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The settings (default: BULWARK_CONFIG, or " + FILE + " in the home folder).")
  private @Nullable Path file;

  @Option(
      names = "--database",
      paramLabel = "URL",
      description = "jdbc:postgresql://… instead of the file in the home folder.")
  private @Nullable String database;

  Path home() {
    Path named = home == null ? path("BULWARK_HOME") : home;
    return named == null ? defaultHome() : named.toAbsolutePath();
  }

  /// @param more options of the command, by key
  /// @throws dev.bulwark.server.config.ConfigurationFault with all problems
  Configuration read(Map<String, String> more) {
    Map<String, String> options = new HashMap<>(more);
    if (database != null) {
      options.put(Settings.DATABASE.key(), database);
    }
    Path named = named();
    return new ConfigurationReader(Settings.ALL, Settings.REMOVED, System.getenv())
        .options(options)
        .variables()
        .file(named == null ? home().resolve(FILE) : named, named != null)
        .read();
  }

  private @Nullable Path named() {
    return file == null ? path("BULWARK_CONFIG") : file;
  }

  /// The file of the settings, whether it is there or not.
  Path settings() {
    Path named = named();
    return named == null ? home().resolve(FILE) : named;
  }

  /// What a reference of the command line refers to.
  static String secret(String reference) {
    try {
      return SecretReference.parse(reference).read(System::getenv);
    } catch (IllegalArgumentException e) {
      throw new ServerFault(
          ServerFault.UNAVAILABLE,
          "expected " + Kind.SECRET.form() + " that can be read; " + e.getMessage(),
          e);
    }
  }

  private static @Nullable Path path(String variable) {
    String value = System.getenv(variable);
    return value == null || value.isBlank() ? null : Path.of(value);
  }

  private static Path defaultHome() {
    String data = System.getenv("XDG_DATA_HOME");
    return data == null || data.isBlank()
        ? Path.of(System.getProperty("user.home"), ".local", "share", "bulwark")
        : Path.of(data, "bulwark");
  }
}
