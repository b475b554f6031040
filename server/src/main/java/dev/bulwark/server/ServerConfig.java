package dev.bulwark.server;

import java.nio.file.Path;
import java.util.regex.Pattern;

/// What a server is started with.
///
/// @param home its own folder: database, certificate, systems
/// @param host the name people reach it by, and the address it listens on
/// @param port 0 for any free one
/// @param database `jdbc:…`
/// @param origin where browsers find it, such as `https://bulwark.example.org` behind a proxy;
///   empty for the host and port themselves. Passkeys are for its host.
public record ServerConfig(Path home, String host, int port, String database, String origin) {
  private static final Pattern ORIGIN =
      Pattern.compile("https://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[1-9][0-9]{0,4})?");
  private static final int HTTPS = 443;

  public ServerConfig {
    if (port < 0 || port > 65_535) {
      throw new ServerFault(
          ServerFault.UNAVAILABLE, "expected a port from 0 to 65535, found " + port);
    }
    if (!origin.isEmpty() && !ORIGIN.matcher(origin).matches()) {
      throw new ServerFault(
          ServerFault.UNAVAILABLE,
          "expected an origin such as https://bulwark.example.org, without a path, found another text");
    }
  }

  public ServerConfig(Path home, String host, int port, String database) {
    this(home, host, port, database, "");
  }

  /// @param listening the port that was bound
  String originAt(int listening) {
    return origin.isEmpty()
        ? "https://" + host + (listening == HTTPS ? "" : ":" + listening)
        : origin;
  }

  Path systems() {
    return home.resolve("systems");
  }

  Path certificate() {
    return home.resolve("tls").resolve("server.p12");
  }

  static String embedded(Path home) {
    return "jdbc:sqlite:" + home.resolve("server.db");
  }
}
