package dev.bulwark.cli.command;

import dev.bulwark.cli.workspace.Home;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which project, for a command whose first words are about something else.
final class LaterProject {
  @Option(
      names = {"-C", "--project"},
      paramLabel = "PROJECT",
      defaultValue = ".",
      description = "The folder that holds bulwark.yaml (default: this one).")
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
