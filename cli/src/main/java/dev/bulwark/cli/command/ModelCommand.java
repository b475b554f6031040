package dev.bulwark.cli.command;

import dev.bulwark.project.Shell;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Versions of models, datasets, prompts, adapters and configurations.
@Command(
    name = "model",
    mixinStandardHelpOptions = true,
    description = {
      "Keeps versions of models and data under seal.",
      "So it does with prompts, adapters and configurations.",
      "A version becomes ready when every check passed over its stored bytes."
    })
public final class ModelCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "a subcommand is needed: push, list, show, pull, examine, card, provenance, revoke, hold or erase");
  }

  /// The subcommands, for registration.
  public static List<Object> subcommands(Shell shell) {
    return List.of(
        new ModelPush(shell),
        new ModelList(shell),
        new ModelShow(shell),
        new ModelPull(shell),
        new ModelExamine(shell),
        new ModelRevoke(shell),
        new ModelCardCommand(shell),
        new ModelProvenance(shell),
        new ModelHold(shell),
        new ModelErase(shell));
  }
}
