package dev.bulwark.server;

import dev.bulwark.cli.Main;
import dev.bulwark.project.Shell;
import dev.bulwark.project.workspace.Home;
import dev.bulwark.server.config.Configuration;
import dev.bulwark.server.config.Settings;
import dev.bulwark.server.project.Projects;
import dev.bulwark.server.sql.Database;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Runs a command of the command line on a system of a server, wherever its evidence lies.
///
/// It leads the system's ledger while it works, as a server does for a request; the server may run.
/// A lease is waited for, a folder that is in use is told (`ledger-busy`).
@Command(
    name = "care",
    mixinStandardHelpOptions = true,
    description = {
      "Runs a command on a system of a server, running or not, wherever its evidence lies.",
      "For what no request asks: erase, hold and revoke versions, say how long they are kept,"
          + " sweep, scrub, move to a new registry key, import advisories.",
      "bulwark care credit-scoring registry sweep --dry-run"
    })
public final class CareCommand implements Callable<Integer> {
  /// Those that read and write evidence alone. Others would take the folder they are started in for
  /// the system's files.
  private static final Set<String> COMMANDS =
      Set.of("advisories", "env", "keys", "model", "recheck", "registry");

  private final Shell shell;

  @Mixin private ServerOptions options = new ServerOptions();

  @Parameters(index = "0", paramLabel = "SYSTEM", description = "The system's id.")
  private String system = "";

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "COMMAND",
      description = "advisories, env, keys, model, recheck or registry, with what belongs to it.")
  private List<String> words = new ArrayList<>();

  private CareCommand(Shell shell) {
    this.shell = shell;
  }

  /// What comes after the system's id belongs to the other command.
  static CommandLine of(Shell shell) {
    return new CommandLine(new CareCommand(shell)).setStopAtPositional(true);
  }

  @Override
  public Integer call() {
    if (!COMMANDS.contains(words.getFirst())) {
      throw invalid("one of the commands " + COMMANDS.stream().sorted().toList(), "another");
    }
    CommandLog.warnOnStandardError();
    Configuration settings = options.read(Map.of());
    ServerConfig config = ServerConfig.of(options.home(), settings);
    config.requireWhole();
    try (Database database =
        Database.openAsItIs(config.database(), settings.secret(Settings.DATABASE_PASSWORD))) {
      Home home =
          new Projects(database, shell.clock(), config.systems(), Sharing.shelves(database, config))
              .find(system)
              .orElseThrow(() -> invalid("the id of a system of this server", "another"))
              .home();
      return Main.run(
          shell.with((project, named) -> its(home, project, named)),
          new LinkedHashMap<>(),
          words.toArray(String[]::new));
    }
  }

  private static Home its(Home home, Path project, Optional<Path> named) {
    if (named.isPresent() || !project.equals(Path.of("."))) {
      throw invalid("no --project and no --home behind the system's id, which says it all", "one");
    }
    return home;
  }

  private static ServerFault invalid(String expected, String found) {
    return new ServerFault(
        ServerFault.INVALID, "expected " + expected + ", found " + found + "; see --help");
  }
}
