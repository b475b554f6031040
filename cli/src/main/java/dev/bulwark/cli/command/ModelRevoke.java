package dev.bulwark.cli.command;

import dev.bulwark.kernel.fault.ProblemType.Exit;
import dev.bulwark.project.Shell;
import dev.bulwark.project.registry.RegistryDesk;
import dev.bulwark.project.registry.RegistryText;
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

  @Mixin private VersionWish wish = new VersionWish();

  @Mixin private JsonOption json = new JsonOption();

  ModelRevoke(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    VersionId id = wish.id();
    try (RegistryDesk desk = wish.desk(shell)) {
      desk.registrar().revoke(id, wish.signer(desk, shell), wish.reason());
      RegistryText.version(shell.terminal(), desk.state().version(id), json.wanted());
    }
    return Exit.OPEN.code();
  }
}
