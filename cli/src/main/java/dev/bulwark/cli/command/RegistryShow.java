package dev.bulwark.cli.command;

import dev.bulwark.kernel.fault.ProblemType.Exit;
import dev.bulwark.project.Shell;
import dev.bulwark.project.registry.RegistryReader;
import dev.bulwark.project.registry.RegistryText;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Shows the registry as a whole.
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = "Shows the registry as a whole: counts, retention, holds.")
final class RegistryShow implements Callable<Integer> {
  private final Shell shell;

  @Mixin private LaterProject where = new LaterProject();

  @Mixin private JsonOption json = new JsonOption();

  RegistryShow(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    RegistryText.registry(
        shell.terminal(), RegistryReader.now(where.home(shell), shell), json.wanted());
    return Exit.OPEN.code();
  }
}
