package dev.bulwark.cli.command;

import dev.bulwark.kernel.fault.ProblemType.Exit;
import dev.bulwark.project.Shell;
import dev.bulwark.project.registry.RegistryReader;
import dev.bulwark.project.registry.RegistryText;
import dev.bulwark.registry.state.RegistryState;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Lists versions.
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "Lists the versions of one asset, or of all.")
final class ModelList implements Callable<Integer> {
  private final Shell shell;

  @Parameters(index = "0", arity = "0..1", paramLabel = "ASSET", description = "One asset only.")
  private @Nullable String asset;

  @Mixin private LaterProject where = new LaterProject();

  @Mixin private JsonOption json = new JsonOption();

  ModelList(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    RegistryState state = RegistryReader.now(where.home(shell), shell);
    RegistryText.versions(
        shell.terminal(),
        asset == null ? state.versions().values() : state.of(asset),
        state.keeping(),
        json.wanted());
    return Exit.OPEN.code();
  }
}
