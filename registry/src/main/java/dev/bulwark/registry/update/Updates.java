package dev.bulwark.registry.update;

import dev.bulwark.evidence.Assurance;
import dev.bulwark.evidence.Evidence;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.channel.Source;
import dev.bulwark.registry.channel.Terms;
import dev.bulwark.registry.channel.Watch;
import dev.bulwark.registry.event.RegistryEvent;
import dev.bulwark.registry.state.Channel;
import dev.bulwark.registry.state.Deployment;
import dev.bulwark.registry.state.Environment;
import dev.bulwark.registry.state.RegistryState;
import dev.bulwark.registry.state.Version;
import dev.bulwark.registry.watch.RollbackDrill;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// How updates stand in a registry, as far as the ledger tells.
///
/// @param walked when an environment last went back with success, for practice or in earnest
public record Updates(RegistryState state, Optional<Instant> walked) {
  /// How long a practised rollback counts.
  public static final Duration PRACTICE = Duration.ofDays(30);

  /// How long a source may go without being looked at.
  public static final Duration LOOK = Duration.ofDays(7);

  /// How long an update may wait.
  public static final Duration WAIT = Duration.ofDays(14);

  /// What one question came to.
  sealed interface Found {

    /// It does not arise.
    record Nothing(String why) implements Found {}

    /// @param problems none is well
    record Problems(List<Problem> problems) implements Found {
      public Problems {
        problems = List.copyOf(problems);
      }
    }
  }

  record Problem(String where, String what) {}

  public static Updates at(List<Evidence> ledger, Instant asOf) {
    RegistryState state = RegistryState.at(ledger, asOf);
    Stream<Instant> drills =
        ledger.stream()
            .filter(evidence -> !evidence.received().isAfter(asOf))
            .filter(evidence -> evidence.assurance() == Assurance.A4)
            .filter(Updates::isPassedDrill)
            .map(Evidence::received);
    Stream<Instant> returns =
        state.environments().values().stream()
            .flatMap(environment -> environment.deployments().stream())
            .filter(then -> then.kind() == RegistryEvent.Deployed.Kind.ROLLBACK)
            .filter(Deployment::isGood)
            .map(Deployment::since);
    return new Updates(state, Stream.concat(drills, returns).max(Instant::compareTo));
  }

  private static boolean isPassedDrill(Evidence evidence) {
    return evidence.statement().predicate().text("suite").equals(Optional.of(RollbackDrill.SUITE))
        && evidence.statement().predicate().text("result").equals(Optional.of("PASSED"));
  }

  private record Running(Environment environment, Deployment now, Version version) {
    String where() {
      return "environment/" + environment.name();
    }
  }

  private List<Running> running() {
    List<Running> all = new ArrayList<>();
    for (Environment environment : state.environments().values()) {
      environment
          .running()
          .forEach(
              now ->
                  now.versions()
                      .forEach(id -> all.add(new Running(environment, now, state.version(id)))));
    }
    return all;
  }

  Found untried() {
    List<Running> later =
        running().stream().filter(each -> each.environment().after().isPresent()).toList();
    return later.isEmpty()
        ? new Found.Nothing("nothing runs in an environment that comes after another")
        : new Found.Problems(
            later.stream()
                .filter(each -> !isTried(each))
                .map(
                    each ->
                        new Problem(
                            each.where(),
                            "%s did not run well in %s before"
                                .formatted(
                                    each.version().id(), each.environment().after().orElse(""))))
                .toList());
  }

  private boolean isTried(Running running) {
    return running
        .environment()
        .after()
        .map(state::environment)
        .filter(
            before ->
                before.deployments().stream()
                    .filter(then -> then.versions().contains(running.version().id()))
                    .filter(then -> then.since().isBefore(running.now().since()))
                    .anyMatch(Deployment::isGood))
        .isPresent();
  }

  Found failing() {
    return overRunning(
        each ->
            each.version().state() == Version.State.READY
                ? Optional.empty()
                : Optional.of(
                    "%s is %s: %s"
                        .formatted(
                            each.version().id(),
                            each.version().state().name(),
                            each.version().why())));
  }

  private Found overRunning(Function<Running, Optional<String>> problem) {
    List<Running> running = running();
    return running.isEmpty()
        ? new Found.Nothing("nothing runs")
        : new Found.Problems(
            running.stream()
                .flatMap(
                    each ->
                        problem.apply(each).map(what -> new Problem(each.where(), what)).stream())
                .toList());
  }

  Found unpractised() {
    boolean recent = walked.filter(at -> at.plus(PRACTICE).isAfter(state.asOf())).isPresent();
    return running().isEmpty()
        ? new Found.Nothing("nothing runs")
        : new Found.Problems(
            recent
                ? List.of()
                : List.of(
                    new Problem(
                        "registry",
                        walked
                            .map(at -> "the last rollback was at " + at)
                            .orElse("nothing ever went back"))));
  }

  Found changed() {
    return overChannels(
        channel ->
            channel.changed().isEmpty()
                ? Optional.empty()
                : Optional.of("the releases of %s were changed".formatted(channel.changed())));
  }

  private Found overChannels(Function<Channel, Optional<String>> problem) {
    List<Channel> open = open();
    return open.isEmpty()
        ? new Found.Nothing("no channel is open")
        : new Found.Problems(
            open.stream()
                .flatMap(
                    channel ->
                        problem
                            .apply(channel)
                            .map(what -> new Problem("channel/" + channel.name(), what))
                            .stream())
                .toList());
  }

  private List<Channel> open() {
    return state.channels().values().stream().filter(Channel::isOpen).toList();
  }

  Found unfollowed() {
    return overRunning(
        each -> {
          String asset = each.version().id().asset();
          boolean followed =
              open().stream()
                  .map(Channel::terms)
                  .filter(terms -> terms.asset().equals(asset))
                  .anyMatch(terms -> terms.path().contains(each.environment().name()));
          return followed
              ? Optional.empty()
              : Optional.of("no open channel brings " + asset + " here");
        });
  }

  Found unlooked() {
    return overChannels(
        channel -> {
          if (channel.looked().filter(at -> at.plus(LOOK).isAfter(state.asOf())).isEmpty()) {
            return Optional.of(
                channel
                    .looked()
                    .map(at -> "its source was last looked at " + at)
                    .orElse("its source was never looked at"));
          }
          return Optional.of(channel.problem()).filter(problem -> !problem.isEmpty());
        });
  }

  Found insecure() {
    return overChannels(
        channel -> {
          if (channel.terms().source() instanceof Source.Index(var address)
              && address.insecureHttp()) {
            return Optional.of("it fetches from " + address.uri());
          }
          return channel.terms().watch() instanceof Watch.Ask(var address) && address.insecureHttp()
              ? Optional.of("it asks " + address.uri() + " how a release does")
              : Optional.empty();
        });
  }

  Found unreturning() {
    return overChannels(
        channel -> {
          Terms terms = channel.terms();
          boolean returns =
              terms.path().isEmpty()
                  || (terms.onFailedWatch() == Terms.OnFailedWatch.ROLLBACK
                      && !terms.watchFor().isZero());
          return returns
              ? Optional.empty()
              : Optional.of("its terms say hold, or watch for no time");
        });
  }

  Found waiting() {
    return overChannels(
        channel ->
            channel.terms().path().isEmpty()
                ? Optional.empty()
                : newest(channel)
                    .filter(version -> version.pushed().plus(WAIT).isBefore(state.asOf()))
                    .filter(version -> !isArrived(channel.terms(), version.id()))
                    .map(version -> version.id() + " waits since " + version.pushed()));
  }

  /// What was taken out of an environment of the channel is not waited for.
  private Optional<Version> newest(Channel channel) {
    return state.of(channel.terms().asset()).reversed().stream()
        .filter(version -> version.state() == Version.State.READY)
        .filter(
            version ->
                channel.terms().path().stream()
                    .noneMatch(name -> state.environment(name).blocked().containsKey(version.id())))
        .findFirst();
  }

  private boolean isArrived(Terms terms, VersionId id) {
    return state
        .environment(terms.path().getLast())
        .current()
        .filter(now -> now.versions().contains(id))
        .isPresent();
  }
}
