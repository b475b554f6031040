package dev.bulwark.server.witness;

import dev.bulwark.kernel.fault.ProblemType.Exit;
import dev.bulwark.project.Shell;
import dev.bulwark.server.web.Certificate;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Stays, and signs for the ledgers it knows.
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = {
      "Runs a witness: POST /add-checkpoint as C2SP tlog-witness has it.",
      "The first start makes its keys and a certificate. Nothing but checkpoints is sent to it."
    })
final class WitnessRun implements Callable<Integer> {
  private final Shell shell;

  @Option(
      names = "--home",
      paramLabel = "DIR",
      required = true,
      description = "The witness's own folder.")
  private Path home = Path.of(".");

  @Option(
      names = "--name",
      paramLabel = "NAME",
      defaultValue = "bulwark-witness",
      description = "What it signs as; kept from the first start (default: ${DEFAULT-VALUE}).")
  private String name = "";

  @Option(
      names = "--ledger",
      paramLabel = "FILE",
      description = "Also know this ledger: its vkeys, as /tlog/keys of a server shows them.")
  private List<Path> ledgers = List.of();

  @Option(
      names = "--host",
      paramLabel = "NAME",
      defaultValue = "localhost",
      description = "The name or address to listen on (default: ${DEFAULT-VALUE}).")
  private String host = "localhost";

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8444",
      description = "The port; 0 for any free one (default: ${DEFAULT-VALUE}).")
  private int port = 8444;

  WitnessRun(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws InterruptedException {
    WitnessHome folder = WitnessHome.open(home.toAbsolutePath(), name);
    ledgers.forEach(folder::add);
    Certificate certificate =
        Certificate.ensure(folder.certificate(), host, shell.clock().instant(), new SecureRandom());
    WitnessServer.boundTimes();
    String keys = folder.cosigner().vkeys();
    CountDownLatch stopped = new CountDownLatch(1);
    try (WitnessServer server =
        new WitnessServer(
            new InetSocketAddress(host, port),
            certificate,
            folder.witness(),
            keys,
            shell.clock())) {
      Runtime.getRuntime().addShutdownHook(new Thread(stopped::countDown, "stop"));
      say(server, certificate, keys, folder.ledgers().size());
      stopped.await();
    }
    return Exit.OPEN.code();
  }

  private void say(WitnessServer server, Certificate certificate, String keys, int known) {
    shell.terminal().line("A witness answers at https://%s:%d".formatted(host, server.port()));
    shell.terminal().line("  certificate, SHA-256  " + certificate.fingerprint());
    shell.terminal().line("  ledgers it knows      " + known);
    shell.terminal().line("  its keys:");
    keys.lines().forEach(key -> shell.terminal().line(key));
    shell.terminal().out().flush();
  }
}
