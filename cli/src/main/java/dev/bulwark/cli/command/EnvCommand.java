package dev.bulwark.cli.command;

import dev.bulwark.project.Shell;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Environments: separate places to run, each with its own key.
@Command(
    name = "env",
    mixinStandardHelpOptions = true,
    description = {
      "Adds and shows environments, each with its own key.",
      "What an environment's gate did not allow cannot be decrypted there."
    })
public final class EnvCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "a subcommand is needed: add, key, trust, list, suspend, free, mark or check");
  }

  /// The subcommands, for registration.
  public static List<Object> subcommands(Shell shell) {
    return List.of(
        new EnvAdd(shell),
        new EnvKey(shell),
        new EnvTrust(shell),
        new EnvList(shell),
        new EnvSuspend(shell),
        new EnvFree(shell),
        new EnvMark(shell),
        new EnvCheck(shell));
  }
}
