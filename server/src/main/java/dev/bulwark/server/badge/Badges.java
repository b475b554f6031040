package dev.bulwark.server.badge;

import dev.bulwark.server.sql.Database;
import dev.bulwark.server.sql.Micros;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/// Which systems show a badge, and who said so; none until somebody did.
public final class Badges {
  private final Jdbi jdbi;
  private final InstantSource clock;

  public Badges(Database database, InstantSource clock) {
    this.jdbi = database.jdbi();
    this.clock = clock;
  }

  /// @param by who said so last
  public record Switch(boolean shown, String by, Instant since) {}

  /// Empty when nobody ever said anything.
  public Optional<Switch> of(String system) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("select * from badge where system = :system")
                .bind("system", system)
                .map(
                    (rs, _) ->
                        new Switch(
                            rs.getInt("shown") == 1,
                            rs.getString("set_by"),
                            Micros.instant(rs.getLong("since"))))
                .findOne());
  }

  public boolean isShown(String system) {
    return of(system).filter(Switch::shown).isPresent();
  }

  public void set(String system, boolean shown, String by) {
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(
                    "insert into badge (system, shown, set_by, since) values (:system, :shown, :by,"
                        + " :now) on conflict (system) do update set shown = excluded.shown, set_by"
                        + " = excluded.set_by, since = excluded.since")
                .bind("system", system)
                .bind("shown", shown ? 1 : 0)
                .bind("by", by)
                .bind("now", Micros.of(clock.instant()))
                .execute());
  }
}
