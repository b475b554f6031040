package dev.bulwark.cli.command;

import dev.bulwark.evidence.keys.SigningKey;
import dev.bulwark.project.Shell;
import dev.bulwark.project.registry.RegistryDesk;
import dev.bulwark.registry.release.Moved;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Takes an environment back, in one step.
@Command(
    name = "rollback",
    mixinStandardHelpOptions = true,
    description = {
      "Takes an environment back to its last good release.",
      "Goes through today's gate. Needs the role rollback and no other. What is taken out does not come back until `bulwark env free` names it."
    })
public final class RollbackCommand extends Move {
  @Parameters(index = "0", paramLabel = "ENV", description = "The environment.")
  private String environment = "";

  @Option(
      names = "--to",
      paramLabel = "GENERATION",
      description = "An earlier generation that was found good; the last such one when left out.")
  private @Nullable Long generation;

  public RollbackCommand(Shell shell) {
    super(shell);
  }

  @Override
  String environment() {
    return environment;
  }

  @Override
  Moved move(RegistryDesk desk, SigningKey person, String reason) {
    return desk.releases().rollback(environment, Optional.ofNullable(generation), person, reason);
  }
}
