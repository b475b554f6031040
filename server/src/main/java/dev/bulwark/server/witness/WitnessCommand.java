package dev.bulwark.server.witness;

import dev.bulwark.project.Shell;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// Remembers for others, or asks one who does.
@Command(
    name = "witness",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "A witness signs a ledger's checkpoint when it adds to the one it signed before.",
      "Run one on another machine, under another person: then nobody can be shown another history."
    })
public final class WitnessCommand {
  private WitnessCommand() {}

  public static CommandLine of(Shell shell) {
    CommandLine group = new CommandLine(new WitnessCommand());
    group.addSubcommand(new WitnessRun(shell));
    group.addSubcommand(new WitnessAsk(shell));
    return group;
  }
}
