package dev.bulwark.cli.command;

import dev.bulwark.control.policy.GateName;
import dev.bulwark.project.Shell;
import dev.bulwark.project.inspect.Inspection;
import dev.bulwark.project.inspect.Inspector;
import dev.bulwark.project.report.JsonReport;
import dev.bulwark.project.report.Report;
import dev.bulwark.project.report.SarifReport;
import dev.bulwark.project.report.TextReport;
import dev.bulwark.project.report.html.HtmlReport;
import dev.bulwark.project.session.CheckSession;
import dev.bulwark.project.terminal.Progress;
import dev.bulwark.project.workspace.WorkspaceFault;
import dev.bulwark.scan.RunMemory;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Inspects a project, records what was found, decides, and shows.
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Inspects a project, signs what it finds, decides its gates.",
      "Prints the four stages, the findings and the next gate: Allow, or Deny with every reason and"
          + " the smallest set of actions that would open it."
    })
public final class CheckCommand implements Callable<Integer> {
  private final Shell shell;

  @Mixin private ProjectOptions where = new ProjectOptions();

  @Mixin private ServerOptions server = new ServerOptions();

  @Mixin private RuleOptions rules = new RuleOptions();

  @ArgGroup(exclusive = true)
  private Form form = new Form();

  @Option(
      names = "--gate",
      paramLabel = "GATE",
      description =
          "The gate that decides the exit code: ${COMPLETION-CANDIDATES}. Default: the first that"
              + " is not open.")
  private @Nullable GateName gate;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Also write the report as one page of its own.")
  private @Nullable Path html;

  @Option(names = "--all", description = "Show every finding, and notes, which fail nothing.")
  private boolean all;

  /// How the answer is printed.
  static final class Form {
    @Option(names = "--json", description = "Print the report as one JSON document, nothing else.")
    private boolean json;

    @Option(names = "--sarif", description = "Print the findings as SARIF 2.1.0 and nothing else.")
    private boolean sarif;
  }

  public CheckCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    return server.wanted() ? elsewhere() : here();
  }

  private int elsewhere() {
    if (html != null || rules.given()) {
      throw new WorkspaceFault(
          WorkspaceFault.INVALID,
          "expected --server without --html and --rules, found one of them; a server has its own"
              + " rules, and its own page");
    }
    String accept =
        form.json ? "application/json" : form.sarif ? "application/sarif+json" : "text/plain";
    String query = "?all=" + all + (gate == null ? "" : "&gate=" + gate.word());
    return server.check(shell, where.project(), accept, query);
  }

  private int here() {
    Report report;
    try (Progress progress = new Progress(shell.terminal(), shell.nanoTime())) {
      Inspector inspector = new Inspector(shell, rules.scanner(shell, RunMemory.NONE));
      Inspection inspection = inspector.inspect(where.project(), where.home(shell), progress);
      report =
          new CheckSession(shell, where.home(shell), inspector)
              .record(inspection, Optional.ofNullable(gate), progress);
    }
    if (html != null) {
      Files.write(html, HtmlReport.of(report));
    }
    print(report);
    return report.exit().code();
  }

  private void print(Report report) {
    if (form.json) {
      JsonOption.print(shell.terminal(), JsonReport.of(report));
    } else if (form.sarif) {
      JsonOption.print(
          shell.terminal(),
          SarifReport.of(
              report.version(),
              report.rules(),
              List.of(),
              report.findings(),
              report.undecided(),
              report.ruleData()));
    } else {
      TextReport.print(shell.terminal(), report, all);
    }
  }
}
