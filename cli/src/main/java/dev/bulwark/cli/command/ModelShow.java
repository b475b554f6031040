package dev.bulwark.cli.command;

import dev.bulwark.cli.Shell;
import dev.bulwark.cli.registry.RegistryReader;
import dev.bulwark.cli.registry.RegistryText;
import dev.bulwark.kernel.fault.ProblemType.Exit;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Shows one version whole.
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = "Shows a version: state, files, digests and lineage.")
final class ModelShow implements Callable<Integer> {
  private final Shell shell;

  @Mixin private WhichVersion which = new WhichVersion();

  @Mixin private LaterProject where = new LaterProject();

  @Mixin private JsonOption json = new JsonOption();

  ModelShow(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    RegistryText.version(
        shell.terminal(),
        RegistryReader.now(where.home(), shell).version(which.id()),
        json.wanted());
    return Exit.OPEN.code();
  }
}
