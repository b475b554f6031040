package dev.bulwark.cli.command;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.check.Suite;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.project.Shell;
import dev.bulwark.project.registry.RegistryDesk;
import dev.bulwark.registry.lesson.LessonChecks;
import dev.bulwark.registry.lesson.Lessons;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Checks that lessons were drawn.
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Checks that lessons were drawn, and are changes.",
      "The answer is evidence for the control LES-01."
    })
final class LessonCheck implements Callable<Integer> {
  private final Shell shell;

  @Mixin private LaterProject where = new LaterProject();

  LessonCheck(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    Suite<Lessons> suite = LessonChecks.suite(new ChangeLookup(shell, where.project()));
    try (RegistryDesk desk = RegistryDesk.open(where.home(shell), shell)) {
      Lessons lessons = Lessons.at(desk.workspace().evidence(), shell.clock().instant());
      return RegistryRuns.record(
              desk,
              shell,
              suite.name(),
              suite.rules(),
              suite.run(lessons, Budget.of(Limits.DEFAULT, shell.nanoTime())),
              Json.object()
                  .put("drawn", lessons.drawn().size())
                  .put("owed", lessons.owed().size())
                  .build())
          .code();
    }
  }
}
