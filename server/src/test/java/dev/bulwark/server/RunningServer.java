package dev.bulwark.server;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/// A real server on a free port, for one test class.
final class RunningServer implements AutoCloseable {
  static final String PASSWORD = "correct horse battery staple";

  private final AtomicReference<Instant> ahead = new AtomicReference<>(Instant.EPOCH);
  private final Server server;

  private RunningServer(ServerConfig config) {
    this.server = Server.start(config, clock(), System::nanoTime);
  }

  static RunningServer in(Path home) {
    return new RunningServer(new ServerConfig(home, "localhost", 0, ServerConfig.embedded(home)));
  }

  static RunningServer on(Path home, String database) {
    return new RunningServer(new ServerConfig(home, "localhost", 0, database));
  }

  static RunningServer with(Path home, java.util.Map<String, String> settings) {
    java.util.Map<String, String> all = new java.util.HashMap<>(settings);
    all.putIfAbsent("port", "0");
    return new RunningServer(ServerConfig.of(home, all));
  }

  /// The machine's clock, moved by {@link #later}.
  private InstantSource clock() {
    return () -> Instant.now().plusSeconds(ahead.get().getEpochSecond());
  }

  /// Lets time pass.
  void later(java.time.Duration by) {
    ahead.updateAndGet(was -> was.plus(by));
  }

  String address() {
    return server.address();
  }

  String firstLink() {
    return server.firstLink().orElseThrow();
  }

  Server server() {
    return server;
  }

  @Override
  public void close() {
    server.close();
  }
}
