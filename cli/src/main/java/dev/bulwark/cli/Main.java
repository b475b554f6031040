package dev.bulwark.cli;

import dev.bulwark.kernel.fault.Fault;
import dev.bulwark.kernel.fault.ProblemType.Exit;
import dev.bulwark.project.Shell;
import dev.bulwark.project.terminal.Paint;
import dev.bulwark.project.terminal.Terminal;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// The `bulwark` command. Ends with 0 (open), 1 (closed), 2 (error), 3 (incomplete) or 4 (usage).
@Command(
    name = "bulwark",
    description = {
      "Carries an AI system through secure design, development, deployment and operation, and refuses the next step until there is proof."
    },
    versionProvider = VersionText.class,
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExit codes: 0 open, 1 closed, 2 error, 3 incomplete, 4 usage.%n")
public final class Main implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  private Main() {}

  public static void main(String[] args) {
    main(Collections.unmodifiableSequencedMap(new LinkedHashMap<>()), args);
  }

  /// Runs the process's command line, with commands of other modules beside those of this one.
  public static void main(SequencedMap<String, Function<Shell, Object>> more, String[] args) {
    Shell shell = new Shell(Terminal.ofProcess(), InstantSource.system(), System::nanoTime);
    System.exit(run(shell, more, args));
  }

  /// Runs one command line.
  ///
  /// @return the exit code
  static int run(Shell shell, String... args) {
    return run(shell, Collections.unmodifiableSequencedMap(new LinkedHashMap<>()), args);
  }

  /// The same, with commands of other modules.
  public static int run(
      Shell shell, SequencedMap<String, Function<Shell, Object>> more, String... args) {
    CommandLine command = new CommandLine(new Main());
    Commands.register(command, shell, more, args);
    command
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler((e, line, _) -> fail(shell.terminal(), e))
        .setParameterExceptionHandler((e, _) -> misused(shell.terminal(), e))
        .setOut(writer(shell.terminal().out()))
        .setErr(writer(shell.terminal().err()));
    return command.execute(args);
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, stream.charset());
  }

  /// A command is needed: with none, the help is the answer, and it is still a misuse.
  @Override
  public void run() {
    throw new NoCommand(spec.commandLine());
  }

  private static final class NoCommand extends CommandLine.ParameterException {
    NoCommand(CommandLine line) {
      super(line, "a command is needed");
    }
  }

  /// A fault is told by its slug; anything else is a defect of ours and crashes with its trace.
  private static int fail(Terminal terminal, Exception e) {
    if (e instanceof Fault fault) {
      terminal.err().println(terminal.paint(Paint.RED, "bulwark: ") + fault.type().title());
      terminal.err().println("  " + String.valueOf(fault.getMessage()).replace("\n", "\n  "));
      terminal.err().println("  [" + fault.type().slug() + "]");
      return fault.type().exit().code();
    }
    terminal
        .err()
        .println("bulwark: this is a defect in Bulwark, please report it with the lines below");
    e.printStackTrace(terminal.err());
    return Exit.ERROR.code();
  }

  private static int misused(Terminal terminal, CommandLine.ParameterException e) {
    if (e instanceof NoCommand) {
      e.getCommandLine().usage(terminal.err());
      return Exit.USAGE.code();
    }
    terminal.err().println("bulwark: " + e.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(e, terminal.err());
    terminal
        .err()
        .println("Try '" + e.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
    return Exit.USAGE.code();
  }
}
