package dev.bulwark.cli.command;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.check.Suite;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.project.Shell;
import dev.bulwark.project.registry.RegistryDesk;
import dev.bulwark.registry.state.RegistryState;
import dev.bulwark.registry.watch.SeparationChecks;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Checks that environments are apart.
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Checks that environments are apart.",
      "They share no key, account, store or machine, and production data stays in production. The"
          + " answer is evidence for the control ENV-01. What nobody declared is not apart: exit 3."
    })
final class EnvCheck implements Callable<Integer> {
  private final Shell shell;

  @Mixin private LaterProject where = new LaterProject();

  EnvCheck(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    Suite<RegistryState> suite = SeparationChecks.suite();
    try (RegistryDesk desk = RegistryDesk.open(where.home(shell), shell)) {
      return RegistryRuns.record(
              desk,
              shell,
              suite.name(),
              suite.rules(),
              suite.run(desk.state(), Budget.of(Limits.DEFAULT, shell.nanoTime())),
              Json.object().build())
          .code();
    }
  }
}
