package dev.bulwark.cli.command;

import dev.bulwark.cli.workspace.Home;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Which project a command is about, and where its evidence lies.
final class ProjectOptions {
  @Parameters(
      index = "0..1",
      arity = "0..1",
      paramLabel = "PROJECT",
      defaultValue = ".",
      description = "The folder that holds bulwark.yaml; this folder when left out.")
  private Path project = Path.of(".");

  @Option(
      names = "--home",
      paramLabel = "DIR",
      description = "Where ledger, vault and keys lie (default: .bulwark in the project).")
  private @Nullable Path home;

  Path project() {
    return project;
  }

  Home home() {
    return home == null ? Home.of(project) : new Home(home);
  }
}
