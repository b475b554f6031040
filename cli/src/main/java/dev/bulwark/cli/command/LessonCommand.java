package dev.bulwark.cli.command;

import dev.bulwark.project.Shell;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Lessons from what went wrong.
@Command(
    name = "lesson",
    mixinStandardHelpOptions = true,
    description = {
      "Ties what went wrong to what was changed because of it.",
      "Each update that failed and each return of an environment owes one within 30 days."
    })
public final class LessonCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a subcommand is needed: add, list or check");
  }

  /// The subcommands, for registration.
  public static List<Object> subcommands(Shell shell) {
    return List.of(new LessonAdd(shell), new LessonList(shell), new LessonCheck(shell));
  }
}
