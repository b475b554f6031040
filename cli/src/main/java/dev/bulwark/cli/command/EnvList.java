package dev.bulwark.cli.command;

import dev.bulwark.kernel.fault.ProblemType.Exit;
import dev.bulwark.project.Shell;
import dev.bulwark.project.registry.RegistryReader;
import dev.bulwark.project.registry.RegistryText;
import dev.bulwark.registry.state.RegistryState;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Shows what runs where.
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "Shows every environment and what runs there.")
final class EnvList implements Callable<Integer> {
  private final Shell shell;

  @Mixin private LaterProject where = new LaterProject();

  @Mixin private JsonOption json = new JsonOption();

  EnvList(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    RegistryState state = RegistryReader.now(where.home(shell), shell);
    RegistryText.environments(
        shell.terminal(), state.environments().values(), state.asOf(), json.wanted());
    return Exit.OPEN.code();
  }
}
