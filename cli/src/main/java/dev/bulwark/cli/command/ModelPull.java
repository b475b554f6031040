package dev.bulwark.cli.command;

import dev.bulwark.kernel.fault.ProblemType.Exit;
import dev.bulwark.project.Shell;
import dev.bulwark.project.registry.RegistryDesk;
import dev.bulwark.project.registry.Unpacked;
import dev.bulwark.project.terminal.Progress;
import dev.bulwark.registry.VersionId;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Takes a version out for people who work on it.
@Command(
    name = "pull",
    mixinStandardHelpOptions = true,
    description = {
      "Copies a ready version out, for people who work on it.",
      "A place that serves uses `bulwark open`, which needs no registry key."
    })
final class ModelPull implements Callable<Integer> {
  private final Shell shell;

  @Mixin private WhichVersion which = new WhichVersion();

  @Option(
      names = "--into",
      required = true,
      paramLabel = "DIR",
      description = "A folder that is not there yet; whole, or not at all.")
  private Path into = Path.of(".");

  @Mixin private LaterProject where = new LaterProject();

  ModelPull(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    VersionId id = which.id();
    try (RegistryDesk desk = RegistryDesk.open(where.home(shell), shell);
        Progress progress = new Progress(shell.terminal(), shell.nanoTime())) {
      Unpacked.folder(
          into,
          folder ->
              desk.pull(id)
                  .forEach(
                      (name, copy) -> {
                        progress.step("opening " + name);
                        folder.file(name, copy);
                      }));
    }
    shell.terminal().line(id + " is in " + into);
    return Exit.OPEN.code();
  }
}
