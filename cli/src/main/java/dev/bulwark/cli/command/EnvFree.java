package dev.bulwark.cli.command;

import dev.bulwark.kernel.fault.ProblemType.Exit;
import dev.bulwark.project.Shell;
import dev.bulwark.project.registry.RegistryDesk;
import dev.bulwark.registry.VersionId;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Lets a version back in that a rollback took out.
@Command(
    name = "free",
    mixinStandardHelpOptions = true,
    description = "Lets a version back in that a rollback took out.")
final class EnvFree implements Callable<Integer> {
  private final Shell shell;

  @Parameters(index = "0", paramLabel = "ENV", description = "The environment.")
  private String environment = "";

  @Parameters(
      index = "1",
      paramLabel = "VERSION",
      converter = VersionWord.class,
      description = "Such as scorer@3.")
  private @Nullable VersionId version;

  @Mixin private ReasonOption reason = new ReasonOption();

  @Mixin private Signatory signatory = new Signatory();

  @Mixin private LaterProject where = new LaterProject();

  EnvFree(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    VersionId id = Objects.requireNonNull(version);
    try (RegistryDesk desk = RegistryDesk.open(where.home(shell), shell)) {
      desk.registrar()
          .free(environment, id, signatory.open(desk.workspace(), shell), reason.text());
    }
    shell.terminal().line(id + " may be promoted to " + environment + " again");
    return Exit.OPEN.code();
  }
}
