package dev.bulwark.registry.release;

import dev.bulwark.control.gate.Decision;
import dev.bulwark.control.gate.Obstacle;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.event.Mandate;
import dev.bulwark.registry.event.RegistryEvent;
import dev.bulwark.registry.event.Request;
import dev.bulwark.registry.state.Ground;
import dev.bulwark.registry.state.Objection;
import dev.bulwark.registry.state.Version;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Puts on record what is not to be. A person is told so each time; under a standing order, which
/// asks again and again, only an answer that differs from the last is new.
record Refusals(Book book) {
  /// The control that wants the system declared; where it is not, no gate can be asked.
  private static final String DECLARED = "GOV-01";

  Moved byGate(Step step, List<Obstacle> obstacles, Decision decision) {
    List<Version> notReady =
        step.versions().stream().filter(version -> version.state() != Version.State.READY).toList();
    Stream<String> examined =
        notReady.stream().limit(1).flatMap(_ -> Ground.EXAMINED.controls().stream());
    return record(
        step,
        Stream.concat(
                notReady.stream()
                    .map(version -> "%s is %s".formatted(version.id(), version.state().name())),
                obstacles.stream().map(Obstacle::text))
            .distinct()
            .toList(),
        Stream.concat(examined, obstacles.stream().map(Refusals::control)).distinct().toList(),
        Optional.of(decision));
  }

  private static String control(Obstacle obstacle) {
    return switch (obstacle) {
      case Obstacle.Unmet unmet -> unmet.control().id();
      case Obstacle.NothingApplies nothing -> nothing.control().id();
      case Obstacle.NotDescribed _, Obstacle.UnknownProfile _, Obstacle.NoControl _ -> DECLARED;
    };
  }

  Moved byRule(Step step, Objection objection, Optional<Decision> decision) {
    return record(step, List.of(objection.why()), objection.ground().controls(), decision);
  }

  /// Puts on record that somebody asked for versions that are not there.
  void absent(String where, List<VersionId> versions) {
    book.record(
        new RegistryEvent.Refused(
            Request.Ask.PROMOTE,
            where,
            versions,
            List.of("there is none of that name"),
            Ground.WAY.controls()),
        List.of());
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
