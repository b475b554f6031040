package dev.bulwark.cli.command;

import dev.bulwark.control.policy.Control;
import dev.bulwark.control.policy.Policy;
import dev.bulwark.control.policy.Requirement;
import dev.bulwark.evidence.CheckRunPredicate;
import dev.bulwark.kernel.check.CheckRun;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.fault.ProblemType.Exit;
import dev.bulwark.project.Shell;
import dev.bulwark.project.report.SarifReport;
import dev.bulwark.project.scan.RunCache;
import dev.bulwark.project.scan.ScanJson;
import dev.bulwark.project.scan.ScanReport;
import dev.bulwark.project.scan.ScanRun;
import dev.bulwark.project.scan.ScanText;
import dev.bulwark.project.scan.Target;
import dev.bulwark.project.scan.Watch;
import dev.bulwark.project.terminal.Paint;
import dev.bulwark.scan.ModelFileScanner;
import dev.bulwark.scan.RunMemory;
import dev.bulwark.scan.ScannedFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Scans model files, and whatever lies beside them, without a manifest.
@Command(
    name = "scan",
    mixinStandardHelpOptions = true,
    description = {
      "Scans model files: what happens to whoever loads them.",
      "Reads whatever lies beside a model as well. Nothing is loaded or run, and no manifest is needed. Exits with 0 when every file is clean or a notice, 1 when something is suspicious or malicious, 3 when something is malformed or could not be read."
    })
public final class ScanCommand implements Callable<Integer> {
  private final Shell shell;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "1..*",
      paramLabel = "PATH",
      description = "Files and folders; - is standard input.")
  private List<String> paths = new ArrayList<>();

  @ArgGroup(exclusive = true)
  private Form form = new Form();

  @Option(names = "--all", description = "Show clean files, notes, and every finding of a rule.")
  private boolean all;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "How many files are read at once. Default: one per processor.")
  private int jobs = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--cache",
      paramLabel = "DIR",
      description =
          "Keep what is found there and do not examine the same bytes again. A scan that was stopped goes on where it was. Whoever can write the folder decides what a scan says.")
  private @Nullable Path cache;

  @Mixin private RuleOptions rules = new RuleOptions();

  @Option(
      names = "--watch",
      description = "Go on and scan what changes, until Ctrl-C. For a terminal.")
  private boolean watch;

  /// How the answer is printed.
  static final class Form {
    @Option(names = "--json", description = "Print one JSON document and nothing else.")
    private boolean json;

    @Option(names = "--sarif", description = "Print the findings as SARIF 2.1.0 and nothing else.")
    private boolean sarif;

    @Option(
        names = "--statements",
        description =
            "Print one in-toto statement (test-result) a file that was read, one a line, and nothing else.")
    private boolean statements;

    boolean text() {
      return !json && !sarif && !statements;
    }
  }

  public ScanCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    requireSense();
    try (ScanRun run = new ScanRun(shell, jobs)) {
      List<Target> targets = run.targets(paths, System.in);
      Optional<RunCache> memory =
          Optional.ofNullable(cache)
              .map(folder -> RunCache.open(folder, targets.stream().map(Target::root).toList()));
      ModelFileScanner scanner =
          rules.scanner(shell, memory.<RunMemory>map(it -> it).orElse(RunMemory.NONE));
      ScanText text = new ScanText(shell.terminal(), ScanRun.rules(scanner), all);
      if (watch) {
        return exit(new Watch(shell, text, run.folders(scanner), scanner, targets).follow()).code();
      }
      ScanReport report = run.scan(scanner, targets, listener(text));
      print(report, text);
      memory.filter(RunCache::isUnwritable).ifPresent(_ -> warnOfCache());
      return exit(report).code();
    }
  }

  private void requireSense() {
    if (jobs < 1) {
      throw new ParameterException(
          spec.commandLine(), "expected at least 1 for --jobs, found " + jobs);
    }
    if (watch && (!form.text() || paths.contains(Target.STDIN))) {
      throw new ParameterException(
          spec.commandLine(),
          "expected files or folders and no other form with --watch, which prints as it goes");
    }
  }

  private ScanRun.Listener listener(ScanText text) {
    if (form.text()) {
      return (line, _) -> text.print(line);
    }
    if (form.statements) {
      return (_, file) -> statement(file);
    }
    return (_, _) -> {};
  }

  /// A file that was not read has no digest a statement could be about.
  private void statement(ScannedFile file) {
    switch (file) {
      case ScannedFile.Scanned(String _, CheckRun run) ->
          JsonOption.print(shell.terminal(), CheckRunPredicate.statement(run).json());
      case ScannedFile.Unread(String name, var why) ->
          shell
              .terminal()
              .err()
              .println(
                  "bulwark: no statement about " + Place.printable(name) + ": " + why.detail());
    }
  }

  /// The controls that ask for what a scan says.
  private static List<String> controls() {
    return Policy.builtin().catalogue().controls().stream()
        .filter(
            control ->
                control.evidence().stream()
                    .anyMatch(
                        requirement ->
                            requirement
                                .source()
                                .equals(new Requirement.Source.Suite(ModelFileScanner.SUITE))))
        .map(Control::id)
        .toList();
  }

  private static Exit exit(ScanReport report) {
    return switch (report.verdict()) {
      case CLEAN, NOTICE -> Exit.OPEN;
      case INCOMPLETE, MALFORMED -> Exit.INCOMPLETE;
      case SUSPICIOUS, MALICIOUS -> Exit.CLOSED;
    };
  }

  private void print(ScanReport report, ScanText text) {
    if (form.json) {
      JsonOption.print(shell.terminal(), ScanJson.of(report, controls()));
    } else if (form.sarif) {
      JsonOption.print(
          shell.terminal(),
          SarifReport.of(
              report.version(),
              report.rules(),
              controls(),
              report.findings(),
              report.undecided(),
              report.ruleData()));
    } else if (form.text()) {
      text.summary(report);
    }
  }

  private void warnOfCache() {
    shell
        .terminal()
        .err()
        .println(
            shell.terminal().paint(Paint.YELLOW, "bulwark: ")
                + "some results could not be kept in "
                + cache
                + "; the next scan will take as long as this one");
  }
}
