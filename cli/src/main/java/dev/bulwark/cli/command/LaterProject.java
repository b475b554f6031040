package dev.bulwark.cli.command;

import dev.bulwark.project.Shell;
import dev.bulwark.project.workspace.Home;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Which project, for a command whose first words are about something else.
final class LaterProject {
  @Option(
      names = {"-C", "--project"},
      paramLabel = "PROJECT",
      defaultValue = ".",
      description = "The folder that holds bulwark.yaml (default: this one).")
  private Path project = Path.of(".");

  @Mixin private HomeOption home = new HomeOption();

  Path project() {
    return project;
  }

  Home home(Shell shell) {
    return home.of(project, shell);
  }
}
