package dev.bulwark.project.workspace;

import java.nio.file.Path;
import java.util.Optional;

/// Says where a project's evidence lies.
@FunctionalInterface
public interface Homes {
  /// In a folder that was named, or else in `.bulwark` in the project.
  Homes IN_FOLDERS = (project, named) -> named.map(Home::new).orElseGet(() -> Home.of(project));

  /// @param project its folder, as the command line has it
  /// @param named where somebody says its evidence lies
  Home of(Path project, Optional<Path> named);
}
