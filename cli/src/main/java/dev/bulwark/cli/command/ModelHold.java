package dev.bulwark.cli.command;

import dev.bulwark.cli.Shell;
import dev.bulwark.cli.registry.RegistryDesk;
import dev.bulwark.kernel.fault.ProblemType.Exit;
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

  @Mixin private WhichVersion which = new WhichVersion();

  @Option(names = "--release", description = "End the hold.")
  private boolean release;

  @Mixin private RequiredReason reason = new RequiredReason();

  @Mixin private Signatory signatory = new Signatory();

  @Mixin private LaterProject where = new LaterProject();

  ModelHold(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    VersionId id = which.id();
    try (RegistryDesk desk = RegistryDesk.open(where.home(), shell)) {
      desk.registrar().hold(id, !release, signatory.open(desk.workspace(), shell), reason.text());
    }
    shell.terminal().line(id + (release ? " is released from its hold" : " is on legal hold"));
    return Exit.OPEN.code();
  }
}
