package dev.bulwark.control.gate;

import dev.bulwark.control.policy.About;
import dev.bulwark.control.policy.Control;
import dev.bulwark.control.policy.GateName;
import dev.bulwark.control.policy.Profile;
import dev.bulwark.control.policy.Requirement;
import dev.bulwark.control.policy.Requirement.Source;
import dev.bulwark.control.status.Answer;
import dev.bulwark.control.status.Answer.Target;
import dev.bulwark.control.status.Assessment;
import dev.bulwark.control.status.Assessment.Assessed;
import dev.bulwark.control.status.Reason;
import dev.bulwark.control.status.Scope;
import dev.bulwark.control.status.State;
import dev.bulwark.evidence.Assurance;
import dev.bulwark.kernel.check.Subject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Finds the smallest set of actions that would open a gate: each obstacle is removed by exactly
/// one of them, obstacles that one action removes share it, and what an action breaks is repaired.
///
/// A check is a function of bytes, so where it fails the bytes must change, and what people signed
/// over them must be signed again. Where it is merely missing or old it is run again on the same
/// bytes, and nothing else changes.
final class Actions {
  private final GateName gate;
  private final Assessment assessment;
  private final Set<Action> changes = new LinkedHashSet<>();
  private final Set<String> checks = new LinkedHashSet<>();
  private final Set<Action> provided = new LinkedHashSet<>();
  private final Set<Subject> changed = new LinkedHashSet<>();
  private final Signatures signatures;

  private Actions(GateName gate, Assessment assessment) {
    this.gate = gate;
    this.assessment = assessment;
    this.signatures = new Signatures(assessment);
  }

  static List<Action> opening(GateName gate, Assessment assessment, List<Obstacle> obstacles) {
    Actions actions = new Actions(gate, assessment);
    obstacles.forEach(actions::remove);
    if (assessment.described() instanceof Scope scope) {
      actions.repair(scope);
    }
    return actions.all();
  }

  /// Changes of bytes end with a run of every check, so no other run is needed beside them.
  private List<Action> all() {
    List<Action> all = new ArrayList<>(changes);
    if (changes.isEmpty() && !checks.isEmpty()) {
      all.add(new Action.Check(List.copyOf(checks)));
    }
    all.addAll(provided);
    all.addAll(signatures.actions());
    return all;
  }

  private void remove(Obstacle obstacle) {
    switch (obstacle) {
      case Obstacle.NotDescribed _ -> changes.add(new Action.Describe());
      case Obstacle.UnknownProfile _, Obstacle.NoControl _ -> {
        changes.add(
            new Action.ChooseProfile(
                assessment.policy().profiles().stream().map(Profile::id).toList()));
        changeManifest();
      }
      case Obstacle.NothingApplies(Control control) -> {
        changes.add(new Action.Declare(control.id()));
        changeManifest();
      }
      case Obstacle.Unmet(Control _, Answer answer) -> remove(answer);
    }
  }

  private void changeManifest() {
    if (assessment.described() instanceof Scope scope) {
      changed.add(scope.manifestSubject());
    }
  }

  private void remove(Answer answer) {
    switch (answer.target()) {
      case Target.Absent absent -> {
        if (answer.requirement().about() instanceof About.Document(String name)) {
          changes.add(new Action.Write(name));
          changeManifest();
          again(answer.requirement(), absent);
        }
      }
      case Target.Bytes(Subject subject) -> remove(answer, subject);
    }
  }

  private void remove(Answer answer, Subject subject) {
    Requirement requirement = answer.requirement();
    switch (requirement.source()) {
      case Source.Suite suite -> {
        if (requirement.assurance() == Assurance.A4
            && answer.reason() instanceof Reason.RulesUndecided(List<String> rules)) {
          changes.add(new Action.Decide(subject, suite.name(), rules, answer.reason().text()));
        } else if (needsOtherBytes(answer.reason())) {
          changes.add(
              new Action.Fix(
                  subject, suite.name(), rules(answer.reason()), answer.reason().text()));
          changed.add(subject);
        } else if (requirement.assurance() == Assurance.A4) {
          checks.add(suite.name() + " on " + subject.name());
        } else {
          provide(requirement, answer.target());
        }
      }
      case Source.Statement _ -> provide(requirement, answer.target());
      case Source.Attestation asked -> signatures.missing(asked, answer);
    }
  }

  private static boolean needsOtherBytes(Reason reason) {
    return switch (reason) {
      case Reason.RulesFailed _,
          Reason.RulesUndecided _,
          Reason.NothingPassed _,
          Reason.ConditionUnmet _ ->
          true;
      case Reason.Holds _,
          Reason.DoesNotApply _,
          Reason.Missing _,
          Reason.Erased _,
          Reason.TooWeak _,
          Reason.TooOld _,
          Reason.RulesNotRun _,
          Reason.Unreadable _,
          Reason.TooFewPeople _,
          Reason.Rejected _,
          Reason.NoDocument _,
          Reason.NotDescribed _ ->
          false;
    };
  }

  private static List<String> rules(Reason reason) {
    if (reason instanceof Reason.RulesFailed(List<String> failed)) {
      return failed;
    }
    return reason instanceof Reason.RulesUndecided(List<String> undecided) ? undecided : List.of();
  }

  private void provide(Requirement requirement, Target about) {
    provided.add(new Action.Provide(requirement.source().name(), about, requirement.assurance()));
  }

  /// What is bound to bytes that change has to be brought again, unless a check here recomputes it.
  private void repair(Scope scope) {
    if (changed.isEmpty()) {
      return;
    }
    for (Assessed each : Gate.blocking(gate, assessment)) {
      if (!each.status().isSatisfied() && assessment.waiver(each.control().id()).isPresent()) {
        rewaive(scope, each.control());
      } else {
        each.status().answers().forEach(this::again);
      }
    }
  }

  private void rewaive(Scope scope, Control control) {
    if (changed.contains(scope.manifestSubject())) {
      assessment
          .waiver(control.id())
          .map(waiver -> new Action.Waive(control.id(), waiver.reason(), waiver.until()))
          .ifPresent(provided::add);
    }
  }

  private void again(Answer answer) {
    if (answer.state() != State.DOES_NOT_APPLY
        && answer.target() instanceof Target.Bytes(Subject subject)
        && changed.contains(subject)) {
      again(answer.requirement(), answer.target());
    }
  }

  private void again(Requirement requirement, Target about) {
    switch (requirement.source()) {
      case Source.Suite _ when requirement.assurance() == Assurance.A4 -> {}
      case Source.Suite _, Source.Statement _ -> provide(requirement, about);
      case Source.Attestation asked -> signatures.again(asked, about);
    }
  }
}
