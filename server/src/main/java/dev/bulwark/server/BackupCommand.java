package dev.bulwark.server;

import dev.bulwark.kernel.fault.ProblemType.Exit;
import dev.bulwark.project.Shell;
import dev.bulwark.server.backup.Backup;
import dev.bulwark.server.config.Configuration;
import dev.bulwark.server.config.Settings;
import dev.bulwark.server.sql.Database;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Copies a server, running or not, into one encrypted file.
@Command(
    name = "backup",
    mixinStandardHelpOptions = true,
    description = {
      "Copies a server, running or not, into one encrypted file: database, ledgers, vaults,"
          + " registries, keys, settings without secrets.",
      "Every ledger is audited in the copy before it counts."
    })
public final class BackupCommand implements Callable<Integer> {
  private final Shell shell;

  @Mixin private ServerOptions options = new ServerOptions();

  @Option(
      names = "--passphrase",
      required = true,
      paramLabel = "REF",
      description =
          "file:/a/path or env:NAME: what opens it again. It is worth as much as all keys.")
  private String passphrase = "";

  @Parameters(paramLabel = "FILE", description = "The file to write.")
  private Path file = Path.of("");

  public BackupCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    CommandLog.warnOnStandardError();
    Configuration settings = options.read(Map.of());
    ServerConfig config = ServerConfig.of(options.home(), settings);
    try (Database database =
        Database.openAsItIs(config.database(), settings.secret(Settings.DATABASE_PASSWORD))) {
      String digest =
          new Backup(
                  config.home(),
                  options.settings(),
                  database,
                  Sharing.shelves(database, config),
                  !settings.value(Settings.REPLICAS),
                  shell.clock())
              .write(
                  file.toAbsolutePath(),
                  ServerOptions.secret(passphrase),
                  line -> shell.terminal().line("  " + line))
              .toString();
      shell.terminal().line("Backup written to " + file);
      shell.terminal().line("  " + digest);
    }
    return Exit.OPEN.code();
  }
}
