package dev.bulwark.registry.update;

import dev.bulwark.registry.RegistryFault;
import dev.bulwark.registry.Right;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.channel.Terms;
import dev.bulwark.registry.channel.Watch;
import dev.bulwark.registry.channel.Window;
import dev.bulwark.registry.event.Canary;
import dev.bulwark.registry.event.Mandate;
import dev.bulwark.registry.event.RegistryEvent.Deployed.Kind;
import dev.bulwark.registry.event.RegistryEvent.Verified;
import dev.bulwark.registry.release.Book;
import dev.bulwark.registry.release.Moved;
import dev.bulwark.registry.release.Registrar;
import dev.bulwark.registry.release.Releases;
import dev.bulwark.registry.state.Channel;
import dev.bulwark.registry.state.Deployment;
import dev.bulwark.registry.state.Environment;
import dev.bulwark.registry.state.Version;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The second half of a pass: watches what a channel brought to its environments, takes back what
/// was found bad, and moves on what may go on, one environment a pass.
final class Moves {
  private final Book book;
  private final Registrar registrar;
  private final Releases releases;
  private final Ports ports;

  Moves(Book book, Registrar registrar, Releases releases, Ports ports) {
    this.book = book;
    this.registrar = registrar;
    this.releases = releases;
    this.ports = ports;
  }

  /// Watches what the channel brought, and takes back what was found bad.
  List<Did> watch(Channel channel) {
    List<Did> did = new ArrayList<>();
    channel.terms().path().forEach(environment -> watch(channel, environment, did));
    return did;
  }

  /// Moves on what may go on.
  List<Did> promote(Channel channel, Consumer<String> progress) {
    List<Did> did = new ArrayList<>();
    List<String> path = channel.terms().path();
    // The last first, so that what soaked goes on before the next version takes its place.
    path.reversed().forEach(environment -> promote(channel, environment, did, progress));
    return did;
  }

  private void watch(Channel channel, String name, List<Did> did) {
    if (brought(channel, name).isEmpty()) {
      return;
    }
    releases.look(environment(name));
    brought(channel, name)
        .filter(now -> !now.isBad() && isWatched(channel.terms(), now))
        .ifPresent(now -> hear(channel, name, now));
    brought(channel, name)
        .filter(Deployment::isBad)
        .ifPresent(now -> back(channel, name, now, did));
  }

  /// What runs there, when this channel promoted it.
  private Optional<Deployment> brought(Channel channel, String name) {
    return environment(name)
        .current()
        .filter(now -> now.kind() == Kind.PROMOTION)
        .filter(now -> now.channel().equals(Optional.of(channel.name())));
  }

  private boolean isWatched(Terms terms, Deployment now) {
    return !now().isAfter(now.since().plus(terms.watchFor()));
  }

  private void hear(Channel channel, String name, Deployment now) {
    if (word(channel.terms(), name, now) instanceof Word.Said(Verified.Result result, String why)
        && result == Verified.Result.BAD) {
      registrar.foundBad(name, "the watch says: " + why);
    }
  }

  private Word word(Terms terms, String name, Deployment now) {
    return ports.words().about(terms, name, now.generation());
  }

  private void back(Channel channel, String name, Deployment bad, List<Did> did) {
    String what = "return of " + name;
    if (channel.terms().onFailedWatch() == Terms.OnFailedWatch.HOLD) {
      did.add(
          new Did.Held(
              what,
              List.of(
                  "generation %d was found bad, and the terms say hold; run `bulwark rollback %s`"
                      .formatted(bad.generation(), name))));
      return;
    }
    Optional<String> lapsed = book.lapsed(channel, Right.ROLLBACK);
    if (lapsed.isPresent()) {
      did.add(new Did.Held(what, List.of(lapsed.get())));
      return;
    }
    try {
      did.add(
          switch (releases.rollback(
              name, Optional.empty(), order(channel), found(bad) + ", channel " + channel.name())) {
            case Moved.Done done -> returned(name, bad, done.deployment());
            case Moved.Refused refused -> new Did.Held(what, refused.refusal().reasons());
          });
    } catch (RegistryFault e) {
      did.add(new Did.Held(what, List.of(String.valueOf(e.getMessage()))));
    }
  }

  private static String found(Deployment bad) {
    return bad.look().map(look -> look.why()).orElse("found bad");
  }

  private static Did returned(String name, Deployment bad, Deployment good) {
    List<VersionId> out = new ArrayList<>(bad.versions());
    out.removeAll(good.versions());
    return new Did.Returned(name, out, good.generation(), good.reason());
  }

  private void promote(Channel channel, String name, List<Did> did, Consumer<String> progress) {
    Terms terms = channel.terms();
    Environment environment = environment(name);
    if (environment.hasCanary()) {
      complete(channel, environment, did);
      return;
    }
    Optional<Version> next =
        terms
            .before(name)
            .map(before -> running(terms, environment(before)).map(book.state()::version))
            .orElseGet(() -> newest(channel, did))
            .filter(channel::brought)
            .filter(
                version ->
                    running(terms, environment)
                        .filter(now -> now.number() >= version.id().number())
                        .isEmpty());
    if (next.isEmpty()) {
      return;
    }
    String what = next.get().id() + " to " + name;
    List<String> reasons = waitsFor(channel, environment, next.get());
    if (reasons.isEmpty()) {
      progress.accept(what);
      ports.rehearsal().of(terms, next.get(), progress).ifPresent(reasons::add);
    }
    did.add(
        reasons.isEmpty()
            ? move(channel, name, next.get(), share(terms, environment), what)
            : new Did.Held(what, reasons));
  }

  private static int share(Terms terms, Environment environment) {
    return terms.isShared(environment.name()) && environment.canTakeCanary()
        ? terms.share()
        : Canary.WHOLE;
  }

  /// Brings the channel's own canary to all nodes, after it soaked well.
  private void complete(Channel channel, Environment environment, List<Did> did) {
    Optional<VersionId> canary =
        brought(channel, environment.name()).flatMap(_ -> running(channel.terms(), environment));
    if (canary.isEmpty()) {
      return;
    }
    Version version = book.state().version(canary.get());
    String what = "%s to all nodes of %s".formatted(version.id(), environment.name());
    List<String> reasons = mayMove(channel, environment, version);
    soaking(channel.terms(), environment, reasons);
    did.add(
        reasons.isEmpty()
            ? move(channel, environment.name(), version, Canary.WHOLE, what)
            : new Did.Held(what, reasons));
  }

  private static Optional<VersionId> running(Terms terms, Environment environment) {
    return environment
        .current()
        .flatMap(
            now ->
                now.versions().stream().filter(id -> id.asset().equals(terms.asset())).findFirst());
  }

  /// The newest ready version of the channel; a newer one that failed is said to wait.
  private Optional<Version> newest(Channel channel, List<Did> did) {
    List<Version> versions =
        book.state().of(channel.terms().asset()).reversed().stream()
            .filter(channel::brought)
            .toList();
    for (Version version : versions) {
      switch (version.state()) {
        case READY -> {
          return Optional.of(version);
        }
        case FAILED, PENDING ->
            did.add(
                new Did.Held(
                    version.id().toString(),
                    List.of(
                        version.state() == Version.State.FAILED
                            ? "it failed its examination: " + version.why()
                            : "it was not examined yet")));
        case REVOKED, ERASED -> {}
      }
    }
    return Optional.empty();
  }

  /// Why it does not go on now, as far as that is known without the gate.
  private List<String> waitsFor(Channel channel, Environment to, Version version) {
    Terms terms = channel.terms();
    List<String> reasons = mayMove(channel, to, version);
    terms.before(to.name()).ifPresent(before -> soaking(terms, environment(before), reasons));
    return reasons;
  }

  private List<String> mayMove(Channel channel, Environment to, Version version) {
    Terms terms = channel.terms();
    List<String> reasons = new ArrayList<>();
    book.lapsed(channel, Right.PROMOTER).ifPresent(reasons::add);
    if (to.isSuspended()) {
      reasons.add("somebody suspended it; a person starts it again");
    }
    if (terms.onFailedWatch() == Terms.OnFailedWatch.HOLD
        && to.current().filter(Deployment::isBad).isPresent()) {
      reasons.add("what runs there was found bad, and the terms say hold; a person moves it first");
    }
    Optional.ofNullable(to.blocked().get(version.id()))
        .ifPresent(why -> reasons.add("it is blocked there until somebody frees it: " + why));
    if (!Window.anyOpen(terms.windows(), now())) {
      reasons.add(
          "no window is open; the next opens at " + text(Window.nextOf(terms.windows(), now())));
    }
    return reasons;
  }

  private void soaking(Terms terms, Environment before, List<String> reasons) {
    Deployment there = before.current().orElseThrow();
    if (!there.isGood()) {
      reasons.add("it does not run well in " + before.name());
    }
    if (there.isCanary() && !terms.isShared(before.name())) {
      reasons.add("only a share of the nodes of %s runs it".formatted(before.name()));
    }
    Instant soaked = there.since().plus(terms.soak());
    if (soaked.isAfter(now())) {
      reasons.add("it soaks in %s until %s".formatted(before.name(), text(soaked)));
    } else if (!(terms.watch() instanceof Watch.Nobody)) {
      switch (word(terms, before.name(), there)) {
        case Word.Unknown(String why) ->
            reasons.add("nobody knows how it does in %s: %s".formatted(before.name(), why));
        case Word.Said(Verified.Result result, String why) -> {
          if (result == Verified.Result.BAD) {
            reasons.add("the watch of %s says bad: %s".formatted(before.name(), why));
          }
        }
      }
    }
  }

  private Did move(Channel channel, String name, Version version, int share, String what) {
    String number =
        version.arrival().map(arrival -> "release " + arrival.number() + ", ").orElse("");
    Moved moved =
        releases.promote(
            name,
            List.of(version.id()),
            order(channel),
            share,
            number + "channel " + channel.name());
    return switch (moved) {
      case Moved.Done done -> new Did.Moved(version.id(), name, done.deployment().generation());
      case Moved.Refused refused -> new Did.Held(what, refused.refusal().reasons());
    };
  }

  private static Mandate order(Channel channel) {
    return new Mandate.Order(channel.request());
  }

  private Environment environment(String name) {
    return book.state().environment(name);
  }

  private static String text(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private Instant now() {
    return book.clock().instant();
  }
}
