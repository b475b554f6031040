package dev.bulwark.server;

import dev.bulwark.cli.Shell;
import dev.bulwark.kernel.fault.ProblemType.Exit;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Starts the server and stays until it is interrupted.
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description = {
      "Starts the server: console, REST, the ledger for others.",
      "The first start makes a certificate, prints its fingerprint and a link for the first administrator."
    })
public final class UpCommand implements Callable<Integer> {
  private final Shell shell;

  @Option(
      names = "--home",
      paramLabel = "DIR",
      description = "The server's folder (default: ~/.local/share/bulwark).")
  private @Nullable Path home;

  @Option(
      names = "--host",
      paramLabel = "NAME",
      defaultValue = "localhost",
      description = "The name or address to listen on (default: localhost).")
  private String host = "localhost";

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8443",
      description = "The port; 0 for any free one (default: 8443).")
  private int port = 8443;

  @Option(
      names = "--database",
      paramLabel = "URL",
      description = "jdbc:postgresql://… instead of the file in the home folder.")
  private @Nullable String database;

  @Option(
      names = "--origin",
      paramLabel = "URL",
      defaultValue = "",
      description =
          "Where browsers find it behind a proxy, https://NAME; passkeys are for that name.")
  private String origin = "";

  public UpCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws InterruptedException {
    Path folder = home == null ? defaultHome() : home.toAbsolutePath();
    ServerConfig config =
        new ServerConfig(
            folder,
            host,
            port,
            Optional.ofNullable(database).orElseGet(() -> ServerConfig.embedded(folder)),
            origin);
    CountDownLatch stop = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  stop.countDown();
                  awaitQuietly(stopped);
                }));
    try (Server server = Server.start(config, shell.clock(), shell.nanoTime())) {
      shell.terminal().line("Bulwark answers at " + server.address());
      shell.terminal().line("  certificate, SHA-256  " + server.fingerprint());
      server
          .firstLink()
          .ifPresent(
              link ->
                  shell
                      .terminal()
                      .line("  first administrator   " + link + "  (once, within an hour)"));
      shell.terminal().line("  stop with Ctrl-C");
      stop.await();
    } finally {
      stopped.countDown();
    }
    return Exit.OPEN.code();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Path defaultHome() {
    String data = System.getenv("XDG_DATA_HOME");
    return data == null || data.isBlank()
        ? Path.of(System.getProperty("user.home"), ".local", "share", "bulwark")
        : Path.of(data, "bulwark");
  }
}
