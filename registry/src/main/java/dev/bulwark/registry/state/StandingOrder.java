package dev.bulwark.registry.state;

import static dev.bulwark.registry.state.Ground.ORDER;
import static dev.bulwark.registry.state.Ground.PROOF;

import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.channel.Terms;
import dev.bulwark.registry.event.Canary;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// What a standing order carries in one environment, by what runs there now.
///
/// @param now when the move happens
record StandingOrder(Channel channel, Environment environment, Instant now) {

  /// Of the release, only the channel's asset differs from what runs, and it goes up. What a person
  /// stopped, a person starts again, and what the terms hold stays until a person moved it.
  VersionId requireOwnAssetUpwards(SortedSet<VersionId> release) {
    ORDER.require(
        !environment.isSuspended(), "somebody suspended it, and a channel does not end that");
    ORDER.require(
        channel.terms().onFailedWatch() != Terms.OnFailedWatch.HOLD
            || environment.current().filter(Deployment::isBad).isEmpty(),
        "what runs there was found bad, and the terms say hold");
    SortedSet<VersionId> running =
        environment.current().map(Deployment::versions).orElse(new TreeSet<>());
    ORDER.require(
        others(release).equals(others(running)), "the channel moves nothing but its own asset");
    ORDER.require(
        release.size() == others(release).size() + 1,
        "the release does not hold its own asset once");
    VersionId next = own(release).orElseThrow();
    ORDER.require(
        own(running).filter(it -> it.number() >= next.number()).isEmpty(),
        "a channel only moves upwards");
    return next;
  }

  /// Whether a move brings a canary to all nodes.
  boolean isCompleted(SortedSet<VersionId> release) {
    return environment
        .current()
        .filter(now -> now.isCanary() && now.versions().equals(release))
        .isPresent();
  }

  /// The channel's own canary, for all nodes at once, after it soaked well.
  void requireCompletion(Optional<Canary> next) {
    ORDER.require(
        next.isEmpty(), "a channel's canary has the share of its terms, until all nodes run it");
    Deployment canary = environment.current().orElseThrow();
    ORDER.require(
        canary.channel().equals(Optional.of(channel.name())),
        "the canary did not come by this channel");
    ORDER.require(
        canary.isGood() && !soaked(canary.since()).isAfter(now),
        "the canary does not run long enough, or not well");
  }

  /// A version gets the share the terms say, where it can run beside another one.
  void requireShare(Optional<Canary> given) {
    int wanted =
        channel.terms().isShared(environment.name()) && environment.canTakeCanary()
            ? channel.terms().share()
            : Canary.WHOLE;
    ORDER.require(
        given.map(Canary::share).orElse(Canary.WHOLE) == wanted,
        "it is not for the share of the nodes that the channel's terms say");
  }

  /// A channel that fetches moves what it fetched; one that watches this registry, what people
  /// pushed.
  void requireBrought(Version version) {
    ORDER.require(
        channel.brought(version), "%s did not come by this channel".formatted(version.id()));
  }

  /// The version runs in the environment before, long enough and well.
  void requireSoaked(VersionId version, Environment before) {
    Optional<Deployment> there =
        before
            .current()
            .filter(it -> it.versions().contains(version))
            .filter(it -> it.isGood() && !it.isCanary());
    PROOF.require(
        there.isPresent(), "%s does not run well in %s".formatted(version, before.name()));
    PROOF.require(
        there.filter(it -> !soaked(it.since()).isAfter(now)).isPresent(),
        "%s does not run long enough in %s".formatted(version, before.name()));
  }

  private Instant soaked(Instant since) {
    return since.plus(channel.terms().soak());
  }

  /// Back only from what the channel itself brought, found bad within its watch, to the last good
  /// release.
  void requireReturn(SortedSet<VersionId> release) {
    Deployment running =
        environment.current().orElseThrow(() -> ORDER.breaks("nothing runs there"));
    ORDER.require(
        running.channel().equals(Optional.of(channel.name())),
        "what runs there did not come by this channel");
    ORDER.require(
        others(release).equals(others(running.versions())),
        "the channel moves nothing but its own asset");
    Terms terms = channel.terms();
    ORDER.require(
        running.isBad()
            && running
                .look()
                .filter(look -> !look.at().isAfter(running.since().plus(terms.watchFor())))
                .isPresent(),
        "what runs there was not found bad within its watch");
    ORDER.require(
        environment.lastGood().filter(good -> good.versions().equals(release)).isPresent(),
        "a channel goes back to the last good release only");
  }

  private SortedSet<VersionId> others(SortedSet<VersionId> release) {
    SortedSet<VersionId> others = new TreeSet<>(release);
    others.removeIf(id -> id.asset().equals(channel.terms().asset()));
    return others;
  }

  private Optional<VersionId> own(SortedSet<VersionId> release) {
    return release.stream().filter(id -> id.asset().equals(channel.terms().asset())).findFirst();
  }
}
