package dev.bulwark.cli;

import dev.bulwark.cli.command.AttestCommand;
import dev.bulwark.cli.command.AuditCommand;
import dev.bulwark.cli.command.CheckCommand;
import dev.bulwark.cli.command.ControlsCommand;
import dev.bulwark.cli.command.ExplainCommand;
import dev.bulwark.cli.command.InitCommand;
import dev.bulwark.cli.command.KeysCommand;
import dev.bulwark.cli.command.ReportCommand;
import dev.bulwark.cli.command.RulesCommand;
import dev.bulwark.cli.command.ScanCommand;
import dev.bulwark.cli.command.StatusCommand;
import dev.bulwark.cli.command.WaiveCommand;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.Function;
import picocli.CommandLine;

/// Every command by name, in the order of the help. Only the one that is asked for is put together:
/// describing all of them costs more than most of them do.
final class Commands {
  private static final SequencedMap<String, Function<Shell, Object>> ALL = all();

  private Commands() {}

  private static SequencedMap<String, Function<Shell, Object>> all() {
    SequencedMap<String, Function<Shell, Object>> commands = new LinkedHashMap<>();
    commands.put("init", InitCommand::new);
    commands.put("check", CheckCommand::new);
    commands.put("scan", ScanCommand::new);
    commands.put("rules", Commands::rules);
    commands.put("status", StatusCommand::new);
    commands.put("explain", ExplainCommand::new);
    commands.put("audit", AuditCommand::new);
    commands.put("attest", AttestCommand::new);
    commands.put("waive", WaiveCommand::new);
    commands.put("keys", Commands::keys);
    commands.put("report", ReportCommand::new);
    commands.put("controls", ControlsCommand::new);
    return Collections.unmodifiableSequencedMap(commands);
  }

  /// Adds the command the arguments begin with, or every command when they begin with something
  /// else.
  static void register(CommandLine root, Shell shell, String... arguments) {
    Function<Shell, Object> asked = arguments.length == 0 ? null : ALL.get(arguments[0]);
    if (asked != null) {
      root.addSubcommand(arguments[0], asked.apply(shell));
    } else if (arguments.length != 1 || !arguments[0].equals("--version")) {
      ALL.forEach((name, command) -> root.addSubcommand(name, command.apply(shell)));
    }
  }

  private static Object rules(Shell shell) {
    CommandLine rules = new CommandLine(new RulesCommand());
    RulesCommand.subcommands(shell).forEach(rules::addSubcommand);
    return rules;
  }

  private static Object keys(Shell shell) {
    CommandLine keys = new CommandLine(new KeysCommand());
    KeysCommand.subcommands(shell).forEach(keys::addSubcommand);
    return keys;
  }
}
