package dev.bulwark.cli.command;

import dev.bulwark.kernel.fault.ProblemType.Exit;
import dev.bulwark.project.Shell;
import dev.bulwark.project.registry.RegistryDesk;
import dev.bulwark.project.terminal.Progress;
import dev.bulwark.project.terminal.Terminal;
import dev.bulwark.registry.seal.ScrubReport;
import dev.bulwark.registry.seal.SealedStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Looks after the store itself.
@Command(
    name = "registry",
    mixinStandardHelpOptions = true,
    description = "Looks after the sealed store.")
public final class RegistryCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "a subcommand is needed: show, retention, sweep, key, rotate or scrub");
  }

  /// The subcommands, for registration.
  public static List<Object> subcommands(Shell shell) {
    return List.of(
        new RegistryShow(shell),
        new RegistryRetention(shell),
        new RegistrySweep(shell),
        new RegistryKey(shell),
        new Rotate(shell),
        new Scrub(shell));
  }

  /// What a rotation did.
  ///
  /// @return the exit code
  static int tell(Terminal terminal, SealedStore.Rotated rotated) {
    terminal.line("%d keys lie under the new key".formatted(rotated.versions()));
    rotated.left().forEach(name -> terminal.line("  left as it was, no key opens it: " + name));
    return rotated.left().isEmpty() ? Exit.OPEN.code() : Exit.INCOMPLETE.code();
  }

  @Command(
      name = "rotate",
      mixinStandardHelpOptions = true,
      description = {
        "Makes a new registry key and wraps every other by it.",
        "No model is read. The new key is in a file, under the passphrase of the present one when that has one. The old key is kept beside it as retired: remove it when no copy of the store needs it. After a crash, run it again."
      })
  static final class Rotate implements Callable<Integer> {
    private final Shell shell;

    @Mixin private LaterProject where = new LaterProject();

    Rotate(Shell shell) {
      this.shell = shell;
    }

    @Override
    public Integer call() {
      try (RegistryDesk desk = RegistryDesk.open(where.home(shell), shell);
          Progress progress = new Progress(shell.terminal(), shell.nanoTime())) {
        SealedStore.Rotated rotated = desk.rotate(name -> progress.step("wrapping " + name));
        progress.wipe();
        return tell(shell.terminal(), rotated);
      }
    }
  }

  @Command(
      name = "scrub",
      mixinStandardHelpOptions = true,
      description = {
        "Reads every stored byte, and mends from a replica.",
        "Exit 1 when something is damaged and was not mended."
      })
  static final class Scrub implements Callable<Integer> {
    private final Shell shell;

    @Option(
        names = "--replica",
        paramLabel = "DIR",
        description = "A copy of the registry's folder to mend from; not trusted.")
    private @Nullable Path replica;

    @Mixin private LaterProject where = new LaterProject();

    Scrub(Shell shell) {
      this.shell = shell;
    }

    @Override
    public Integer call() {
      try (RegistryDesk desk = RegistryDesk.open(where.home(shell), shell);
          Progress progress = new Progress(shell.terminal(), shell.nanoTime())) {
        ScrubReport report =
            desk.scrub(Optional.ofNullable(replica), name -> progress.step("reading " + name));
        progress.wipe();
        shell
            .terminal()
            .line("%d objects, %d bytes read".formatted(report.objects(), report.bytes()));
        report
            .flaws()
            .forEach(
                flaw ->
                    shell
                        .terminal()
                        .line(
                            "  %s %s%s"
                                .formatted(
                                    flaw.name(),
                                    flaw.kind().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                                    flaw.isRepaired() ? ", mended" : "")));
        return report.isWhole() ? Exit.OPEN.code() : Exit.CLOSED.code();
      }
    }
  }
}
