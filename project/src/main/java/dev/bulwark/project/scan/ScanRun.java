package dev.bulwark.project.scan;

import dev.bulwark.kernel.check.Rule;
import dev.bulwark.project.Shell;
import dev.bulwark.project.Version;
import dev.bulwark.project.terminal.Progress;
import dev.bulwark.scan.FolderScan;
import dev.bulwark.scan.ModelFileScanner;
import dev.bulwark.scan.ScannedFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One `bulwark scan`: reads its targets, tells each file as soon as it is known, and ends in order
/// when it is stopped.
///
/// Ctrl-C stops the files that are being read; what was told stays told, the report says that it is
/// not finished, and the verdict is at least INCOMPLETE.
public final class ScanRun implements AutoCloseable {
  private static final long LAST_WORDS_SECONDS = 3;

  private final Shell shell;
  private final int jobs;
  private final Thread scanning = Thread.currentThread();
  private final CountDownLatch said = new CountDownLatch(1);
  private final Thread onStop = new Thread(this::stop, "scan-stop");
  private @Nullable Path piped;

  /// Hears of every file, in the order of the report.
  public interface Listener {
    void heard(ScanLine line, ScannedFile file);
  }

  /// @param jobs how many files are read at once; at least 1
  public ScanRun(Shell shell, int jobs) {
    this.shell = shell;
    this.jobs = jobs;
    Runtime.getRuntime().addShutdownHook(onStop);
  }

  private void stop() {
    scanning.interrupt();
    try {
      boolean _ = said.await(LAST_WORDS_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// @throws ScanFault when some do not exist
  public List<Target> targets(List<String> arguments, InputStream stdin) {
    List<Target> targets =
        new ArrayList<>(
            Target.of(arguments.stream().filter(name -> !name.equals(Target.STDIN)).toList()));
    if (arguments.contains(Target.STDIN)) {
      try {
        piped = Files.createTempDirectory("bulwark-");
      } catch (IOException e) {
        throw new ScanFault(
            ScanFault.UNREADABLE,
            "expected to make a temporary folder for standard input; make room, or scan a file",
            e);
      }
      targets.add(Target.piped(stdin, piped));
    }
    return targets;
  }

  public ScanReport scan(ModelFileScanner scanner, List<Target> targets, Listener listener) {
    List<ScanLine> lines = new ArrayList<>();
    boolean finished = false;
    try (Progress progress = new Progress(shell.terminal(), shell.nanoTime())) {
      FolderScan folders = folders(scanner);
      for (Target target : targets) {
        folders.scan(
            target.root(),
            target.prefix(),
            file -> {
              ScanLine line = ScanLine.of(file);
              lines.add(line);
              progress.wipe();
              listener.heard(line, file);
              progress.step("scanned %d files, last %s".formatted(lines.size(), line.name()));
            });
      }
      finished = true;
    } catch (InterruptedException e) {
      shell.terminal().err().println("bulwark: stopped");
    } catch (UncheckedIOException e) {
      throw new ScanFault(
          ScanFault.UNREADABLE,
          "expected folders that can be listed, found: " + e.getMessage() + "; check the rights",
          e);
    }
    return new ScanReport(
        Version.NUMBER,
        scanner.ruleData(),
        rules(scanner),
        lines,
        targets.stream().flatMap(target -> FolderNotes.of(target).stream()).toList(),
        finished);
  }

  /// Every rule a scan can name, sorted by id.
  public static List<Rule> rules(ModelFileScanner scanner) {
    return Stream.concat(scanner.rules().stream(), FolderNotes.rules().stream())
        .sorted(Comparator.comparing(Rule::id))
        .toList();
  }

  /// Reads as many files at once as was asked for.
  public FolderScan folders(ModelFileScanner scanner) {
    return new FolderScan(scanner, jobs);
  }

  /// Removes what was piped in.
  @Override
  public void close() {
    said.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(onStop);
    } catch (IllegalStateException e) {
      // the process is going down, and the hook is what stopped us
    }
    if (piped != null) {
      try {
        Files.deleteIfExists(piped.resolve("stdin"));
        Files.deleteIfExists(piped);
      } catch (IOException e) {
        throw new ScanFault(
            ScanFault.UNREADABLE,
            "expected to remove " + piped + ", which holds a copy of standard input; remove it",
            e);
      }
    }
  }
}
