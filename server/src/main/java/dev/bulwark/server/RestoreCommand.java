package dev.bulwark.server;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.fault.ProblemType.Exit;
import dev.bulwark.project.Shell;
import dev.bulwark.server.backup.Restore;
import dev.bulwark.server.config.Configuration;
import dev.bulwark.server.config.Settings;
import dev.bulwark.server.oidc.SignOnConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Puts a backup back and proves it.
@Command(
    name = "restore",
    mixinStandardHelpOptions = true,
    description = {
      "Puts a backup into an empty folder and an empty database, and audits every system.",
      "One that was cut off is ended by running it again."
    })
public final class RestoreCommand implements Callable<Integer> {
  private static final int MOST_NOTE_BYTES = 1 << 16;

  private final Shell shell;

  @Mixin private ServerOptions options = new ServerOptions();

  @Option(
      names = "--passphrase",
      required = true,
      paramLabel = "REF",
      description = "file:/a/path or env:NAME: what it was made with.")
  private String passphrase = "";

  @Option(
      names = "--known",
      paramLabel = "FILE",
      description = {
        "A checkpoint that was kept elsewhere, by a witness or an auditor; as often as needed.",
        "A ledger that is shorter than it or another is refused."
      })
  private List<Path> known = new ArrayList<>();

  @Parameters(paramLabel = "FILE", description = "The backup.")
  private Path file = Path.of("");

  public RestoreCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    CommandLog.warnOnStandardError();
    Configuration settings = options.read(Map.of());
    ServerConfig config = ServerConfig.of(options.home(), settings);
    Restore.Done done =
        new Restore(
                config.home(),
                config.database(),
                settings.secret(Settings.DATABASE_PASSWORD),
                database -> Sharing.shelves(database, config),
                shell.clock())
            .read(
                file.toAbsolutePath(),
                ServerOptions.secret(passphrase),
                known.stream().map(RestoreCommand::note).toList(),
                line -> shell.terminal().line("  " + line));
    shell.terminal().line("Restored as it was at " + done.made());
    done.systems().forEach(line -> shell.terminal().line("  " + line));
    if (Files.exists(config.home().resolve("bulwark-server.yaml.restored"))) {
      shell
          .terminal()
          .line(
              "  its settings are in bulwark-server.yaml.restored and count for nothing yet: look"
                  + " at them, then give them their name");
    }
    if (Files.exists(config.home().resolve(SignOnConfig.FILE))) {
      shell
          .terminal()
          .line(
              "  people sign in elsewhere as before (single-sign-on.json); the client's secret it names is"
                  + " not in a backup: put it back, and tell the issuer when the address changed");
    }
    if (known.isEmpty()) {
      shell
          .terminal()
          .line(
              "  no checkpoint was given with --known: whether something newer was lost cannot be"
                  + " told");
    }
    return Exit.OPEN.code();
  }

  private static Bytes note(Path file) {
    try {
      if (Files.size(file) > MOST_NOTE_BYTES) {
        throw new IOException("too large");
      }
      return Bytes.of(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new ServerFault(
          ServerFault.UNAVAILABLE,
          "expected a checkpoint at %s, found: %s".formatted(file, e.getClass().getSimpleName()),
          e);
    }
  }
}
