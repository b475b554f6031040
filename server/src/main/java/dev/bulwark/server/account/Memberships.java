package dev.bulwark.server.account;

import dev.bulwark.server.access.Caller;
import dev.bulwark.server.access.Role;
import dev.bulwark.server.sql.Database;
import dev.bulwark.server.sql.Micros;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// What the accounts are to the systems.
public final class Memberships {
  private final Jdbi jdbi;
  private final InstantSource clock;

  public Memberships(Database database, InstantSource clock) {
    this.jdbi = database.jdbi();
    this.clock = clock;
  }

  public List<Membership> all() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "select account, system, role from membership order by account, system, role")
                .map((rs, _) -> membership(rs))
                .list());
  }

  public List<Membership> of(String account) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "select account, system, role from membership where account = :account order by system, role")
                .bind("account", account)
                .map((rs, _) -> membership(rs))
                .list());
  }

  /// Everything an account is to one system, now.
  public Set<Role> rolesIn(String account, String system) {
    Set<Role> held = EnumSet.noneOf(Role.class);
    of(account).stream()
        .filter(each -> each.system().equals(system) || each.system().equals(Caller.ALL))
        .forEach(each -> held.add(each.role()));
    return held;
  }

  /// Gives a role; giving it twice changes nothing.
  public void grant(Membership membership, String by) {
    jdbi.useTransaction(handle -> grant(handle, membership, by));
  }

  void grant(Handle handle, Membership membership, String by) {
    handle
        .createUpdate(
            "insert into membership (account, system, role, granted_by, granted) values (:account, :system, :role, :by, :at) on conflict (account, system, role) do nothing")
        .bind("account", membership.account())
        .bind("system", membership.system())
        .bind("role", membership.role().word())
        .bind("by", by)
        .bind("at", Micros.of(clock.instant()))
        .execute();
  }

  /// What somebody was given by one giver.
  public List<Membership> givenBy(String account, String giver) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "select account, system, role from membership where account = :account and granted_by = :giver")
                .bind("account", account)
                .bind("giver", giver)
                .map((rs, _) -> membership(rs))
                .list());
  }

  public void withdraw(Membership membership) {
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(
                    "delete from membership where account = :account and system = :system and role = :role")
                .bind("account", membership.account())
                .bind("system", membership.system())
                .bind("role", membership.role().word())
                .execute());
  }

  private static Membership membership(ResultSet rs) throws SQLException {
    String word = rs.getString("role");
    return new Membership(
        rs.getString("account"),
        rs.getString("system"),
        Role.of(word)
            .orElseThrow(() -> new IllegalStateException("the table holds no role " + word)));
  }
}
