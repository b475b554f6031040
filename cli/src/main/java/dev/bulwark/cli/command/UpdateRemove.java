package dev.bulwark.cli.command;

import dev.bulwark.kernel.fault.ProblemType.Exit;
import dev.bulwark.project.Shell;
import dev.bulwark.project.registry.RegistryDesk;
import dev.bulwark.project.registry.UpdateText;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Closes a channel.
@Command(
    name = "remove",
    mixinStandardHelpOptions = true,
    description = {
      "Closes a channel.",
      "It brings, moves and takes back nothing any more; what runs goes on running."
    })
final class UpdateRemove implements Callable<Integer> {
  private final Shell shell;

  @Parameters(index = "0", paramLabel = "CHANNEL", description = "Such as vendor.")
  private String channel = "";

  @Mixin private ReasonOption reason = new ReasonOption();

  @Mixin private Signatory signatory = new Signatory();

  @Mixin private LaterProject where = new LaterProject();

  @Mixin private JsonOption json = new JsonOption();

  UpdateRemove(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    try (RegistryDesk desk = RegistryDesk.open(where.home(shell), shell)) {
      desk.registrar().unfollow(channel, signatory.open(desk.workspace(), shell), reason.text());
      new UpdateText(shell.terminal(), json.wanted())
          .channels(List.of(desk.state().channel(channel)));
    }
    return Exit.OPEN.code();
  }
}
