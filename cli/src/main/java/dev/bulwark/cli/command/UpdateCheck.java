package dev.bulwark.cli.command;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.check.Suite;
import dev.bulwark.kernel.fault.ProblemType.Exit;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.project.Shell;
import dev.bulwark.project.registry.RegistryDesk;
import dev.bulwark.registry.update.UpdateChecks;
import dev.bulwark.registry.update.Updates;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Checks how updates stand.
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Checks that updates were tested and come by themselves.",
      "The answers are evidence for the controls UPD-01 and UPD-02."
    })
final class UpdateCheck implements Callable<Integer> {
  private final Shell shell;

  @Mixin private LaterProject where = new LaterProject();

  UpdateCheck(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    try (RegistryDesk desk = RegistryDesk.open(where.home(shell), shell)) {
      List<Exit> exits = new ArrayList<>();
      for (Suite<Updates> suite : List.of(UpdateChecks.tests(), UpdateChecks.status())) {
        Updates updates = Updates.at(desk.workspace().evidence(), shell.clock().instant());
        exits.add(
            RegistryRuns.record(
                desk,
                shell,
                suite.name(),
                suite.rules(),
                suite.run(updates, Budget.of(Limits.DEFAULT, shell.nanoTime())),
                Json.object().build()));
      }
      return exits.contains(Exit.CLOSED)
          ? Exit.CLOSED.code()
          : exits.contains(Exit.INCOMPLETE) ? Exit.INCOMPLETE.code() : Exit.OPEN.code();
    }
  }
}
