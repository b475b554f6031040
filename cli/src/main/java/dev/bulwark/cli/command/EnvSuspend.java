package dev.bulwark.cli.command;

import dev.bulwark.evidence.keys.SigningKey;
import dev.bulwark.project.Shell;
import dev.bulwark.project.registry.RegistryDesk;
import dev.bulwark.registry.release.Moved;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Stops an environment.
@Command(
    name = "suspend",
    mixinStandardHelpOptions = true,
    description = {"Stops an environment.", "Nothing can be opened there from its next look on."})
final class EnvSuspend extends Move {
  @Parameters(index = "0", paramLabel = "ENV", description = "The environment.")
  private String environment = "";

  EnvSuspend(Shell shell) {
    super(shell);
  }

  @Override
  String environment() {
    return environment;
  }

  @Override
  Moved move(RegistryDesk desk, SigningKey person, String reason) {
    return desk.releases().suspend(environment, person, reason);
  }
}
