package dev.bulwark.cli.command;

import dev.bulwark.kernel.fault.ProblemType.Exit;
import dev.bulwark.project.Shell;
import dev.bulwark.project.registry.RegistryReader;
import dev.bulwark.project.registry.UpdateText;
import dev.bulwark.registry.state.RegistryState;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Shows one channel whole.
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = "Shows a channel and what it brought.")
final class UpdateShow implements Callable<Integer> {
  private final Shell shell;

  @Parameters(index = "0", paramLabel = "CHANNEL", description = "Such as vendor.")
  private String channel = "";

  @Mixin private LaterProject where = new LaterProject();

  @Mixin private JsonOption json = new JsonOption();

  UpdateShow(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    RegistryState state = RegistryReader.now(where.home(shell), shell);
    new UpdateText(shell.terminal(), json.wanted()).channel(state, state.channel(channel));
    return Exit.OPEN.code();
  }
}
