package dev.bulwark.server;

import dev.bulwark.server.backup.Restore;
import dev.bulwark.server.config.Configuration;
import dev.bulwark.server.config.Settings;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

/// What a server is started with.
///
/// @param home its own folder: database, certificate, systems
/// @param host the name people reach it by, and the address it listens on
/// @param port 0 for any free one
/// @param database `jdbc:…`
/// @param settings everything else
public record ServerConfig(
    Path home, String host, int port, String database, Configuration settings) {
  private static final Pattern ORIGIN =
      Pattern.compile("https://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[1-9][0-9]{0,4})?");
  private static final int HTTPS = 443;

  public ServerConfig {
    if (port < 0 || port > 65_535) {
      throw new ServerFault(
          ServerFault.UNAVAILABLE, "expected a port from 0 to 65535, found " + port);
    }
    settings.find(Settings.ORIGIN).ifPresent(ServerConfig::requireOrigin);
  }

  private static void requireOrigin(String origin) {
    if (!ORIGIN.matcher(origin).matches()) {
      throw new ServerFault(
          ServerFault.UNAVAILABLE,
          "expected an origin such as https://bulwark.example.org, without a path, found another"
              + " text");
    }
  }

  /// @param listening the port that was bound
  String originAt(int listening) {
    return settings
        .find(Settings.ORIGIN)
        .orElseGet(() -> "https://" + host + (listening == HTTPS ? "" : ":" + listening));
  }

  /// Everything else as it is by default.
  public ServerConfig(Path home, String host, int port, String database) {
    this(home, host, port, database, Configuration.defaults());
  }

  /// A server in its folder, as its settings say.
  public static ServerConfig of(Path home, Configuration settings) {
    return new ServerConfig(
        home,
        settings.value(Settings.HOST),
        settings.value(Settings.PORT),
        settings.find(Settings.DATABASE).orElseGet(() -> embedded(home)),
        settings);
  }

  /// The same with some settings given by key.
  public static ServerConfig of(Path home, Map<String, String> settings) {
    return of(home, Configuration.of(settings));
  }

  /// @throws ServerFault `server-unavailable` after a restore that was cut off
  void requireWhole() {
    if (Restore.isUnfinished(home)) {
      throw new ServerFault(
          ServerFault.UNAVAILABLE,
          "expected a whole server in %s, found a restore that did not end; run `bulwark restore` again"
              .formatted(home));
    }
  }

  /// Where what is sent lies until it is read.
  Path spool() {
    return home.resolve("spool");
  }

  Path systems() {
    return home.resolve("systems");
  }

  Path uploads() {
    return home.resolve("uploads");
  }

  Path certificate() {
    return home.resolve("tls").resolve("server.p12");
  }

  /// With the file in the home folder as its database.
  public static ServerConfig embeddedIn(Path home, String host, int port) {
    return new ServerConfig(home, host, port, embedded(home));
  }

  static String embedded(Path home) {
    return "jdbc:sqlite:" + home.resolve("server.db");
  }
}
