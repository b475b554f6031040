package dev.bulwark.cli;

import dev.bulwark.cli.command.AdvisoriesCommand;
import dev.bulwark.cli.command.AttestCommand;
import dev.bulwark.cli.command.AuditCommand;
import dev.bulwark.cli.command.BenchCommand;
import dev.bulwark.cli.command.BomCommand;
import dev.bulwark.cli.command.CheckCommand;
import dev.bulwark.cli.command.ControlsCommand;
import dev.bulwark.cli.command.DrillCommand;
import dev.bulwark.cli.command.EnvCommand;
import dev.bulwark.cli.command.ExplainCommand;
import dev.bulwark.cli.command.HistoryCommand;
import dev.bulwark.cli.command.InitCommand;
import dev.bulwark.cli.command.KeysCommand;
import dev.bulwark.cli.command.LessonCommand;
import dev.bulwark.cli.command.LoginCommand;
import dev.bulwark.cli.command.LogoutCommand;
import dev.bulwark.cli.command.ModelCommand;
import dev.bulwark.cli.command.OpenCommand;
import dev.bulwark.cli.command.PromoteCommand;
import dev.bulwark.cli.command.RecheckCommand;
import dev.bulwark.cli.command.RegistryCommand;
import dev.bulwark.cli.command.ReportCommand;
import dev.bulwark.cli.command.RollbackCommand;
import dev.bulwark.cli.command.RulesCommand;
import dev.bulwark.cli.command.ScanCommand;
import dev.bulwark.cli.command.SignCommand;
import dev.bulwark.cli.command.StatusCommand;
import dev.bulwark.cli.command.UpdateCommand;
import dev.bulwark.cli.command.VerifyCommand;
import dev.bulwark.cli.command.WaiveCommand;
import dev.bulwark.project.Shell;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
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
    commands.put("sign", SignCommand::new);
    commands.put("verify", VerifyCommand::new);
    commands.put("rules", shell -> group(new RulesCommand(), RulesCommand.subcommands(shell)));
    commands.put("bom", BomCommand::new);
    commands.put(
        "advisories",
        shell -> group(new AdvisoriesCommand(), AdvisoriesCommand.subcommands(shell)));
    commands.put("status", StatusCommand::new);
    commands.put("explain", ExplainCommand::new);
    commands.put("audit", AuditCommand::new);
    commands.put("attest", AttestCommand::new);
    commands.put("waive", WaiveCommand::new);
    commands.put("keys", shell -> group(new KeysCommand(), KeysCommand.subcommands(shell)));
    commands.put("model", shell -> group(new ModelCommand(), ModelCommand.subcommands(shell)));
    commands.put("env", shell -> group(new EnvCommand(), EnvCommand.subcommands(shell)));
    commands.put("promote", PromoteCommand::new);
    commands.put("rollback", RollbackCommand::new);
    commands.put("recheck", RecheckCommand::new);
    commands.put("update", shell -> group(new UpdateCommand(), UpdateCommand.subcommands(shell)));
    commands.put("lesson", shell -> group(new LessonCommand(), LessonCommand.subcommands(shell)));
    commands.put("drill", shell -> group(new DrillCommand(), DrillCommand.subcommands(shell)));
    commands.put("history", HistoryCommand::new);
    commands.put("open", OpenCommand::new);
    commands.put(
        "registry", shell -> group(new RegistryCommand(), RegistryCommand.subcommands(shell)));
    commands.put("report", ReportCommand::new);
    commands.put("controls", ControlsCommand::new);
    commands.put("login", LoginCommand::new);
    commands.put("logout", LogoutCommand::new);
    commands.put("bench", shell -> group(new BenchCommand(), BenchCommand.subcommands(shell)));
    return Collections.unmodifiableSequencedMap(commands);
  }

  /// Adds the command the arguments begin with, or every command when they begin with something
  /// else.
  ///
  /// @param more commands of other modules, last in the help
  static void register(
      CommandLine root,
      Shell shell,
      SequencedMap<String, Function<Shell, Object>> more,
      String... arguments) {
    SequencedMap<String, Function<Shell, Object>> all = new LinkedHashMap<>(ALL);
    all.putAll(more);
    Function<Shell, Object> asked = arguments.length == 0 ? null : all.get(arguments[0]);
    if (asked != null) {
      root.addSubcommand(arguments[0], asked.apply(shell));
    } else if (arguments.length != 1 || !arguments[0].equals("--version")) {
      all.forEach((name, command) -> root.addSubcommand(name, command.apply(shell)));
    }
  }

  private static Object group(Object command, List<Object> subcommands) {
    CommandLine group = new CommandLine(command);
    subcommands.forEach(group::addSubcommand);
    return group;
  }
}
