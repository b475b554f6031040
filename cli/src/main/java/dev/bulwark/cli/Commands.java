package dev.bulwark.cli;

import dev.bulwark.cli.command.AttestCommand;
import dev.bulwark.cli.command.AuditCommand;
import dev.bulwark.cli.command.CheckCommand;
import dev.bulwark.cli.command.ControlsCommand;
import dev.bulwark.cli.command.ExplainCommand;
import dev.bulwark.cli.command.InitCommand;
import dev.bulwark.cli.command.KeysCommand;
import dev.bulwark.cli.command.ReportCommand;
import dev.bulwark.cli.command.StatusCommand;
import dev.bulwark.cli.command.WaiveCommand;
import java.util.List;
import picocli.CommandLine;

/// Every command, in the order of the help.
final class Commands {
  private Commands() {}

  static List<Object> all(Shell shell) {
    return List.of(
        new InitCommand(shell),
        new CheckCommand(shell),
        new StatusCommand(shell),
        new ExplainCommand(shell),
        new AuditCommand(shell),
        new AttestCommand(shell),
        new WaiveCommand(shell),
        keys(shell),
        new ReportCommand(shell),
        new ControlsCommand(shell));
  }

  private static CommandLine keys(Shell shell) {
    CommandLine keys = new CommandLine(new KeysCommand());
    KeysCommand.subcommands(shell).forEach(keys::addSubcommand);
    return keys;
  }
}
