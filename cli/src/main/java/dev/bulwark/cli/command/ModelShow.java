package dev.bulwark.cli.command;

import dev.bulwark.cli.Shell;
import dev.bulwark.cli.registry.RegistryReader;
import dev.bulwark.cli.registry.RegistryText;
import dev.bulwark.kernel.fault.ProblemType.Exit;
import dev.bulwark.registry.VersionId;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Shows one version whole.
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = "Shows a version: state, files, digests and lineage.")
final class ModelShow implements Callable<Integer> {
  private final Shell shell;

  @Parameters(
      index = "0",
      paramLabel = "VERSION",
      converter = VersionWord.class,
      description = "Such as scorer@3.")
  private @Nullable VersionId version;

  @Mixin private LaterProject where = new LaterProject();

  @Mixin private JsonOption json = new JsonOption();

  ModelShow(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    RegistryText.version(
        shell.terminal(),
        RegistryReader.now(where.home(), shell).version(Objects.requireNonNull(version)),
        json.wanted());
    return Exit.OPEN.code();
  }
}
