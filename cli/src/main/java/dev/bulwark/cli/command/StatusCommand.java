package dev.bulwark.cli.command;

import dev.bulwark.control.gate.Decision;
import dev.bulwark.control.policy.GateName;
import dev.bulwark.control.status.StatusReport;
import dev.bulwark.evidence.Evidence;
import dev.bulwark.kernel.fault.ProblemType.Exit;
import dev.bulwark.project.Shell;
import dev.bulwark.project.report.Report;
import dev.bulwark.project.report.StatusText;
import dev.bulwark.project.session.Judgement;
import dev.bulwark.project.session.Policies;
import dev.bulwark.project.workspace.WorkspaceFault;
import dev.bulwark.project.workspace.WorkspaceReader;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Recomputes the status of every control from the ledger, for now or for any past moment.
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = {
      "Recomputes every control's status from the ledger alone.",
      "It inspects and records nothing.",
      "For a past moment it uses the policy and the evidence the ledger had then, and gives the"
          + " same bytes each time."
    })
public final class StatusCommand implements Callable<Integer> {
  private final Shell shell;

  @Mixin private ProjectOptions where = new ProjectOptions();

  @Mixin private ServerOptions server = new ServerOptions();

  @Mixin private JsonOption json = new JsonOption();

  @Option(
      names = "--as-of",
      paramLabel = "DATE",
      converter = Moment.class,
      description = "The moment to recompute (default: now).")
  private @Nullable Instant asOf;

  @Option(
      names = "--gate",
      paramLabel = "GATE",
      description = "The gate that decides the exit code: ${COMPLETION-CANDIDATES}.")
  private @Nullable GateName gate;

  public StatusCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    return server.wanted() ? elsewhere() : here();
  }

  private int elsewhere() {
    if (asOf != null) {
      throw new WorkspaceFault(
          WorkspaceFault.INVALID,
          "expected --server without --as-of, found both; a server says how it stands now");
    }
    String query = gate == null ? "" : "?gate=" + gate.word();
    return json.wanted()
        ? server.show(shell, where.project(), "/status" + query, "application/json")
        : server.show(shell, where.project(), query, "text/plain");
  }

  private int here() {
    List<Evidence> ledger = WorkspaceReader.open(where.home(shell)).contents().evidence();
    Instant moment = asOf == null ? shell.clock().instant() : asOf;
    Judgement judgement = Judgement.of(Policies.at(ledger, moment), ledger, moment);
    Decision next = judgement.next(Optional.ofNullable(gate));
    if (json.wanted()) {
      JsonOption.print(shell.terminal(), StatusReport.of(judgement.assessment()));
    } else {
      List<Report.GateLine> gates = judgement.gateLines();
      StatusText.print(
          shell.terminal(),
          moment,
          judgement.controlLines(),
          judgement.excludedLines(),
          gates,
          next.gate().word());
    }
    return (next instanceof Decision.Allow ? Exit.OPEN : Exit.CLOSED).code();
  }
}
