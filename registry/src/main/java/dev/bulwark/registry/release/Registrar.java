package dev.bulwark.registry.release;

import dev.bulwark.evidence.Evidence;
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

/// Changes what a registry knows without moving anything: adds environments, revokes, frees and
/// holds versions, says what is kept, notes how a deployment does.
///
/// @param book where it is written
public record Registrar(Book book) {

  /// Withdraws a version for good.
  ///
  /// @throws RegistryFault `registry-unknown`, `registry-invalid`
  public void revoke(VersionId id, SigningKey person, String reason) {
    Version version = book.state().version(id);
    Evidence asked =
        book.ask(
            new Request(Request.Ask.REVOKE, "", 0, List.of(id), reason), List.of(version), person);
    book.change(new RegistryEvent.Revoked(id, reason, Reference.to(asked)));
  }

  /// Says how long versions are kept from here on.
  ///
  /// @throws RegistryFault `registry-invalid`
  public void retain(Retention retention, SigningKey person) {
    Request request = new Request(Request.Ask.RETAIN, "", 0, List.of(), retention.toString());
    Evidence asked =
        book.log()
            .record(
                request.statement(List.of(new Subject("retention", retention.digest()))), person);
    book.change(new RegistryEvent.RetentionSet(retention, Reference.to(asked)));
  }

  /// Puts a version on legal hold, or releases it.
  ///
  /// @throws RegistryFault `registry-unknown`, `registry-invalid`
  public void hold(VersionId id, boolean held, SigningKey person, String reason) {
    Version version = book.state().version(id);
    Request.Ask ask = held ? Request.Ask.HOLD : Request.Ask.RELEASE;
    Evidence asked =
        book.ask(new Request(ask, "", 0, List.of(id), reason), List.of(version), person);
    book.change(new RegistryEvent.Held(id, held, reason, Reference.to(asked)));
  }

  /// Frees a version that a rollback took out of an environment.
  ///
  /// @throws RegistryFault `registry-unknown`, `registry-invalid`
  public void free(String where, VersionId id, SigningKey person, String reason) {
    Environment environment = book.state().environment(where);
    Version version = book.state().version(id);
    Evidence asked =
        book.ask(
            new Request(Request.Ask.FREE, environment.name(), 0, List.of(id), reason),
            List.of(version),
            person);
    book.change(new RegistryEvent.Freed(environment.name(), id, Reference.to(asked)));
  }

  /// Adds an environment.
  ///
  /// @param added without its request, which is made here
  /// @throws RegistryFault `registry-invalid`
  public void add(EnvironmentWish added, SigningKey person) {
    Evidence asked =
        book.ask(
            new Request(Request.Ask.ADD_ENVIRONMENT, added.name(), 0, List.of(), ""),
            List.of(),
            person);
    book.change(added.event(Reference.to(asked)));
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
  /// @throws RegistryFault `registry-unknown`, `registry-invalid`
  public void told(
      String where, RegistryEvent.Verified.Result result, String reason, SigningKey person) {
    Environment environment = book.state().environment(where);
    long generation = environment.generation();
    RegistryEvent.Verified said = new RegistryEvent.Verified(where, generation, result, reason);
    Request request = new Request(Request.Ask.WATCH, where, generation, List.of(), reason);
    Evidence asked =
        book.log()
            .record(request.statement(List.of(new Subject("finding", said.finding()))), person);
    book.change(said.by(Reference.to(asked)));
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
  /// @throws RegistryFault `registry-invalid`
  public void follow(Terms terms, SigningKey person, String reason) {
    book.change(
        new RegistryEvent.ChannelOpened(terms, over(terms, Request.Ask.FOLLOW, person, reason)));
  }

  /// Closes a channel.
  ///
  /// @throws RegistryFault `registry-unknown`, `registry-invalid`
  public void unfollow(String channel, SigningKey person, String reason) {
    Terms terms = book.state().channel(channel).terms();
    book.change(
        new RegistryEvent.ChannelClosed(
            channel, over(terms, Request.Ask.UNFOLLOW, person, reason)));
  }

  private Reference over(Terms terms, Request.Ask ask, SigningKey person, String reason) {
    return Reference.to(
        book.log()
            .record(
                new Request(ask, "", 0, List.of(), reason)
                    .statement(List.of(new Subject("channel/" + terms.channel(), terms.digest()))),
                person));
  }
}
