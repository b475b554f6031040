package dev.bulwark.registry.state;

import dev.bulwark.registry.VersionId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;

/// Says why a version cannot be done without.
record Needs(
    SortedMap<VersionId, Version> versions,
    Collection<Environment> environments,
    Collection<Channel> channels,
    Keeping keeping) {

  /// What stands against a person's wish to erase it: a legal hold, or an environment that runs it
  /// or would go back to it, unless that environment is suspended.
  Optional<String> against(VersionId id) {
    return Stream.concat(
            held(id),
            environments.stream().filter(it -> !it.isSuspended()).flatMap(it -> usedBy(it, id)))
        .findFirst();
  }

  /// What stands against a rule of retention; more than against a person, who may know better.
  Optional<String> against(Version version, Keeping.Rule rule, Instant at) {
    VersionId id = version.id();
    return Stream.of(
            held(id),
            environments.stream().flatMap(it -> usedBy(it, id)),
            descendants(id),
            onItsWay(version),
            newest(version, rule),
            young(version, rule, at))
        .flatMap(each -> each)
        .findFirst();
  }

  private Stream<String> held(VersionId id) {
    return Optional.ofNullable(keeping.holds().get(id)).stream()
        .map(why -> id + " is on legal hold: " + why);
  }

  private static Stream<String> usedBy(Environment environment, VersionId id) {
    if (environment.versions().contains(id)) {
      return Stream.of(environment.name() + " runs " + id);
    }
    return environment.lastGood().filter(then -> then.versions().contains(id)).stream()
        .map(_ -> environment.name() + " would go back to " + id);
  }

  private Stream<String> descendants(VersionId id) {
    return versions.values().stream()
        .filter(each -> each.state() == Version.State.READY)
        .filter(each -> each.lineage().stream().anyMatch(it -> it.name().equals(id.toString())))
        .map(each -> each.id() + " comes from " + id);
  }

  /// A channel is about to move it, or moves it on: the newest ready version it brought, until its
  /// last environment runs it.
  private Stream<String> onItsWay(Version version) {
    return channels.stream()
        .filter(channel -> channel.isOpen() && !channel.terms().path().isEmpty())
        .filter(channel -> newest(channel).filter(version.id()::equals).isPresent())
        .filter(channel -> !isRun(channel.terms().path().getLast(), version.id()))
        .map(channel -> "channel %s is to bring %s on".formatted(channel.name(), version.id()));
  }

  private Optional<VersionId> newest(Channel channel) {
    return versions.values().stream()
        .filter(each -> each.state() == Version.State.READY)
        .filter(each -> each.id().asset().equals(channel.terms().asset()))
        .filter(channel::brought)
        .map(Version::id)
        .max(Comparator.naturalOrder());
  }

  private boolean isRun(String environment, VersionId id) {
    return environments.stream()
        .filter(each -> each.name().equals(environment))
        .flatMap(each -> each.current().stream())
        .anyMatch(now -> now.versions().contains(id));
  }

  private Stream<String> newest(Version version, Keeping.Rule rule) {
    List<VersionId> ready =
        versions.values().stream()
            .filter(each -> each.id().asset().equals(version.id().asset()))
            .filter(each -> each.state() == Version.State.READY)
            .map(Version::id)
            .toList();
    boolean kept =
        ready.reversed().stream().limit(rule.retention().keep()).anyMatch(version.id()::equals);
    return kept ? Stream.of(version.id() + " is among the newest") : Stream.empty();
  }

  private Stream<String> young(Version version, Keeping.Rule rule, Instant at) {
    Instant last =
        Stream.concat(Stream.of(version.pushed()), ends(version.id()))
            .max(Instant::compareTo)
            .orElseThrow();
    return last.plus(Duration.ofDays(rule.retention().days())).isAfter(at)
        ? Stream.of(
            "%s was used in the last %d days".formatted(version.id(), rule.retention().days()))
        : Stream.empty();
  }

  /// When it stopped running, each time it did.
  private Stream<Instant> ends(VersionId id) {
    return environments.stream()
        .flatMap(
            environment ->
                environment.deployments().stream()
                    .filter(then -> then.versions().contains(id))
                    .flatMap(then -> environment.ended(then).stream()));
  }
}
