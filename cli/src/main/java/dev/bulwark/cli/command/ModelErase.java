package dev.bulwark.cli.command;

import dev.bulwark.kernel.fault.ProblemType.Exit;
import dev.bulwark.project.Shell;
import dev.bulwark.project.registry.RegistryDesk;
import dev.bulwark.project.registry.RegistryText;
import dev.bulwark.project.terminal.Progress;
import dev.bulwark.registry.VersionId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Destroys a version's bytes for good.
@Command(
    name = "erase",
    mixinStandardHelpOptions = true,
    description = {
      "Destroys a version's bytes for good.",
      "Its key goes first, then what was sealed. What is known of it stays: name, digests, lineage and evidence. Refused while an environment runs it or would go back to it, unless that is suspended, and while it is on legal hold. A copy of the store made before, with its key, is out of reach."
    })
final class ModelErase implements Callable<Integer> {
  private final Shell shell;

  @Mixin private VersionWish wish = new VersionWish();

  @Mixin private JsonOption json = new JsonOption();

  ModelErase(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    VersionId id = wish.id();
    try (RegistryDesk desk = wish.desk(shell);
        Progress progress = new Progress(shell.terminal(), shell.nanoTime())) {
      progress.step("erasing " + id);
      desk.erasing().erase(id, wish.signer(desk, shell), wish.reason());
      progress.wipe();
      RegistryText.version(shell.terminal(), desk.state().version(id), json.wanted());
    }
    return Exit.OPEN.code();
  }
}
