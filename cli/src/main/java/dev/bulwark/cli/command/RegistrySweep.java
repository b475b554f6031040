package dev.bulwark.cli.command;

import dev.bulwark.kernel.fault.ProblemType.Exit;
import dev.bulwark.project.Shell;
import dev.bulwark.project.registry.RegistryDesk;
import dev.bulwark.project.registry.SweepText;
import dev.bulwark.project.terminal.Progress;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Clears away what nobody needs.
@Command(
    name = "sweep",
    mixinStandardHelpOptions = true,
    description = {
      "Clears away what nobody needs.",
      "Erases what the rules of retention let go, ends erasures and pushes that were cut off, and"
          + " takes away what no packing list names. Exit 3 when a list could not be read and its"
          + " objects therefore stay."
    })
final class RegistrySweep implements Callable<Integer> {
  private final Shell shell;

  @Option(names = "--dry-run", description = "Only say what would go.")
  private boolean dry;

  @Mixin private LaterProject where = new LaterProject();

  @Mixin private JsonOption json = new JsonOption();

  RegistrySweep(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    try (RegistryDesk desk = RegistryDesk.open(where.home(shell), shell);
        Progress progress = new Progress(shell.terminal(), shell.nanoTime())) {
      RegistryDesk.Swept swept = desk.sweep(dry, name -> progress.step("sweeping " + name));
      progress.wipe();
      SweepText.print(shell.terminal(), swept, dry, json.wanted());
      return swept.known().unread().isEmpty() ? Exit.OPEN.code() : Exit.INCOMPLETE.code();
    }
  }
}
