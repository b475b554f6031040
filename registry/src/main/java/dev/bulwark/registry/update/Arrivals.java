package dev.bulwark.registry.update;

import dev.bulwark.registry.RegistryFault;
import dev.bulwark.registry.Right;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.channel.ReleaseNumber;
import dev.bulwark.registry.channel.Source;
import dev.bulwark.registry.channel.Terms;
import dev.bulwark.registry.event.Mandate;
import dev.bulwark.registry.event.RegistryEvent;
import dev.bulwark.registry.event.Request;
import dev.bulwark.registry.intake.Incoming;
import dev.bulwark.registry.intake.Intake;
import dev.bulwark.registry.release.Book;
import dev.bulwark.registry.release.Registrar;
import dev.bulwark.registry.seal.SealFault;
import dev.bulwark.registry.signing.Manifest;
import dev.bulwark.registry.state.Channel;
import dev.bulwark.registry.state.Ground;
import dev.bulwark.registry.state.Objection;
import dev.bulwark.registry.state.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// The first half of a pass: looks at a channel's source and takes in the newest release that is
/// what its publisher signed.
final class Arrivals {
  /// How long a look on record stands for those after it that found the same.
  private static final Duration NOTED = Duration.ofHours(12);

  private static final int MOST_PROBLEMS = 10;

  private final Book book;
  private final Registrar registrar;
  private final Intake intake;
  private final Ports.Publishers publishers;
  private final SignedRelease signed;

  Arrivals(
      Book book,
      Registrar registrar,
      Intake intake,
      Ports.Publishers publishers,
      SignedRelease signed) {
    this.book = book;
    this.registrar = registrar;
    this.intake = intake;
    this.publishers = publishers;
    this.signed = signed;
  }

  List<Did> take(Channel channel, Consumer<String> progress) {
    List<Did> did = new ArrayList<>();
    if (channel.terms().source() instanceof Source.People) {
      note(channel, List.of(), List.of());
      return did;
    }
    Optional<String> lapsed = book.lapsed(channel, Right.REGISTRAR);
    if (lapsed.isPresent()) {
      did.add(new Did.Held("what " + channel.name() + " offers", List.of(lapsed.get())));
      return did;
    }
    finish(channel, did, progress);
    List<String> problems = new ArrayList<>();
    List<VersionId> changed = new ArrayList<>();
    switch (publishers.of(channel.terms()).ask()) {
      case Publisher.Answer.Silent(String why) -> problems.add(why);
      case Publisher.Answer.Offers(List<Publisher.Offer> offers, List<String> strange) -> {
        problems.addAll(strange);
        Wanted wanted = Wanted.of(channel, book.state(), offers);
        wanted.doubted().forEach(doubt -> hold(channel, doubt, changed, problems));
        newest(channel, wanted, did, problems, progress);
      }
    }
    note(channel, problems, changed);
    if (!problems.isEmpty()) {
      did.add(new Did.Held("the source of " + channel.name(), problems));
    }
    return did;
  }

  /// Only what a publisher signed says that a publisher changed something: what a source names, or
  /// has, beside that is the source's word.
  private void hold(
      Channel channel, Wanted.Doubt doubt, List<VersionId> changed, List<String> problems) {
    VersionId id = doubt.version().id();
    try {
      switch (said(channel, doubt.offer())) {
        case SignedRelease.Said.Refused(String why) ->
            problems.add(
                "the source has another signature for the release of %s, which proves nothing about its publisher: %s"
                    .formatted(id, why));
        case SignedRelease.Said.Signed(Manifest manifest) -> {
          if (!SignedRelease.isOver(manifest, doubt.version().content())) {
            changed.add(id);
            problems.add(
                "the release of %s was changed after it was taken in: its publisher signed other files under the same number"
                    .formatted(id));
          }
        }
      }
    } catch (RegistryFault e) {
      problems.add(
          "the source names another signature for the release of %s and does not bring it: %s"
              .formatted(id, e.getMessage()));
    }
  }

  private SignedRelease.Said said(Channel channel, Publisher.Offer offer) {
    return SignedRelease.said(channel.terms(), offer.number(), offer.fetch().signature(), now());
  }

  /// A crash came between the push and the examination.
  private void finish(Channel channel, List<Did> did, Consumer<String> progress) {
    for (Version version : book.state().of(channel.terms().asset())) {
      if (version.state() == Version.State.PENDING) {
        number(channel, version)
            .ifPresent(
                number -> did.add(new Did.Took(number, intake.examine(version.id(), progress))));
      }
    }
  }

  private static Optional<ReleaseNumber> number(Channel channel, Version version) {
    return version
        .arrival()
        .filter(arrival -> arrival.channel().equals(channel.name()))
        .map(RegistryEvent.Arrival::number);
  }

  private void newest(
      Channel channel,
      Wanted wanted,
      List<Did> did,
      List<String> problems,
      Consumer<String> progress) {
    for (Publisher.Offer offer : wanted.above()) {
      progress.accept("release " + offer.number());
      Optional<String> why = offered(channel, offer, did, progress);
      if (why.isEmpty()) {
        return;
      }
      problems.add("release %s: %s".formatted(offer.number(), why.get()));
      if (isTaken(channel, offer)) {
        return;
      }
    }
    if (wanted.passed() > 0) {
      problems.add(
          "%d older releases were not looked at, since a run looks at %d"
              .formatted(wanted.passed(), Wanted.MOST));
    }
  }

  /// What was pushed and then not examined is taken in, and nothing below it comes any more.
  private boolean isTaken(Channel channel, Publisher.Offer offer) {
    return book.state()
        .channel(channel.name())
        .highest()
        .filter(taken -> taken.compareTo(offer.number()) >= 0)
        .isPresent();
  }

  /// Takes one release in.
  ///
  /// @return empty when it is a version now, otherwise why it is none
  private Optional<String> offered(
      Channel channel, Publisher.Offer offer, List<Did> did, Consumer<String> progress) {
    try {
      return switch (said(channel, offer)) {
        case SignedRelease.Said.Refused(String why) ->
            refuse(channel, offer.number(), unsigned(why));
        case SignedRelease.Said.Signed(Manifest manifest) ->
            switch (signed.verify(
                channel.terms(), offer.number(), offer.fetch().folder(manifest), now())) {
              case SignedRelease.Result.Refused(String why) ->
                  refuse(channel, offer.number(), unsigned(why));
              case SignedRelease.Result.Signed release -> push(channel, release, did, progress);
            };
      };
    } catch (RegistryFault | SealFault e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static Objection unsigned(String why) {
    return new Objection(Ground.ORDER, why);
  }

  private Optional<String> refuse(Channel channel, ReleaseNumber number, Objection objection) {
    registrar.refused(
        new RegistryEvent.Refused(
            Request.Ask.PUSH,
            "",
            List.of(),
            List.of(
                "release %s of channel %s: %s".formatted(number, channel.name(), objection.why())),
            objection.ground().controls()));
    return Optional.of(objection.why());
  }

  private VersionId next(Terms terms) {
    return book.state().next(terms.asset());
  }

  private Optional<String> push(
      Channel channel,
      SignedRelease.Result.Signed release,
      List<Did> did,
      Consumer<String> progress) {
    Terms terms = channel.terms();
    Incoming.Signed what = release.signed();
    Optional<Objection> objection =
        book.objection(
            new RegistryEvent.Pushed(
                next(terms),
                terms.kind(),
                what.content(),
                "planned",
                List.of(),
                Optional.of(what.arrival()),
                channel.request()));
    if (objection.isPresent()) {
      return refuse(channel, what.arrival().number(), objection.get());
    }
    Incoming incoming =
        new Incoming(
            terms.asset(),
            terms.kind(),
            Optional.empty(),
            release.files(),
            Set.of(),
            List.of(),
            Optional.empty(),
            Optional.of(what));
    Version version = intake.push(incoming, new Mandate.Order(channel.request()), progress);
    did.add(new Did.Took(what.arrival().number(), version));
    return Optional.empty();
  }

  private void note(Channel channel, List<String> problems, List<VersionId> changed) {
    String all = problems.stream().limit(MOST_PROBLEMS).collect(Collectors.joining("; "));
    boolean noted =
        channel.looked().filter(at -> at.plus(NOTED).isAfter(now())).isPresent()
            && channel.problem().equals(all)
            && channel.changed().equals(changed);
    if (!noted) {
      registrar.looked(new RegistryEvent.Looked(channel.name(), all, changed));
    }
  }

  private Instant now() {
    return book.clock().instant();
  }
}
