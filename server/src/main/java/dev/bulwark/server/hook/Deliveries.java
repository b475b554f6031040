package dev.bulwark.server.hook;

import dev.bulwark.server.sql.Database;
import dev.bulwark.server.sql.Micros;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// The last messages of every hook and what came of them, in the database.
public final class Deliveries {
  private static final int KEPT = 100;

  private final Jdbi jdbi;

  public Deliveries(Database database) {
    this.jdbi = database.jdbi();
  }

  /// Newest first, at most a hundred.
  public List<Delivery> of(Hook hook) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "select * from hook_delivery where hook = :hook order by tried desc, entry desc,"
                        + " message limit "
                        + KEPT)
                .bind("hook", hook.id())
                .map(
                    (rs, _) ->
                        new Delivery(
                            rs.getString("message"),
                            rs.getString("type"),
                            rs.getLong("entry"),
                            Micros.instant(rs.getLong("tried")),
                            rs.getInt("tries"),
                            rs.getInt("status"),
                            rs.getString("why")))
                .list());
  }

  boolean isDelivered(Hook hook, String message) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "select 1 from hook_delivery where hook = :hook and message = :message and why ="
                        + " ''")
                .bind("hook", hook.id())
                .bind("message", message)
                .mapTo(Integer.class)
                .findOne()
                .isPresent());
  }

  /// Remembers a try; nothing when the hook is gone meanwhile.
  void record(Hook hook, Delivery delivery) {
    jdbi.useTransaction(
        handle -> {
          handle
              .createUpdate(
                  "insert into hook_delivery (hook, message, type, entry, tried, tries, status, why)"
                      + " select :hook, :message, :type, :entry, :tried, 1, :status, :why where"
                      + " exists (select 1 from hook where id = :hook) on conflict (hook, message)"
                      + " do update set tried = excluded.tried, tries = hook_delivery.tries + 1,"
                      + " status = excluded.status, why = excluded.why")
              .bind("hook", hook.id())
              .bind("message", delivery.message())
              .bind("type", delivery.type())
              .bind("entry", delivery.index())
              .bind("tried", Micros.of(delivery.at()))
              .bind("status", delivery.status())
              .bind("why", delivery.why())
              .execute();
          forget(handle, hook);
        });
  }

  private static void forget(Handle handle, Hook hook) {
    handle
        .createUpdate(
            "delete from hook_delivery where hook = :hook and message not in (select message from"
                + " hook_delivery where hook = :hook order by tried desc limit "
                + KEPT
                + ")")
        .bind("hook", hook.id())
        .execute();
  }
}
