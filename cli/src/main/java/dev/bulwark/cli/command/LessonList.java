package dev.bulwark.cli.command;

import dev.bulwark.kernel.fault.ProblemType.Exit;
import dev.bulwark.project.Shell;
import dev.bulwark.project.registry.LessonText;
import dev.bulwark.project.workspace.WorkspaceReader;
import dev.bulwark.registry.lesson.Lessons;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Lists lessons, and what is owed.
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "Lists the lessons that were drawn, and those owed.")
final class LessonList implements Callable<Integer> {
  private final Shell shell;

  @Mixin private LaterProject where = new LaterProject();

  @Mixin private JsonOption json = new JsonOption();

  LessonList(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    new LessonText(shell.terminal(), json.wanted())
        .print(
            Lessons.at(
                WorkspaceReader.open(where.home(shell)).contents().evidence(),
                shell.clock().instant()));
    return Exit.OPEN.code();
  }
}
