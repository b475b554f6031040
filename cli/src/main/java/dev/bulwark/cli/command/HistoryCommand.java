package dev.bulwark.cli.command;

import dev.bulwark.kernel.fault.ProblemType.Exit;
import dev.bulwark.project.Shell;
import dev.bulwark.project.registry.RegistryReader;
import dev.bulwark.project.registry.RegistryText;
import dev.bulwark.registry.state.RegistryState;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Says exactly what ran, and when.
@Command(
    name = "history",
    mixinStandardHelpOptions = true,
    description = {
      "Shows what ran in an environment, and when.",
      "With --at, as it was known at that moment."
    })
public final class HistoryCommand implements Callable<Integer> {
  private final Shell shell;

  @Parameters(index = "0", paramLabel = "ENV", description = "The environment.")
  private String environment = "";

  @Option(
      names = "--at",
      paramLabel = "TIME",
      converter = Moment.class,
      description = "A date or a time: what ran then, by what was known then.")
  private @Nullable Instant at;

  @Mixin private LaterProject where = new LaterProject();

  @Mixin private JsonOption json = new JsonOption();

  public HistoryCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    RegistryState state =
        RegistryReader.at(where.home(shell), at == null ? shell.clock().instant() : at);
    RegistryText.history(
        shell.terminal(), state.environment(environment), state.asOf(), json.wanted());
    return Exit.OPEN.code();
  }
}
