package dev.bulwark.cli.command;

import dev.bulwark.kernel.fault.ProblemType.Exit;
import dev.bulwark.project.Shell;
import dev.bulwark.project.registry.RegistryReader;
import dev.bulwark.project.registry.UpdateText;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Lists channels.
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "Lists every channel and what its terms are.")
final class UpdateList implements Callable<Integer> {
  private final Shell shell;

  @Mixin private LaterProject where = new LaterProject();

  @Mixin private JsonOption json = new JsonOption();

  UpdateList(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    new UpdateText(shell.terminal(), json.wanted())
        .channels(List.copyOf(RegistryReader.now(where.home(shell), shell).channels().values()));
    return Exit.OPEN.code();
  }
}
