package dev.bulwark.cli.command;

import dev.bulwark.kernel.json.Json;
import dev.bulwark.project.Shell;
import dev.bulwark.project.registry.RegistryDesk;
import dev.bulwark.registry.watch.RollbackDrill;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Does for practice what must work when it counts.
@Command(
    name = "drill",
    mixinStandardHelpOptions = true,
    description = {
      "Does for practice what must work when it counts.",
      "What came of it is evidence."
    })
public final class DrillCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a subcommand is needed: rollback");
  }

  /// The subcommands, for registration.
  public static List<Object> subcommands(Shell shell) {
    return List.of(new Rollback(shell));
  }

  @Command(
      name = "rollback",
      mixinStandardHelpOptions = true,
      description = {
        "Takes an environment back and forward again, for real.",
        "To its last good release, with a clock running. Needs the roles rollback and promoter. The"
            + " answer is evidence for the control MDL-02."
      })
  static final class Rollback implements Callable<Integer> {
    private final Shell shell;

    @Parameters(index = "0", paramLabel = "ENV", description = "The environment.")
    private String environment = "";

    @Mixin private Signatory signatory = new Signatory();

    @Mixin private LaterProject where = new LaterProject();

    Rollback(Shell shell) {
      this.shell = shell;
    }

    @Override
    public Integer call() {
      try (RegistryDesk desk = RegistryDesk.open(where.home(shell), shell)) {
        RollbackDrill.Result result =
            new RollbackDrill(desk.releases(), desk.registrar(), shell.nanoTime())
                .run(desk.state(), environment, signatory.open(desk.workspace(), shell));
        desk.publish();
        shell
            .terminal()
            .line("%s went back in %d ms".formatted(environment, result.back().toMillis()));
        return RegistryRuns.record(
                desk,
                shell,
                RollbackDrill.SUITE,
                RollbackDrill.rules(),
                result.outcomes(),
                Json.object()
                    .put("environment", environment)
                    .put("backMillis", result.back().toMillis())
                    .build())
            .code();
      }
    }
  }
}
