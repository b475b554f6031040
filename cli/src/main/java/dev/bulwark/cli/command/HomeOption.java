package dev.bulwark.cli.command;

import dev.bulwark.project.Shell;
import dev.bulwark.project.workspace.Home;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where a project's evidence lies.
final class HomeOption {
  @Option(
      names = "--home",
      paramLabel = "DIR",
      description = "Where ledger, vault and keys lie (default: .bulwark in the project).")
  private @Nullable Path home;

  Home of(Path project, Shell shell) {
    return shell.homes().of(project, Optional.ofNullable(home));
  }
}
