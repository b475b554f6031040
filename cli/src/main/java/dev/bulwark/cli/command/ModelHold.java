package dev.bulwark.cli.command;

import dev.bulwark.kernel.fault.ProblemType.Exit;
import dev.bulwark.project.Shell;
import dev.bulwark.project.registry.RegistryDesk;
import dev.bulwark.registry.VersionId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Puts a version on legal hold.
@Command(
    name = "hold",
    mixinStandardHelpOptions = true,
    description = {
      "Puts a version on legal hold, or releases it.",
      "While it is held nobody can erase it, and no rule of retention lets it go."
    })
final class ModelHold implements Callable<Integer> {
  private final Shell shell;

  @Mixin private VersionWish wish = new VersionWish();

  @Option(names = "--release", description = "End the hold.")
  private boolean release;

  ModelHold(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    VersionId id = wish.id();
    try (RegistryDesk desk = wish.desk(shell)) {
      desk.registrar().hold(id, !release, wish.signer(desk, shell), wish.reason());
    }
    shell.terminal().line(id + (release ? " is released from its hold" : " is on legal hold"));
    return Exit.OPEN.code();
  }
}
