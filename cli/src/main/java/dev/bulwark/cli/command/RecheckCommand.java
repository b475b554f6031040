package dev.bulwark.cli.command;

import dev.bulwark.kernel.fault.ProblemType.Exit;
import dev.bulwark.project.Shell;
import dev.bulwark.project.registry.RegistryDesk;
import dev.bulwark.project.registry.StandingText;
import dev.bulwark.registry.release.Recheck;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Asks every gate again about what runs.
@Command(
    name = "recheck",
    mixinStandardHelpOptions = true,
    description = {
      "Asks every environment's gate again about what runs.",
      "By the evidence of now, and by the advisories imported by now: a yes carries it on; a no"
          + " closes it: nothing more is opened there, exit 1."
    })
public final class RecheckCommand implements Callable<Integer> {
  private final Shell shell;

  @Mixin private LaterProject where = new LaterProject();

  @Mixin private JsonOption json = new JsonOption();

  public RecheckCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    try (RegistryDesk desk = RegistryDesk.open(where.home(shell), shell)) {
      List<Recheck.Standing> standings = desk.recheck();
      desk.publish();
      StandingText.print(shell.terminal(), standings, json.wanted());
      return standings.stream().anyMatch(Recheck.Standing.Drifted.class::isInstance)
          ? Exit.CLOSED.code()
          : Exit.OPEN.code();
    }
  }
}
