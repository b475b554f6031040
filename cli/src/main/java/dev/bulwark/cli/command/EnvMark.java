package dev.bulwark.cli.command;

import dev.bulwark.kernel.fault.ProblemType.Exit;
import dev.bulwark.project.Shell;
import dev.bulwark.project.registry.RegistryDesk;
import dev.bulwark.registry.event.RegistryEvent;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Takes a person's word on whether what runs somewhere does well.
@Command(
    name = "mark",
    mixinStandardHelpOptions = true,
    description = {
      "Marks what runs in an environment as good or bad.",
      "Takes your signed word; needs the role rollback. What is bad goes to no later environment, and no rollback goes back to it; a good word does not undo that."
    })
final class EnvMark implements Callable<Integer> {
  private final Shell shell;

  @Parameters(index = "0", paramLabel = "ENV", description = "The environment.")
  private String environment = "";

  @Parameters(index = "1", paramLabel = "RESULT", description = "${COMPLETION-CANDIDATES}.")
  private RegistryEvent.Verified.Result result = RegistryEvent.Verified.Result.BAD;

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "WHY",
      description = "What was seen, for people; free of personal data.")
  private String reason = "";

  @Mixin private Signatory signatory = new Signatory();

  @Mixin private LaterProject where = new LaterProject();

  EnvMark(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    try (RegistryDesk desk = RegistryDesk.open(where.home(shell), shell)) {
      desk.registrar().told(environment, result, reason, signatory.open(desk.workspace(), shell));
    }
    shell.terminal().line("what runs in " + environment + " is marked " + result.name());
    return Exit.OPEN.code();
  }
}
