package dev.bulwark.cli.command;

import dev.bulwark.cli.Shell;
import dev.bulwark.cli.registry.RegistryDesk;
import dev.bulwark.cli.registry.RegistryText;
import dev.bulwark.kernel.fault.ProblemType.Exit;
import dev.bulwark.registry.VersionId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Withdraws a version for good.
@Command(
    name = "revoke",
    mixinStandardHelpOptions = true,
    description = {
      "Withdraws a version for good.",
      "It is promoted nowhere any more, and the next recheck closes where it runs."
    })
final class ModelRevoke implements Callable<Integer> {
  private final Shell shell;

  @Mixin private WhichVersion which = new WhichVersion();

  @Mixin private RequiredReason reason = new RequiredReason();

  @Mixin private Signatory signatory = new Signatory();

  @Mixin private LaterProject where = new LaterProject();

  @Mixin private JsonOption json = new JsonOption();

  ModelRevoke(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    VersionId id = which.id();
    try (RegistryDesk desk = RegistryDesk.open(where.home(), shell)) {
      desk.registrar().revoke(id, signatory.open(desk.workspace(), shell), reason.text());
      RegistryText.version(shell.terminal(), desk.state().version(id), json.wanted());
    }
    return Exit.OPEN.code();
  }
}
