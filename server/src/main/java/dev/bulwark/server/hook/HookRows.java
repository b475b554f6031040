package dev.bulwark.server.hook;

import dev.bulwark.server.sql.Micros;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;

/// Hooks as they lie in their table.
final class HookRows {
  private HookRows() {}

  static Optional<Hook> find(Jdbi jdbi, String id) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("select * from hook where id = :id")
                .bind("id", id)
                .map((rs, _) -> hook(rs))
                .findOne());
  }

  static Hook hook(ResultSet rs) throws SQLException {
    Set<HookKind> kinds =
        Arrays.stream(rs.getString("kinds").split(" "))
            .flatMap(word -> HookKind.of(word).stream())
            .collect(Collectors.toSet());
    return new Hook(
        rs.getString("id"),
        rs.getString("system"),
        rs.getString("address"),
        kinds,
        rs.getString("made_by"),
        Micros.instant(rs.getLong("made")),
        rs.getLong("seen"),
        state(rs));
  }

  private static Hook.State state(ResultSet rs) throws SQLException {
    if (rs.getLong("disabled") != 0) {
      return new Hook.State.Disabled(Micros.instant(rs.getLong("disabled")), rs.getString("why"));
    }
    return rs.getInt("tries") == 0
        ? new Hook.State.Working()
        : new Hook.State.Trying(
            rs.getInt("tries"),
            Micros.instant(rs.getLong("trying_since")),
            Micros.instant(rs.getLong("next_try")));
  }
}
