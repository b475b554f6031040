package dev.bulwark.control.gate;

import dev.bulwark.control.policy.GateName;
import dev.bulwark.control.status.Answer;
import dev.bulwark.control.status.Assessment;
import dev.bulwark.control.status.Assessment.Assessed;
import dev.bulwark.control.status.Described;
import dev.bulwark.control.status.Reason;
import dev.bulwark.control.status.Scope;
import dev.bulwark.control.status.Waiver;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Decides. A gate opens when every control that blocks it is satisfied or waived, and at least one
/// blocks it; whatever is not assessed, stale or unknown keeps it closed.
public final class Gate {
  private static final Duration LONGEST_ALLOW = Duration.ofDays(30);

  private Gate() {}

  public static Decision decide(GateName gate, Assessment assessment) {
    List<Obstacle> obstacles = obstacles(gate, assessment);
    if (obstacles.isEmpty() && assessment.described() instanceof Scope scope) {
      return new Decision.Allow(gate, assessment, scope, expires(gate, assessment));
    }
    List<Action> actions = Actions.opening(gate, assessment, obstacles);
    return obstacles.stream().allMatch(Obstacle::isWaitingForPeople)
        ? new Decision.Hold(gate, assessment, obstacles, actions)
        : new Decision.Deny(gate, assessment, obstacles, actions);
  }

  private static List<Obstacle> obstacles(GateName gate, Assessment assessment) {
    return switch (assessment.described()) {
      case Described.Nothing(String why) -> List.of(new Obstacle.NotDescribed(why));
      case Scope scope -> obstacles(gate, assessment, scope);
    };
  }

  private static List<Obstacle> obstacles(GateName gate, Assessment assessment, Scope scope) {
    List<Obstacle> obstacles = new ArrayList<>();
    if (assessment.policy().profile(scope.profile()).isEmpty()) {
      obstacles.add(new Obstacle.UnknownProfile(scope.profile()));
    }
    List<Assessed> blocking = blocking(gate, assessment);
    if (blocking.isEmpty()) {
      obstacles.add(new Obstacle.NoControl(scope.profile()));
    }
    blocking.stream()
        .filter(each -> !each.status().isSatisfied())
        .filter(each -> assessment.waiver(each.control().id()).isEmpty())
        .flatMap(Gate::unmet)
        .forEach(obstacles::add);
    return obstacles;
  }

  private static Stream<Obstacle> unmet(Assessed each) {
    List<Answer> open = each.status().open();
    return open.isEmpty()
        ? Stream.of(new Obstacle.NothingApplies(each.control()))
        : open.stream().map(answer -> new Obstacle.Unmet(each.control(), answer));
  }

  static List<Assessed> blocking(GateName gate, Assessment assessment) {
    return assessment.assessed().stream().filter(each -> each.control().blocks(gate)).toList();
  }

  /// When the first piece of evidence, or the first waiver, behind an open gate stops counting.
  private static Instant expires(GateName gate, Assessment assessment) {
    return blocking(gate, assessment).stream()
        .flatMap(
            each ->
                each.status().isSatisfied()
                    ? each.status().answers().stream().flatMap(Gate::until)
                    : assessment.waiver(each.control().id()).stream().map(Waiver::until))
        .reduce(
            assessment.asOf().plus(LONGEST_ALLOW),
            (one, other) -> one.isBefore(other) ? one : other);
  }

  private static Stream<Instant> until(Answer answer) {
    return answer.reason() instanceof Reason.Holds(Instant until)
        ? Stream.of(until)
        : Stream.empty();
  }
}
