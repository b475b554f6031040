package dev.bulwark.control.gate;

import static dev.bulwark.control.Lab.MODEL;
import static dev.bulwark.control.Lab.subject;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.control.Lab;
import dev.bulwark.control.Lab.Shape;
import dev.bulwark.control.policy.GateName;
import dev.bulwark.control.policy.Policy;
import dev.bulwark.control.policy.Requirement.Source;
import dev.bulwark.control.status.Answer;
import dev.bulwark.control.status.Assessment;
import dev.bulwark.control.status.Reason;
import dev.bulwark.control.status.Scope;
import dev.bulwark.control.status.Waiver;
import dev.bulwark.evidence.Evidence;
import dev.bulwark.evidence.Statement;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.testkit.ForAll;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Goal 24 of the research: the actions of a closed gate open it, and none of them can be left out.
class ActionsTest {
  private static final int CASES = 700;
  private static final int ALL_SUBSETS_UP_TO = 5;
  private final Policy policy = Lab.policy();
  private final Pool pool = Pool.of(false);

  @Test
  void theActionsOpenTheGateAndNoStrictSubsetDoes() {
    AtomicInteger closed = new AtomicInteger();
    AtomicInteger held = new AtomicInteger();
    ForAll.cases(
        CASES,
        random -> {
          List<Evidence> drawn = pool.draw(random);
          Instant asOf = Lab.day(30 + random.nextDouble(0.3, random.nextInt(4) == 0 ? 40 : 0.9));
          Decision decision = decide(drawn, asOf);
          List<Action> actions = actions(decision);
          if (actions.isEmpty() || !(decision.assessment().described() instanceof Scope)) {
            return;
          }
          closed.incrementAndGet();
          held.addAndGet(decision instanceof Decision.Hold ? 1 : 0);
          assertThat(givenTooLate(actions)).as("roles given after they are needed").isEmpty();
          Simulation simulation = new Simulation(decision, drawn, asOf);
          assertThat(simulation.outcome(actions))
              .as("after %s", actions)
              .isInstanceOf(Decision.Allow.class);
          for (List<Action> fewer : subsets(actions)) {
            assertThat(simulation.outcome(fewer))
                .as("%s is enough, %s is not the smallest set", fewer, actions)
                .isNotInstanceOf(Decision.Allow.class);
          }
        });
    assertThat(closed.get()).isGreaterThan(CASES / 2);
    assertThat(held.get()).isGreaterThan(CASES / 50);
  }

  /// The roles somebody must hold to sign before the list says to give it to them.
  private static List<String> givenTooLate(List<Action> actions) {
    List<String> asked = new ArrayList<>();
    List<String> late = new ArrayList<>();
    for (Action action : actions) {
      if (action instanceof Action.Attest attest) {
        asked.add(attest.role());
      } else if (action instanceof Action.Grant grant && asked.contains(grant.role())) {
        late.add(grant.role());
      }
    }
    return late;
  }

  private Decision decide(List<Evidence> evidence, Instant asOf) {
    return Gate.decide(GateName.RELEASE, Assessment.of(policy, evidence, asOf));
  }

  private static List<Action> actions(Decision decision) {
    return switch (decision) {
      case Decision.Allow _ -> List.of();
      case Decision.Deny deny -> deny.actions();
      case Decision.Hold hold -> hold.actions();
    };
  }

  private static List<List<Action>> subsets(List<Action> actions) {
    List<List<Action>> subsets = new ArrayList<>();
    int all = (1 << actions.size()) - 1;
    for (int i = 0; i < actions.size(); i++) {
      subsets.add(pick(actions, all & ~(1 << i)));
    }
    if (actions.size() <= ALL_SUBSETS_UP_TO) {
      for (int mask = 0; mask < all; mask++) {
        subsets.add(pick(actions, mask));
      }
    }
    return subsets;
  }

  private static List<Action> pick(List<Action> actions, int mask) {
    List<Action> picked = new ArrayList<>();
    for (int i = 0; i < actions.size(); i++) {
      if ((mask & (1 << i)) != 0) {
        picked.add(actions.get(i));
      }
    }
    return picked;
  }

  private record Run(String suite, Subject subject) {}

  /// What the world does when people carry the actions out.
  private final class Simulation {
    private final Decision decision;
    private final List<Evidence> before;
    private final Instant later;
    private final Shape shape;

    Simulation(Decision decision, List<Evidence> before, Instant asOf) {
      this.decision = decision;
      this.before = before;
      this.later = asOf.plus(Duration.ofSeconds(1));
      this.shape = pool.shapes.get(((Scope) decision.assessment().described()).evidence());
    }

    Decision outcome(List<Action> actions) {
      List<Evidence> after = new ArrayList<>(before);
      Map<Subject, Subject> replaced = replaced(actions);
      Shape then = shape(actions, replaced);
      if (actions.stream().anyMatch(Simulation::runsChecks)) {
        after.add(pool.ledger.judge(Lab.description(then), later));
        check(actions, replaced, then, after);
      }
      List<String> newcomers = new ArrayList<>();
      for (Action action : actions) {
        if (action instanceof Action.Grant grant) {
          for (int i = 0; i < grant.people(); i++) {
            String person = "new-" + grant.role() + "-" + i;
            newcomers.add(person);
            after.addAll(pool.newcomers.get(person));
          }
        }
      }
      actions.forEach(action -> sign(action, replaced, newcomers, after));
      return decide(after, later.plusSeconds(1));
    }

    private static boolean runsChecks(Action action) {
      return action.command().equals("bulwark check");
    }

    private Map<Subject, Subject> replaced(List<Action> actions) {
      Map<Subject, Subject> replaced = new HashMap<>();
      for (Action action : actions) {
        switch (action) {
          case Action.Fix fix ->
              replaced.put(
                  fix.subject(), subject(fix.subject().name(), "fixed " + fix.subject().digest()));
          case Action.Write _, Action.Declare _ ->
              replaced.put(shape.manifest(), subject("bulwark.yaml", "manifest rewritten"));
          default -> {}
        }
      }
      return replaced;
    }

    private Shape shape(List<Action> actions, Map<Subject, Subject> replaced) {
      List<Subject> models = replaced(shape.models(), replaced);
      List<Subject> documents = replaced(shape.documents(), replaced);
      for (Action action : actions) {
        if (action instanceof Action.Declare) {
          models = List.of(MODEL);
        } else if (action instanceof Action.Write write) {
          documents = List.of(subject(write.document(), "written"));
        }
      }
      return new Shape(
          shape.profile(),
          replaced.getOrDefault(shape.manifest(), shape.manifest()),
          models,
          replaced(shape.datasets(), replaced),
          documents,
          shape.personalData(),
          shape.logsInputs());
    }

    private static List<Subject> replaced(List<Subject> subjects, Map<Subject, Subject> by) {
      return subjects.stream().map(each -> by.getOrDefault(each, each)).toList();
    }

    /// Every suite that is computed here runs on what there is now. What failed and was not fixed
    /// fails again.
    private void check(
        List<Action> actions, Map<Subject, Subject> replaced, Shape then, List<Evidence> after) {
      Set<Run> failing = failing();
      for (Action action : actions) {
        if (action instanceof Action.Fix fix) {
          failing.remove(new Run(fix.suite(), fix.subject()));
        } else if (action instanceof Action.Decide decide) {
          failing.remove(new Run(decide.suite(), decide.subject()));
        }
      }
      Map<Subject, Subject> origin = new HashMap<>();
      replaced.forEach((old, now) -> origin.put(now, old));
      for (Run run : runs(then)) {
        Subject old = origin.getOrDefault(run.subject(), run.subject());
        Statement result =
            failing.contains(new Run(run.suite(), old))
                ? Lab.failed(run.suite(), run.subject(), "BAD-001")
                : Lab.passed(run.suite(), run.subject(), "MAN-001", "OKK-001");
        after.add(pool.ledger.judge(result, later));
      }
    }

    private List<Run> runs(Shape then) {
      Stream<Run> manifest =
          Stream.of("manifest-validation", "threat-model", "log-review")
              .map(suite -> new Run(suite, then.manifest()));
      return Stream.concat(
              manifest, then.models().stream().map(model -> new Run("model-file-scan", model)))
          .toList();
    }

    private Set<Run> failing() {
      Set<Run> failing = new LinkedHashSet<>();
      decision.assessment().assessed().stream()
          .flatMap(each -> each.status().answers().stream())
          .filter(answer -> isFailure(answer.reason()))
          .forEach(
              answer -> {
                if (answer.target() instanceof Answer.Target.Bytes(Subject subject)
                    && answer.requirement().source() instanceof Source.Suite(String suite)) {
                  failing.add(new Run(suite, subject));
                }
              });
      return failing;
    }

    private static boolean isFailure(Reason reason) {
      return reason instanceof Reason.RulesFailed
          || reason instanceof Reason.RulesUndecided
          || reason instanceof Reason.NothingPassed
          || reason instanceof Reason.ConditionUnmet;
    }

    /// A document that was not there is what the simulation writes.
    private static Subject now(Answer.Target about, Map<Subject, Subject> replaced) {
      return switch (about) {
        case Answer.Target.Bytes(Subject subject) -> replaced.getOrDefault(subject, subject);
        case Answer.Target.Absent(String name) ->
            subject(name.substring("document:".length()), "written");
      };
    }

    private void sign(
        Action action,
        Map<Subject, Subject> replaced,
        List<String> newcomers,
        List<Evidence> after) {
      switch (action) {
        case Action.Provide provide -> {
          Subject now = now(provide.about(), replaced);
          after.add(
              pool.ledger.judge(
                  provide.source().equals("dpia")
                      ? Lab.dpia(now, "acceptable")
                      : failing().contains(new Run(provide.source(), now))
                          ? Lab.failed(provide.source(), now, "BAD-001")
                          : Lab.passed(provide.source(), now, "OKK-001"),
                  later));
        }
        case Action.Attest attest -> {
          Subject now = now(attest.about(), replaced);
          Set<String> people = new LinkedHashSet<>(attest.reconsider());
          people.addAll(attest.candidates());
          newcomers.stream()
              .filter(person -> person.startsWith("new-" + attest.role()))
              .forEach(people::add);
          people.stream()
              .limit(attest.people())
              .forEach(
                  person ->
                      after.add(
                          pool.ledger.person(
                              person, Lab.approval(attest.kind(), attest.role(), now), later)));
        }
        case Action.Waive waive -> {
          Subject now = replaced.getOrDefault(shape.manifest(), shape.manifest());
          Waiver.InForce waiver = decision.assessment().waiver(waive.control()).orElseThrow();
          String until = waiver.until().toString().substring(0, 10);
          for (int i = 0; i < 2; i++) {
            after.add(
                pool.ledger.person(
                    waiver.people().get(i),
                    Lab.waiver(
                        waive.control(), waiver.reason(), until, i == 0 ? "risk" : "security", now),
                    later));
          }
        }
        default -> {}
      }
    }
  }
}
