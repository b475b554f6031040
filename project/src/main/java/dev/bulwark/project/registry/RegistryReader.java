package dev.bulwark.project.registry;

import dev.bulwark.project.Shell;
import dev.bulwark.project.workspace.Home;
import dev.bulwark.project.workspace.WorkspaceReader;
import dev.bulwark.registry.state.RegistryState;
import java.time.Instant;

/// A project's registry, for reading: changes nothing and needs no lock.
public final class RegistryReader {
  private RegistryReader() {}

  public static RegistryState now(Home home, Shell shell) {
    return at(home, shell.clock().instant());
  }

  /// What the registry was at a moment.
  public static RegistryState at(Home home, Instant asOf) {
    return RegistryState.at(WorkspaceReader.open(home).contents().evidence(), asOf);
  }
}
