package dev.bulwark.cli.command;

import dev.bulwark.evidence.keys.SigningKey;
import dev.bulwark.kernel.fault.ProblemType.Exit;
import dev.bulwark.project.Shell;
import dev.bulwark.project.registry.RegistryDesk;
import dev.bulwark.project.registry.RegistryText;
import dev.bulwark.project.terminal.Progress;
import dev.bulwark.registry.release.Moved;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/// A command that asks for an environment to be moved: done, exit 0; refused, exit 1.
abstract class Move implements Callable<Integer> {
  private final Shell shell;

  @Mixin private ReasonOption reason = new ReasonOption();

  @Mixin private Signatory signatory = new Signatory();

  @Mixin private LaterProject where = new LaterProject();

  @Mixin private JsonOption json = new JsonOption();

  Move(Shell shell) {
    this.shell = shell;
  }

  @Override
  public final Integer call() {
    try (RegistryDesk desk = RegistryDesk.open(where.home(shell), shell);
        Progress progress = new Progress(shell.terminal(), shell.nanoTime())) {
      SigningKey person = signatory.open(desk.workspace(), shell);
      progress.step("moving " + environment());
      Moved moved = move(desk, person, reason.text());
      desk.publish();
      progress.wipe();
      RegistryText.moved(shell.terminal(), environment(), moved, json.wanted());
      return moved instanceof Moved.Done ? Exit.OPEN.code() : Exit.CLOSED.code();
    }
  }

  abstract String environment();

  abstract Moved move(RegistryDesk desk, SigningKey person, String reason);
}
