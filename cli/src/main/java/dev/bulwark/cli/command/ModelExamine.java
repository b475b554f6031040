package dev.bulwark.cli.command;

import dev.bulwark.kernel.fault.ProblemType.Exit;
import dev.bulwark.project.Shell;
import dev.bulwark.project.registry.RegistryDesk;
import dev.bulwark.project.registry.RegistryText;
import dev.bulwark.project.terminal.Progress;
import dev.bulwark.registry.state.Version;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Runs every check over the stored bytes again.
@Command(
    name = "examine",
    mixinStandardHelpOptions = true,
    description = {
      "Runs every check over a version's stored bytes again.",
      "By today's rules. What fails now can no longer be promoted. Also ends a push that was cut"
          + " off."
    })
final class ModelExamine implements Callable<Integer> {
  private final Shell shell;

  @Mixin private WhichVersion which = new WhichVersion();

  @Mixin private LaterProject where = new LaterProject();

  @Mixin private JsonOption json = new JsonOption();

  ModelExamine(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    try (RegistryDesk desk = RegistryDesk.open(where.home(shell), shell);
        Progress progress = new Progress(shell.terminal(), shell.nanoTime())) {
      Version examined =
          desk.intake().examine(which.id(), file -> progress.step("examining " + file));
      progress.wipe();
      RegistryText.version(shell.terminal(), examined, json.wanted());
      return examined.state() == Version.State.READY ? Exit.OPEN.code() : Exit.CLOSED.code();
    }
  }
}
