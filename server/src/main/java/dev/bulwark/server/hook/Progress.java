package dev.bulwark.server.hook;

import dev.bulwark.server.sql.Database;
import dev.bulwark.server.sql.Micros;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/// How far every hook is, in the database: what the courier reads and moves on.
public final class Progress {
  private final Jdbi jdbi;
  private final HookSeal seal;
  private final InstantSource clock;

  public Progress(Database database, HookSeal seal, InstantSource clock) {
    this.jdbi = database.jdbi();
    this.seal = seal;
    this.clock = clock;
  }

  Optional<Hook> find(String id) {
    return HookRows.find(jdbi, id);
  }

  /// Those that something may be sent to now.
  List<Hook> due() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "select * from hook where disabled = 0 and next_try <= :now order by system, id")
                .bind("now", Micros.of(clock.instant()))
                .map((rs, _) -> HookRows.hook(rs))
                .list());
  }

  /// @return empty when the key they were sealed under is not here
  Optional<Hook.Secrets> secrets(Hook hook) {
    record Boxes(String now, String before, Instant until) {}
    return jdbi.withHandle(
            handle ->
                handle
                    .createQuery("select secret, old_secret, old_until from hook where id = :id")
                    .bind("id", hook.id())
                    .map(
                        (rs, _) ->
                            new Boxes(
                                rs.getString(1), rs.getString(2), Micros.instant(rs.getLong(3))))
                    .findOne())
        .flatMap(
            boxes ->
                seal.open(hook.id(), boxes.now())
                    .map(
                        now ->
                            new Hook.Secrets(
                                now,
                                clock.instant().isBefore(boxes.until())
                                    ? seal.open(hook.id(), boxes.before())
                                    : Optional.empty())));
  }

  /// Moves on in the ledger, from where this hook was known to be.
  ///
  /// @return false when it is elsewhere by now, or gone: somebody else moved it
  boolean moved(Hook hook, long seen) {
    return jdbi.withHandle(
            handle ->
                handle
                    .createUpdate(
                        "update hook set seen = :to, tries = 0, trying_since = 0, next_try = 0 where"
                            + " id = :id and seen = :from and disabled = 0")
                    .bind("to", seen)
                    .bind("id", hook.id())
                    .bind("from", hook.seen())
                    .execute())
        == 1;
  }

  /// The message at the front was not taken.
  void trying(Hook hook, Hook.State.Trying trying) {
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(
                    "update hook set tries = :tries, trying_since = :since, next_try = :next where id"
                        + " = :id and seen = :seen and disabled = 0")
                .bind("tries", trying.tries())
                .bind("since", Micros.of(trying.since()))
                .bind("next", Micros.of(trying.next()))
                .bind("id", hook.id())
                .bind("seen", hook.seen())
                .execute());
  }

  /// Gives it up, until somebody lets it go on.
  void disable(Hook hook, String why) {
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(
                    "update hook set disabled = :now, why = :why where id = :id and disabled = 0")
                .bind("now", Micros.of(clock.instant()))
                .bind("why", why)
                .bind("id", hook.id())
                .execute());
  }
}
