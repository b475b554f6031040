package dev.bulwark.server;

import dev.bulwark.kernel.fault.ProblemType.Exit;
import dev.bulwark.project.Shell;
import dev.bulwark.server.config.Configuration;
import dev.bulwark.server.config.Settings;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Starts the server and stays until it is interrupted.
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description = {
      "Starts the server: console, REST, the ledger for others.",
      "The first start makes a certificate, prints its fingerprint and a link for the first"
          + " administrator."
    })
public final class UpCommand implements Callable<Integer> {
  private final Shell shell;

  @Mixin private ServerOptions options = new ServerOptions();

  @Option(
      names = "--host",
      paramLabel = "NAME",
      description = "The name or address to listen on (default: localhost).")
  private @Nullable String host;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "The port; 0 for any free one (default: 8443).")
  private @Nullable String port;

  @Option(
      names = "--check-config",
      description = "Only says what is in force and where each of it came from.")
  private boolean check;

  @Option(
      names = "--origin",
      paramLabel = "URL",
      description =
          "Where browsers find it behind a proxy, https://NAME; passkeys are for that name.")
  private @Nullable String origin;

  public UpCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws InterruptedException {
    Map<String, String> given = new HashMap<>();
    if (host != null) {
      given.put(Settings.HOST.key(), host);
    }
    if (port != null) {
      given.put(Settings.PORT.key(), port);
    }
    if (origin != null) {
      given.put(Settings.ORIGIN.key(), origin);
    }
    Configuration settings = options.read(given);
    if (check) {
      shell.terminal().line("home  " + options.home());
      settings.lines().forEach((key, line) -> shell.terminal().line(key + "  " + line));
      return Exit.OPEN.code();
    }
    ServerConfig config = ServerConfig.of(options.home(), settings);
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
}
