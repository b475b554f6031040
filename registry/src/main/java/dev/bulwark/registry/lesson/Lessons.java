package dev.bulwark.registry.lesson;

import dev.bulwark.evidence.Evidence;
import dev.bulwark.evidence.Roster;
import dev.bulwark.evidence.Signer;
import dev.bulwark.registry.RegistryFault;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.event.RegistryEvent;
import dev.bulwark.registry.state.Deployment;
import dev.bulwark.registry.state.Environment;
import dev.bulwark.registry.state.RegistryState;
import dev.bulwark.registry.state.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Which lessons were drawn and which are owed, at a moment: a pure function of the ledger.
///
/// Owed is one for each version of a channel whose last examination failed, whatever became of it
/// since, and for each return of an environment, practised or not.
///
/// @param drawn in the ledger's order
/// @param owed oldest first
public record Lessons(List<Drawn> drawn, List<Owed> owed, Instant asOf) {

  /// A lesson on record.
  public record Drawn(long index, Instant at, String by, Lesson lesson) {}

  /// Something nobody drew a lesson from yet.
  ///
  /// @param what in words
  public record Owed(About about, Instant since, String what) {}

  public Lessons {
    drawn = List.copyOf(drawn);
    owed = List.copyOf(owed);
  }

  public static Lessons at(List<Evidence> ledger, Instant asOf) {
    Roster roster = Roster.asOf(ledger, asOf);
    List<Drawn> drawn =
        ledger.stream()
            .filter(evidence -> !evidence.received().isAfter(asOf))
            .sorted(Comparator.comparingLong(Evidence::index))
            .flatMap(evidence -> drawn(evidence, roster).stream())
            .toList();
    List<About> settled = drawn.stream().map(each -> each.lesson().about()).toList();
    List<Owed> owed =
        events(RegistryState.at(ledger, asOf)).stream()
            .filter(event -> !settled.contains(event.about()))
            .sorted(Comparator.comparing(Owed::since))
            .toList();
    return new Lessons(drawn, owed, asOf);
  }

  /// Only the word of a person who held a role when it was given, and only while the key it is
  /// signed with counts.
  private static Optional<Drawn> drawn(Evidence evidence, Roster roster) {
    if (!(evidence.signer() instanceof Signer.Person(String _, String person))
        || !roster.counts(evidence)
        || roster.roles(person, evidence.received()).isEmpty()) {
      return Optional.empty();
    }
    return Lesson.of(evidence.statement())
        .map(lesson -> new Drawn(evidence.index(), evidence.received(), person, lesson));
  }

  private static List<Owed> events(RegistryState state) {
    List<Owed> events = new ArrayList<>();
    for (Version version : state.versions().values()) {
      version
          .examined()
          .filter(it -> it.result() == RegistryEvent.Examined.Standing.FAILED)
          .ifPresent(
              it ->
                  version.arrival().ifPresent(arrival -> events.add(failed(version, it, arrival))));
    }
    for (Environment environment : state.environments().values()) {
      for (Deployment then : environment.deployments()) {
        if (then.kind() == RegistryEvent.Deployed.Kind.ROLLBACK) {
          events.add(returned(environment, then));
        }
      }
    }
    return events;
  }

  private static Owed failed(
      Version version, RegistryEvent.Examined examined, RegistryEvent.Arrival arrival) {
    return new Owed(
        new About.Update(arrival.channel(), version.id().number()),
        version.pushed(),
        "release %s, %s, failed its examination: %s"
            .formatted(arrival.number(), version.id(), String.join(", ", examined.failed())));
  }

  private static Owed returned(Environment environment, Deployment then) {
    return new Owed(
        new About.Rollback(environment.name(), then.generation()),
        then.since(),
        "%s was taken back: %s".formatted(environment.name(), then.reason()));
  }

  /// Requires that a lesson signed with this key counts.
  ///
  /// @throws RegistryFault `registry-invalid`
  public static void requireRole(String keyId, List<Evidence> ledger, Instant now) {
    Roster roster = Roster.asOf(ledger, now);
    if (roster.signer(keyId, now) instanceof Signer.Person(String _, String person)
        && !roster.roles(person, now).isEmpty()) {
      return;
    }
    throw new RegistryFault(
        RegistryFault.INVALID,
        "expected somebody who holds a role to sign a lesson, found one who holds none; `bulwark keys grant` gives one");
  }

  /// Requires that something is there to draw a lesson from.
  ///
  /// @throws RegistryFault `registry-unknown`
  public static void require(About about, RegistryState state) {
    boolean there =
        switch (about) {
          case About.Update(String channel, long number) ->
              Optional.ofNullable(state.channels().get(channel))
                  .map(it -> new VersionId(it.terms().asset(), number))
                  .flatMap(id -> Optional.ofNullable(state.versions().get(id)))
                  .flatMap(Version::arrival)
                  .filter(arrival -> arrival.channel().equals(channel))
                  .isPresent();
          case About.Rollback(String environment, long generation) ->
              Optional.ofNullable(state.environments().get(environment))
                  .filter(
                      it ->
                          it.deployments().stream()
                              .anyMatch(
                                  then ->
                                      then.generation() == generation
                                          && then.kind() == RegistryEvent.Deployed.Kind.ROLLBACK))
                  .isPresent();
          case About.Refusal(long index) ->
              state.refusals().stream().anyMatch(refusal -> refusal.index() == index);
          case About.Incident _ -> true;
        };
    if (!there) {
      throw new RegistryFault(
          RegistryFault.UNKNOWN,
          "expected something of this registry to draw a lesson from, found nothing that is %s; `bulwark lesson list` shows what is owed"
              .formatted(about.text()));
    }
  }
}
