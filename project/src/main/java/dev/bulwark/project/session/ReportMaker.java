package dev.bulwark.project.session;

import dev.bulwark.evidence.Evidence;
import dev.bulwark.evidence.PredicateType;
import dev.bulwark.evidence.Signer;
import dev.bulwark.evidence.Statement;
import dev.bulwark.evidence.tlog.Checkpoint;
import dev.bulwark.evidence.tlog.Recovered;
import dev.bulwark.govern.threat.Residual;
import dev.bulwark.govern.threat.Threat;
import dev.bulwark.kernel.check.CheckRun;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.kernel.system.Element;
import dev.bulwark.project.Version;
import dev.bulwark.project.inspect.Inspection;
import dev.bulwark.project.report.Report;
import dev.bulwark.scan.ModelFileScanner;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Puts together what there is to tell. Adds no judgement of its own.
public final class ReportMaker {
  private ReportMaker() {}

  /// @param runs of this inspection, the later ones that depend on live evidence included
  /// @param ruleData which rules files were scanned by
  public static Report of(
      Inspection inspection,
      List<CheckRun> runs,
      Judgement judgement,
      String next,
      List<Evidence> evidence,
      List<Rule> rules,
      Checkpoint checkpoint,
      String recovered,
      Json.Obj ruleData) {
    List<Finding> findings =
        runs.stream()
            .flatMap(run -> run.findings().stream())
            .filter(finding -> !isThreat(finding))
            .sorted(worstFirst())
            .toList();
    return new Report(
        Version.NUMBER,
        system(inspection),
        judgement.assessment().asOf(),
        judgement.controlLines(),
        judgement.excludedLines(),
        judgement.gateLines(),
        next,
        findings,
        undecided(inspection, runs),
        named(rules, findings),
        threats(inspection, judgement),
        evidence.stream().map(ReportMaker::line).toList(),
        new Report.LedgerLine(checkpoint.size(), checkpoint.head().root().toString(), recovered),
        ruleData);
  }

  /// What opening the ledger had to put right, for people; empty when nothing.
  static String describe(Recovered recovered) {
    if (recovered.isClean()) {
      return "";
    }
    return "an earlier run was interrupted: removed %d unpublished tiles and %d half-written files; nothing that was acknowledged is lost"
        .formatted(recovered.unpublished().size(), recovered.temporary().size());
  }

  /// Threats have a list of their own.
  private static boolean isThreat(Finding finding) {
    return finding.rule().value().startsWith("TR-");
  }

  private static Comparator<Finding> worstFirst() {
    return Comparator.comparing(Finding::severity)
        .reversed()
        .thenComparing(Finding::place)
        .thenComparing(Finding::rule);
  }

  private static Report.SystemLine system(Inspection inspection) {
    return switch (inspection) {
      case Inspection.Described(var system, var _, var _, var _) ->
          new Report.SystemLine(
              system.id(),
              system.title(),
              system.purpose(),
              system.profile(),
              system.elements().stream().map(Element::assumed).mapToInt(List::size).sum(),
              true);
      case Inspection.Undescribed _ ->
          new Report.SystemLine(
              "?",
              "A system whose manifest cannot be read",
              "No control can be judged before bulwark.yaml is mended.",
              "every control",
              0,
              false);
    };
  }

  private static List<Report.Undecided> undecided(Inspection inspection, List<CheckRun> runs) {
    List<Report.Undecided> lines = new ArrayList<>();
    for (CheckRun run : runs) {
      String subject = run.subjects().stream().map(Subject::name).collect(Collectors.joining(", "));
      for (Map.Entry<RuleId, Outcome> outcome : run.outcomes().entrySet()) {
        if (outcome.getValue()
            instanceof Outcome.Undecided(Outcome.Reason reason, String detail, var _)) {
          lines.add(
              new Report.Undecided(
                  run.suite(), outcome.getKey().value(), subject, words(reason.name()), detail));
        }
      }
    }
    if (inspection instanceof Inspection.Described described) {
      described
          .unread()
          .forEach(
              it ->
                  lines.add(
                      new Report.Undecided(
                          ModelFileScanner.SUITE,
                          "FMT-001",
                          it.file(),
                          words(it.reason()),
                          it.why())));
    }
    return lines;
  }

  private static String words(String constant) {
    return constant.toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static List<Rule> named(List<Rule> rules, List<Finding> findings) {
    Set<RuleId> ids = findings.stream().map(Finding::rule).collect(Collectors.toSet());
    return rules.stream().filter(rule -> ids.contains(rule.id())).toList();
  }

  private static List<Report.ThreatLine> threats(Inspection inspection, Judgement judgement) {
    return switch (inspection) {
      case Inspection.Described described ->
          Residual.of(described.threats(), judgement.credits()).risks().stream()
              .sorted(
                  Comparator.comparing((Residual.Risk risk) -> risk.severity())
                      .reversed()
                      .thenComparingInt(risk -> -risk.likelihood() * risk.threat().impact())
                      .thenComparing(risk -> risk.threat().id()))
              .map(ReportMaker::line)
              .toList();
      case Inspection.Undescribed _ -> List.of();
    };
  }

  private static Report.ThreatLine line(Residual.Risk risk) {
    Threat threat = risk.threat();
    return new Report.ThreatLine(
        threat.rule().id().value(),
        threat.element().path(),
        threat.rule().title(),
        words(risk.severity().name()),
        threat.likelihood(),
        threat.impact(),
        risk.likelihood(),
        threat.treatments().stream()
            .map(id -> risk.satisfied().contains(id) ? id + " ✓" : id)
            .toList(),
        threat.causes().stream()
            .filter(cause -> cause.origin() == dev.bulwark.kernel.system.Fact.Origin.ASSUMED)
            .map(Threat.Cause::fact)
            .distinct()
            .toList());
  }

  private static Report.EvidenceLine line(Evidence evidence) {
    return new Report.EvidenceLine(
        evidence.index(),
        evidence.received(),
        what(evidence.statement()),
        evidence.assurance().name(),
        signer(evidence.signer()),
        evidence.statement().subjects().stream().map(Subject::name).distinct().toList(),
        evidence.envelope().toString());
  }

  /// A word for a statement: the suite, the kind of attestation, or the predicate type's name.
  private static String what(Statement statement) {
    String type = statement.predicateType();
    return switch (type) {
      case PredicateType.TEST_RESULT -> statement.predicate().text("suite").orElse("test result");
      case PredicateType.ATTESTATION ->
          statement.predicate().text("kind").orElse("attestation")
              + ": "
              + statement.predicate().text("decision").orElse("?");
      case PredicateType.WAIVER -> "waiver of " + statement.predicate().text("control").orElse("?");
      case PredicateType.VERIFICATION_SUMMARY ->
          "decision on "
              + statement.predicate().text("gate").orElse("a gate")
              + ": "
              + statement.predicate().text("verificationResult").orElse("?");
      case PredicateType.KEY ->
          "key or role " + statement.predicate().text("event").orElse("event");
      case PredicateType.SYSTEM -> "description of the system";
      case PredicateType.POLICY -> "policy in force";
      default -> type;
    };
  }

  private static String signer(Signer signer) {
    return switch (signer) {
      case Signer.Person person -> person.person();
      case Signer.Collector collector -> collector.name();
      case Signer.Judge _ -> "judge";
      case Signer.Unknown _ -> "unknown";
    };
  }
}
