package dev.bulwark.server;

import java.nio.file.Path;

/// What a server is started with.
///
/// @param home its own folder: database, certificate, systems
/// @param host the name people reach it by, and the address it listens on
/// @param port 0 for any free one
/// @param database `jdbc:…`
public record ServerConfig(Path home, String host, int port, String database) {
  public ServerConfig {
    if (port < 0 || port > 65_535) {
      throw new ServerFault(
          ServerFault.UNAVAILABLE, "expected a port from 0 to 65535, found " + port);
    }
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

  static String embedded(Path home) {
    return "jdbc:sqlite:" + home.resolve("server.db");
  }
}
