package dev.bulwark.cli.command;

import dev.bulwark.kernel.fault.Fault;
import dev.bulwark.kernel.fault.ProblemType.Exit;
import dev.bulwark.project.Shell;
import dev.bulwark.project.registry.UpdateRound;
import dev.bulwark.project.registry.UpdateText;
import dev.bulwark.project.terminal.Progress;
import dev.bulwark.registry.channel.ReleaseNumber;
import dev.bulwark.registry.state.Version;
import dev.bulwark.registry.update.Did;
import dev.bulwark.registry.update.UpdateRun;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Does one pass over the channels, or one after another.
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = {
      "Does one pass over the channels, or one every so often.",
      "The registry is free for other commands while it waits for a source or a watch.",
      "Looks at each source, takes in what is signed and above, asks the gates, moves on what may"
          + " go on, takes back what is found bad. Exits with 0 when nothing waits, 1 when"
          + " something does, failed its examination or was taken back."
    })
final class UpdatePass implements Callable<Integer> {
  private final Shell shell;

  @Option(names = "--channel", paramLabel = "CHANNEL", description = "One channel only.")
  private @Nullable String channel;

  @Option(
      names = "--every",
      paramLabel = "TIME",
      converter = Span.class,
      description = "Again and again, until interrupted: 5m.")
  private @Nullable Duration every;

  @Mixin private LaterProject where = new LaterProject();

  @Mixin private JsonOption json = new JsonOption();

  UpdatePass(Shell shell) {
    this.shell = shell;
  }

  /// Between two passes the registry is free for others.
  @Override
  public Integer call() {
    if (every == null) {
      return pass();
    }
    int exit = patient();
    while (pause(every)) {
      exit = patient();
    }
    return exit;
  }

  /// A pass that could not be made, because somebody else has the registry open or a disk is full,
  /// is told, and the next one tries again.
  private int patient() {
    try {
      return pass();
    } catch (Fault fault) {
      shell.terminal().err().println("%s [%s]".formatted(fault.getMessage(), fault.type().slug()));
      return fault.type().exit().code();
    }
  }

  private int pass() {
    try (Progress progress = new Progress(shell.terminal(), shell.nanoTime())) {
      List<UpdateRun.Report> reports =
          new UpdateRound(
                  shell,
                  where.home(shell),
                  desk -> new ProjectRehearsal(shell, where.project(), desk))
              .run(Optional.ofNullable(channel), progress::step);
      progress.wipe();
      new UpdateText(shell.terminal(), json.wanted()).reports(reports);
      return reports.stream().flatMap(report -> report.did().stream()).anyMatch(UpdatePass::waits)
          ? Exit.CLOSED.code()
          : Exit.OPEN.code();
    }
  }

  /// What came and is not ready waits for somebody, also where no environment would have got it.
  static boolean waits(Did did) {
    return switch (did) {
      case Did.Held _, Did.Returned _ -> true;
      case Did.Took(ReleaseNumber _, Version version) -> version.state() != Version.State.READY;
      case Did.Moved _ -> false;
    };
  }

  private static boolean pause(Duration time) {
    try {
      Thread.sleep(time);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
