package dev.bulwark.cli.command;

import dev.bulwark.project.workspace.Home;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where a project's evidence lies.
final class HomeOption {
  @Option(
      names = "--home",
      paramLabel = "DIR",
      description = "Where ledger, vault and keys lie (default: .bulwark in the project).")
  private @Nullable Path home;

  Home of(Path project) {
    return home == null ? Home.of(project) : new Home(home);
  }
}
