package dev.bulwark.server.bench;

import dev.bulwark.cli.command.BenchCommand;
import dev.bulwark.kernel.fault.ProblemType.Exit;
import dev.bulwark.project.Shell;
import dev.bulwark.project.terminal.Progress;
import dev.bulwark.project.workspace.PrivateFolder;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Measures the server's pages under load.
@Command(
    name = "server",
    mixinStandardHelpOptions = true,
    description = {
      "Measures the system's page while many people look at it.",
      "Each has a session and a TLS connection; the ratio is to a page without content, in the same"
          + " run.",
      "People and server share the machine. Writing 10,000 entries takes a minute or two first."
    })
public final class ServerBenchCommand implements Callable<Integer> {
  private final Shell shell;

  @Option(names = "--people", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
  private int people = 200;

  @Option(names = "--entries", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
  private int entries = 10_000;

  @Option(
      names = "--think-seconds",
      paramLabel = "N",
      description = "The mean pause between two pages of one person. Default: ${DEFAULT-VALUE}.")
  private int think = 10;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description =
          "How long is measured, after half of it to get warm. Default: ${DEFAULT-VALUE}.")
  private int seconds = 60;

  ServerBenchCommand(Shell shell) {
    this.shell = shell;
  }

  /// `bench` with the server's own beside the others.
  public static Object group(Shell shell) {
    CommandLine group = new CommandLine(new BenchCommand());
    BenchCommand.subcommands(shell).forEach(group::addSubcommand);
    group.addSubcommand(new ServerBenchCommand(shell));
    return group;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    ServerBench.Plan plan =
        new ServerBench.Plan(
            people,
            entries,
            Duration.ofSeconds(think),
            Duration.ofSeconds(seconds).dividedBy(2),
            Duration.ofSeconds(seconds));
    try (PrivateFolder folder = PrivateFolder.make();
        Progress progress = new Progress(shell.terminal(), shell.nanoTime())) {
      ServerBench.Result result = new ServerBench(plan, shell).run(folder.path(), progress::step);
      progress.wipe();
      result.lines().forEach(shell.terminal()::line);
    }
    return Exit.OPEN.code();
  }
}
