package dev.bulwark.project.session;

import dev.bulwark.control.gate.Decision;
import dev.bulwark.control.gate.DecisionStatement;
import dev.bulwark.control.policy.GateName;
import dev.bulwark.control.policy.Policy;
import dev.bulwark.evidence.CheckRunPredicate;
import dev.bulwark.evidence.Evidence;
import dev.bulwark.evidence.Statement;
import dev.bulwark.govern.threat.Residual;
import dev.bulwark.govern.threat.ThreatRuns;
import dev.bulwark.kernel.check.CheckRun;
import dev.bulwark.project.Shell;
import dev.bulwark.project.inspect.Inspection;
import dev.bulwark.project.inspect.Inspector;
import dev.bulwark.project.report.Report;
import dev.bulwark.project.terminal.Progress;
import dev.bulwark.project.workspace.Home;
import dev.bulwark.project.workspace.Workspace;
import dev.bulwark.project.workspace.WorkspaceReader;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Turns one inspection into evidence and decisions.
///
/// Two batches reach the ledger, each all or nothing: what the producers said; then what depends on
/// it, the residual risk, the threats' trace and the next gate's decision. A crash between them
/// leaves an earlier residual risk, which is about another moment and goes stale.
public final class CheckSession {
  private final Shell shell;
  private final Home home;
  private final Inspector inspector;

  public CheckSession(Shell shell, Home home, Inspector inspector) {
    this.shell = shell;
    this.home = home;
    this.inspector = inspector;
  }

  public Report record(Inspection inspection, Optional<GateName> asked, Progress progress) {
    progress.step("opening the ledger");
    Policy policy = Policy.builtin();
    List<CheckRun> runs = new ArrayList<>(inspection.runs());
    try (Workspace workspace = Workspace.begin(home, origin(inspection), shell)) {
      LedgerCheck.due(workspace.evidence(), inspection.manifest(), now())
          .ifPresent(
              check -> {
                progress.step("auditing the ledger");
                runs.add(check.run(WorkspaceReader.open(home)));
              });
      progress.step("signing");
      workspace.record(first(workspace.evidence(), policy, inspection, runs));
      runs.addAll(second(workspace, policy, inspection, now()));
      progress.step("deciding");
      Judgement judgement = Judgement.of(policy, workspace.evidence(), now());
      Decision next = judgement.next(asked);
      workspace.record(List.of(DecisionStatement.of(next, verifierId(workspace))));
      return ReportMaker.of(
          inspection,
          runs,
          judgement,
          next.gate().word(),
          workspace.evidence(),
          inspector.rules(),
          workspace.checkpoint(),
          ReportMaker.describe(workspace.recovered()),
          inspector.ruleData());
    }
  }

  /// Puts on record how the project would be with something else in it, and how it is; nothing is
  /// decided. A crash leaves both or neither, so that the newest description is never of what is
  /// not there.
  public static void rehearsal(
      Workspace workspace, Inspection other, Inspection project, Instant now) {
    Policy policy = Policy.builtin();
    List<Statement> statements = first(workspace.evidence(), policy, other, other.runs());
    statements.add(project.description());
    project.runs().forEach(run -> statements.add(CheckRunPredicate.statement(run)));
    workspace.record(statements);
    second(workspace, policy, project, now);
  }

  /// What depends on the first batch, on record.
  private static List<CheckRun> second(
      Workspace workspace, Policy policy, Inspection inspection, Instant now) {
    List<CheckRun> dependent = dependent(policy, workspace, inspection, now);
    workspace.record(dependent.stream().map(CheckRunPredicate::statement).toList());
    return dependent;
  }

  private static String origin(Inspection inspection) {
    return switch (inspection) {
      case Inspection.Described described -> "bulwark/" + described.system().id();
      case Inspection.Undescribed _ -> "bulwark/undescribed";
    };
  }

  /// Who decides: this installation, by its judge's key.
  static String verifierId(Workspace workspace) {
    return "urn:bulwark:judge:" + workspace.judge().id();
  }

  private static List<Statement> first(
      List<Evidence> evidence, Policy policy, Inspection inspection, List<CheckRun> runs) {
    List<Statement> statements = new ArrayList<>();
    boolean recorded =
        Policies.newest(evidence)
            .filter(digest -> digest.equals(policy.digest().toString()))
            .isPresent();
    if (!recorded) {
      statements.add(policy.statement());
    }
    statements.add(inspection.description());
    runs.forEach(run -> statements.add(CheckRunPredicate.statement(run)));
    return statements;
  }

  private static List<CheckRun> dependent(
      Policy policy, Workspace workspace, Inspection inspection, Instant now) {
    return switch (inspection) {
      case Inspection.Described described -> {
        Judgement before = Judgement.of(policy, workspace.evidence(), now);
        Residual residual = Residual.of(described.threats(), before.credits());
        yield List.of(ThreatRuns.threatTrace(residual), ThreatRuns.residualRisk(residual));
      }
      case Inspection.Undescribed _ -> List.of();
    };
  }

  private Instant now() {
    return shell.clock().instant().truncatedTo(ChronoUnit.MICROS);
  }
}
