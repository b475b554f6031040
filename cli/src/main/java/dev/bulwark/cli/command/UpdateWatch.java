package dev.bulwark.cli.command;

import dev.bulwark.kernel.fault.ProblemType.Exit;
import dev.bulwark.project.Shell;
import dev.bulwark.project.registry.RegistryDesk;
import dev.bulwark.project.registry.RegistryJson;
import dev.bulwark.registry.event.RegistryEvent;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Takes a person's word on how a release does.
@Command(
    name = "watch",
    mixinStandardHelpOptions = true,
    description = {
      "Takes your signed word on how a release does.",
      "Needs the role rollback. What is bad within its watch is taken back by the next `bulwark"
          + " update run`, when the channel's terms say so."
    })
final class UpdateWatch implements Callable<Integer> {
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

  @Mixin private JsonOption json = new JsonOption();

  UpdateWatch(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    try (RegistryDesk desk = RegistryDesk.open(where.home(shell), shell)) {
      desk.registrar().told(environment, result, reason, signatory.open(desk.workspace(), shell));
      if (json.wanted()) {
        JsonOption.print(shell.terminal(), RegistryJson.of(desk.state().environment(environment)));
      } else {
        shell.terminal().line("what runs in " + environment + " is found " + result.name());
      }
    }
    return Exit.OPEN.code();
  }
}
