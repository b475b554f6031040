package dev.bulwark.cli.command;

import dev.bulwark.evidence.keys.SigningKey;
import dev.bulwark.project.Shell;
import dev.bulwark.project.registry.RegistryDesk;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.event.Canary;
import dev.bulwark.registry.event.Mandate;
import dev.bulwark.registry.release.Moved;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Brings versions to an environment, through its gate.
@Command(
    name = "promote",
    mixinStandardHelpOptions = true,
    description = {
      "Brings versions to an environment, through its gate.",
      "It must allow exactly these bytes, now. The versions' keys are sealed to that environment and to no other. Refused, exit 1, with every reason and what would open it."
    })
public final class PromoteCommand extends Move {
  @Parameters(
      arity = "1..*",
      paramLabel = "VERSION",
      converter = VersionWord.class,
      description = "Such as scorer@3; other assets that run there stay.")
  private List<VersionId> versions = List.of();

  @Option(names = "--to", required = true, paramLabel = "ENV", description = "The environment.")
  private String environment = "";

  @Option(
      names = "--share",
      paramLabel = "PERCENT",
      defaultValue = "100",
      description =
          "For this share of the environment's nodes only, 1 to 99, beside what runs; a later promotion changes the share or, without one, brings it to all.")
  private int share = Canary.WHOLE;

  public PromoteCommand(Shell shell) {
    super(shell);
  }

  @Override
  String environment() {
    return environment;
  }

  @Override
  Moved move(RegistryDesk desk, SigningKey person, String reason) {
    return desk.releases()
        .promote(environment, versions, new Mandate.Person(person), share, reason);
  }
}
