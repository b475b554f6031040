package dev.bulwark.cli.command;

import dev.bulwark.kernel.fault.ProblemType.Exit;
import dev.bulwark.project.Shell;
import dev.bulwark.project.registry.LineageTree;
import dev.bulwark.project.registry.RegistryReader;
import dev.bulwark.project.registry.RegistryText;
import dev.bulwark.registry.state.RegistryState;
import dev.bulwark.registry.state.Version;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Shows one version whole.
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = "Shows a version: state, files, digests and lineage.")
final class ModelShow implements Callable<Integer> {
  private final Shell shell;

  @Mixin private WhichVersion which = new WhichVersion();

  @Option(names = "--lineage", description = "What it comes from and what came of it, as a tree.")
  private boolean lineage;

  @Mixin private LaterProject where = new LaterProject();

  @Mixin private JsonOption json = new JsonOption();

  ModelShow(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    RegistryState state = RegistryReader.now(where.home(shell), shell);
    Version version = state.version(which.id());
    if (lineage) {
      new LineageTree(state).print(shell.terminal(), version, json.wanted());
    } else {
      RegistryText.version(shell.terminal(), version, json.wanted());
    }
    return Exit.OPEN.code();
  }
}
