package dev.bulwark.registry.release;

import dev.bulwark.evidence.keys.SigningKey;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.registry.RegistryFault;
import dev.bulwark.registry.Retention;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.channel.Terms;
import dev.bulwark.registry.event.Reference;
import dev.bulwark.registry.event.RegistryEvent;
import dev.bulwark.registry.event.Request;
import dev.bulwark.registry.state.Environment;
import dev.bulwark.registry.state.Version;
import java.util.List;
import java.util.function.Function;

/// Changes what a registry knows without moving anything: adds environments, revokes, frees and
/// holds versions, says what is kept, notes how a deployment does.
///
/// @param book where it is written
public record Registrar(Book book) {

  /// Withdraws a version for good.
  ///
  /// @throws RegistryFault `registry-unknown`, `registry-invalid`, `registry-refused`
  public void revoke(VersionId id, SigningKey person, String reason) {
    about(
        id,
        new Request(Request.Ask.REVOKE, "", 0, List.of(id), reason),
        person,
        asked -> new RegistryEvent.Revoked(id, reason, asked));
  }

  private void about(
      VersionId id, Request request, SigningKey person, Function<Reference, RegistryEvent> event) {
    Version version = book.state().version(id);
    new Fulfilling(book).fulfil(request, Book.contents(List.of(version)), person, event);
  }

  /// Says how long versions are kept from here on.
  ///
  /// @throws RegistryFault `registry-refused`
  public void retain(Retention retention, SigningKey person) {
    new Fulfilling(book)
        .fulfil(
            new Request(Request.Ask.RETAIN, "", 0, List.of(), retention.toString()),
            List.of(new Subject("retention", retention.digest())),
            person,
            asked -> new RegistryEvent.RetentionSet(retention, asked));
  }

  /// Puts a version on legal hold, or releases it.
  ///
  /// @throws RegistryFault `registry-unknown`, `registry-invalid`, `registry-refused`
  public void hold(VersionId id, boolean held, SigningKey person, String reason) {
    Request.Ask ask = held ? Request.Ask.HOLD : Request.Ask.RELEASE;
    about(
        id,
        new Request(ask, "", 0, List.of(id), reason),
        person,
        asked -> new RegistryEvent.Held(id, held, reason, asked));
  }

  /// Frees a version that a rollback took out of an environment.
  ///
  /// @throws RegistryFault `registry-unknown`, `registry-refused`
  public void free(String where, VersionId id, SigningKey person, String reason) {
    String environment = book.state().environment(where).name();
    about(
        id,
        new Request(Request.Ask.FREE, environment, 0, List.of(id), reason),
        person,
        asked -> new RegistryEvent.Freed(environment, id, asked));
  }

  /// Adds an environment.
  ///
  /// @param added without its request, which is made here
  /// @throws RegistryFault `registry-invalid`, `registry-refused`
  public void add(EnvironmentWish added, SigningKey person) {
    add(added, person, () -> {});
  }

  /// The same, with something done when nothing speaks against it, and before it is on record.
  ///
  /// @throws RegistryFault `registry-invalid`, `registry-refused`
  public void add(EnvironmentWish added, SigningKey person, Runnable before) {
    new Fulfilling(book)
        .fulfil(
            new Request(Request.Ask.ADD_ENVIRONMENT, added.name(), 0, List.of(), ""),
            List.of(),
            person,
            added::event,
            before);
  }

  /// Says that a watch found bad what runs somewhere. Nobody signs for that but the judge.
  ///
  /// @throws RegistryFault `registry-unknown`, `registry-invalid`
  public void foundBad(String where, String reason) {
    Environment environment = book.state().environment(where);
    book.change(
        new RegistryEvent.Verified(
            environment.name(),
            environment.generation(),
            RegistryEvent.Verified.Result.BAD,
            reason));
  }

  /// Takes a person's word on how what runs somewhere does.
  ///
  /// @throws RegistryFault `registry-unknown`, `registry-invalid`, `registry-refused`
  public void told(
      String where, RegistryEvent.Verified.Result result, String reason, SigningKey person) {
    long generation = book.state().environment(where).generation();
    RegistryEvent.Verified said = new RegistryEvent.Verified(where, generation, result, reason);
    new Fulfilling(book)
        .fulfil(
            new Request(Request.Ask.WATCH, where, generation, List.of(), reason),
            List.of(new Subject("finding", said.finding())),
            person,
            said::by);
  }

  /// Puts a refusal on record, unless it is there already.
  public void refused(RegistryEvent.Refused refusal) {
    if (book.state().refusals().stream().noneMatch(each -> each.refused().equals(refusal))) {
      book.record(refusal, List.of());
    }
  }

  /// Notes that a channel's source was looked at.
  ///
  /// @throws RegistryFault `registry-invalid`
  public void looked(RegistryEvent.Looked found) {
    book.change(found);
  }

  /// Opens a channel: the person's request over its terms is the standing order.
  ///
  /// @throws RegistryFault `registry-invalid`, `registry-refused`
  public void follow(Terms terms, SigningKey person, String reason) {
    over(
        terms,
        Request.Ask.FOLLOW,
        person,
        reason,
        asked -> new RegistryEvent.ChannelOpened(terms, asked));
  }

  /// Closes a channel.
  ///
  /// @throws RegistryFault `registry-unknown`, `registry-refused`
  public void unfollow(String channel, SigningKey person, String reason) {
    over(
        book.state().channel(channel).terms(),
        Request.Ask.UNFOLLOW,
        person,
        reason,
        asked -> new RegistryEvent.ChannelClosed(channel, asked));
  }

  private void over(
      Terms terms,
      Request.Ask ask,
      SigningKey person,
      String reason,
      Function<Reference, RegistryEvent> event) {
    new Fulfilling(book)
        .fulfil(
            new Request(ask, "", 0, List.of(), reason),
            List.of(new Subject("channel/" + terms.channel(), terms.digest())),
            person,
            event);
  }
}
