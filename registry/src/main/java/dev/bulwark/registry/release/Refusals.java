package dev.bulwark.registry.release;

import dev.bulwark.control.gate.Decision;
import dev.bulwark.control.gate.Obstacle;
import dev.bulwark.registry.event.Mandate;
import dev.bulwark.registry.event.RegistryEvent;
import dev.bulwark.registry.state.Version;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Puts on record what is not to be. A person is told so each time; under a standing order, which
/// asks again and again, only an answer that differs from the last is new.
record Refusals(Book book) {

  Moved byGate(Step step, List<Obstacle> obstacles, Decision decision) {
    Stream<String> notReady =
        step.versions().stream()
            .filter(version -> version.state() != Version.State.READY)
            .map(version -> "%s is %s".formatted(version.id(), version.state().name()));
    return record(
        step,
        Stream.concat(notReady, obstacles.stream().map(Obstacle::text)).distinct().toList(),
        obstacles.stream().flatMap(Refusals::control).distinct().toList(),
        Optional.of(decision));
  }

  private static Stream<String> control(Obstacle obstacle) {
    return switch (obstacle) {
      case Obstacle.Unmet unmet -> Stream.of(unmet.control().id());
      case Obstacle.NothingApplies nothing -> Stream.of(nothing.control().id());
      case Obstacle.NotDescribed _, Obstacle.UnknownProfile _, Obstacle.NoControl _ ->
          Stream.empty();
    };
  }

  Moved byRule(Step step, String why, Optional<Decision> decision) {
    return record(step, List.of(why), List.of(), decision);
  }

  private Moved record(
      Step step, List<String> reasons, List<String> controls, Optional<Decision> decision) {
    RegistryEvent.Refused refusal =
        new RegistryEvent.Refused(
            step.ask(), step.environment().name(), List.copyOf(step.release()), reasons, controls);
    boolean told =
        switch (step.mandate()) {
          case Mandate.Person _ -> false;
          case Mandate.Order _ -> isLast(refusal);
        };
    if (!told) {
      book.record(refusal, List.of());
    }
    return new Moved.Refused(refusal, decision);
  }

  /// Whether this is the newest answer to that question.
  private boolean isLast(RegistryEvent.Refused refusal) {
    return book.state().refusals().reversed().stream()
        .map(each -> each.refused())
        .filter(
            each ->
                each.ask() == refusal.ask()
                    && each.environment().equals(refusal.environment())
                    && each.versions().equals(refusal.versions()))
        .findFirst()
        .filter(refusal::equals)
        .isPresent();
  }
}
