package dev.bulwark.cli.command;

import dev.bulwark.project.Shell;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Channels of updates.
@Command(
    name = "update",
    mixinStandardHelpOptions = true,
    description = {
      "Follows channels of updates, within terms a person signed.",
      "A new version is verified, taken in, asked of the gates, moved on, watched and taken back; what waits says why."
    })
public final class UpdateCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "a subcommand is needed: add, list, show, run, watch, check or remove");
  }

  /// The subcommands, for registration.
  public static List<Object> subcommands(Shell shell) {
    return List.of(
        new UpdateAdd(shell),
        new UpdateList(shell),
        new UpdateShow(shell),
        new UpdatePass(shell),
        new UpdateWatch(shell),
        new UpdateCheck(shell),
        new UpdateRemove(shell));
  }
}
