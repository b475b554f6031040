package dev.bulwark.cli.command;

import dev.bulwark.evidence.Evidence;
import dev.bulwark.kernel.fault.ProblemType.Exit;
import dev.bulwark.project.Shell;
import dev.bulwark.project.inspect.Inspection;
import dev.bulwark.project.inspect.Inspector;
import dev.bulwark.project.report.JsonReport;
import dev.bulwark.project.report.Report;
import dev.bulwark.project.report.SarifReport;
import dev.bulwark.project.report.html.HtmlReport;
import dev.bulwark.project.session.Judgement;
import dev.bulwark.project.session.Policies;
import dev.bulwark.project.session.ReportMaker;
import dev.bulwark.project.terminal.Progress;
import dev.bulwark.project.workspace.WorkspaceReader;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Writes the report of what the ledger says now, beside what an inspection sees now. Records
/// nothing.
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = {
      "Writes the report of a project; records nothing.",
      "Status comes from the ledger, findings and threats from looking again."
    })
public final class ReportCommand implements Callable<Integer> {
  private final Shell shell;

  @Mixin private ProjectOptions where = new ProjectOptions();

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "One self-contained page; the default, as report.html.")
  private @Nullable Path html;

  @Option(names = "--sarif", paramLabel = "FILE", description = "The findings as SARIF 2.1.0.")
  private @Nullable Path sarif;

  @Option(names = "--json", paramLabel = "FILE", description = "Everything as one JSON document.")
  private @Nullable Path json;

  public ReportCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    Report report = report();
    if (html == null && sarif == null && json == null) {
      html = Path.of("report.html");
    }
    write(html, HtmlReport.of(report));
    write(
        sarif,
        SarifReport.of(
                    report.version(),
                    report.rules(),
                    List.of(),
                    report.findings(),
                    report.undecided(),
                    report.ruleData())
                .canonical()
            + "\n");
    write(json, JsonReport.of(report).canonical() + "\n");
    return Exit.OPEN.code();
  }

  private Report report() {
    WorkspaceReader reader = WorkspaceReader.open(where.home(shell));
    List<Evidence> ledger = reader.contents().evidence();
    Instant now = shell.clock().instant();
    try (Progress progress = new Progress(shell.terminal(), shell.nanoTime())) {
      Inspector inspector = new Inspector(shell);
      Inspection inspection = inspector.inspect(where.project(), where.home(shell), progress);
      Judgement judgement = Judgement.of(Policies.at(ledger, now), ledger, now);
      return ReportMaker.of(
          inspection,
          inspection.runs(),
          judgement,
          judgement.next(Optional.empty()).gate().word(),
          ledger,
          inspector.rules(),
          reader.checkpoint(),
          "",
          inspector.ruleData());
    }
  }

  private void write(@Nullable Path file, String text) {
    if (file != null) {
      Files.write(file, text);
      shell.terminal().line("wrote " + file);
    }
  }
}
