package dev.bulwark.cli.command;

import dev.bulwark.project.Shell;
import dev.bulwark.project.workspace.Home;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
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

  @Mixin private HomeOption home = new HomeOption();

  Path project() {
    return project;
  }

  Home home(Shell shell) {
    return home.of(project, shell);
  }
}
