package dev.bulwark.project.session;

import dev.bulwark.control.gate.Decision;
import dev.bulwark.control.gate.Gate;
import dev.bulwark.control.gate.Obstacle;
import dev.bulwark.control.policy.GateName;
import dev.bulwark.control.policy.Policy;
import dev.bulwark.control.status.Answer;
import dev.bulwark.control.status.Assessment;
import dev.bulwark.control.status.ControlStatus;
import dev.bulwark.evidence.Assurance;
import dev.bulwark.evidence.Evidence;
import dev.bulwark.govern.threat.Credit;
import dev.bulwark.project.report.Report;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A system's status at one moment and what every gate says to it.
///
/// @param decisions one per gate, in the order of the life cycle
public record Judgement(Assessment assessment, Map<GateName, Decision> decisions) {

  public static Judgement of(Policy policy, List<Evidence> ledger, Instant asOf) {
    Assessment assessment = Assessment.of(policy, ledger, asOf);
    Map<GateName, Decision> decisions = new EnumMap<>(GateName.class);
    for (GateName gate : GateName.values()) {
      decisions.put(gate, Gate.decide(gate, assessment));
    }
    return new Judgement(assessment, decisions);
  }

  /// The gate asked for, or the first that is not open, or `operate` when all are. `retire` is
  /// asked for by name only.
  public Decision next(Optional<GateName> asked) {
    return asked
        .map(this::decision)
        .orElseGet(
            () ->
                decisions.values().stream()
                    .filter(decision -> decision.gate() != GateName.RETIRE)
                    .filter(decision -> !(decision instanceof Decision.Allow))
                    .findFirst()
                    .orElseGet(() -> decision(GateName.OPERATE)));
  }

  private Decision decision(GateName gate) {
    Decision decision = decisions.get(gate);
    if (decision == null) {
      throw new IllegalStateException("every gate was decided");
    }
    return decision;
  }

  /// What each satisfied control is worth against a threat: what machines computed counts for more
  /// than what people said.
  Map<String, Credit> credits() {
    Map<String, Credit> credits = new LinkedHashMap<>();
    for (Assessment.Assessed each : assessment.assessed()) {
      if (each.status() instanceof ControlStatus.Satisfied satisfied) {
        boolean computed =
            satisfied.answers().stream()
                .flatMap(answer -> answer.behind().stream())
                .anyMatch(evidence -> evidence.assurance().atLeast(Assurance.A3));
        credits.put(each.control().id(), computed ? Credit.PROVEN : Credit.ATTESTED);
      }
    }
    return credits;
  }

  public List<Report.ControlLine> controlLines() {
    return assessment.assessed().stream().map(this::controlLine).toList();
  }

  private Report.ControlLine controlLine(Assessment.Assessed each) {
    List<Long> evidence =
        each.status().answers().stream()
            .flatMap(answer -> answer.behind().stream())
            .map(Evidence::index)
            .distinct()
            .sorted()
            .toList();
    return new Report.ControlLine(
        each.control().id(),
        each.control().stage().word(),
        each.control().title(),
        state(each.status()),
        each.status().open().stream().map(answer -> answer.text()).distinct().toList(),
        evidence,
        assessment
            .waiver(each.control().id())
            .filter(_ -> !each.status().isSatisfied())
            .map(
                waiver ->
                    String.join(" and ", waiver.people())
                        + " until "
                        + waiver.until()
                        + ": "
                        + waiver.reason()));
  }

  private static Report.State state(ControlStatus status) {
    return switch (status) {
      case ControlStatus.Satisfied _ -> Report.State.SATISFIED;
      case ControlStatus.NotSatisfied _ -> Report.State.NOT_SATISFIED;
      case ControlStatus.Stale _ -> Report.State.STALE;
      case ControlStatus.NotAssessed _ -> Report.State.NOT_ASSESSED;
    };
  }

  /// Controls the profile selects and the facts exclude. What the profile leaves out is its own
  /// business, shown by `bulwark controls`.
  public List<Report.Excluded> excludedLines() {
    return assessment.excluded().stream()
        .filter(each -> !each.why().startsWith("the profile"))
        .map(each -> new Report.Excluded(each.control().id(), each.control().title(), each.why()))
        .toList();
  }

  public List<Report.GateLine> gateLines() {
    return decisions.values().stream().map(Judgement::gateLine).toList();
  }

  private static Report.GateLine gateLine(Decision decision) {
    List<String> warnings = new ArrayList<>();
    decision
        .waived()
        .forEach(
            waiver ->
                warnings.add(
                    waiver.control()
                        + " is waived until "
                        + waiver.until()
                        + ": "
                        + waiver.reason()));
    decision
        .warnings()
        .forEach(
            each ->
                warnings.add(
                    each.control().id()
                        + " "
                        + each.control().title()
                        + ": "
                        + each.status().word()));
    return switch (decision) {
      case Decision.Allow _ ->
          new Report.GateLine(
              decision.gate().word(),
              Report.Standing.ALLOW,
              List.of(),
              List.of(),
              warnings,
              Set.of());
      case Decision.Deny deny ->
          new Report.GateLine(
              decision.gate().word(),
              Report.Standing.DENY,
              deny.obstacles().stream().map(obstacle -> obstacle.text()).toList(),
              deny.actions().stream().map(action -> action.text()).toList(),
              warnings,
              lacking(deny.obstacles()));
      case Decision.Hold hold ->
          new Report.GateLine(
              decision.gate().word(),
              Report.Standing.HOLD,
              hold.obstacles().stream().map(obstacle -> obstacle.text()).toList(),
              hold.actions().stream().map(action -> action.text()).toList(),
              warnings,
              lacking(hold.obstacles()));
    };
  }

  private static Set<String> lacking(List<Obstacle> obstacles) {
    return obstacles.stream()
        .flatMap(
            obstacle ->
                obstacle instanceof Obstacle.Unmet(var _, Answer answer)
                    ? Stream.of(answer.requirement().source().name())
                    : Stream.empty())
        .collect(Collectors.toUnmodifiableSet());
  }
}
