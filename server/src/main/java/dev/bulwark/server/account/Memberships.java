package dev.bulwark.server.account;

import dev.bulwark.server.access.Caller;
import dev.bulwark.server.access.Role;
import dev.bulwark.server.sql.Database;
import dev.bulwark.server.sql.Micros;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// What the accounts are to the systems.
///
/// What groups of single sign-on brought counts for a bounded time after its holder last arrived
/// that way: who left and never comes back keeps nothing. What is withdrawn counts no more at once,
/// and is remembered until every ledger says so.
public final class Memberships {
  /// Who gave what groups brought. No account can have this name.
  public static final String SIGN_ON = ":single-sign-on";

  /// Who gave what somebody began with, by an invitation.
  static final String LINK = ":link";

  /// Stands for the giver of what is withdrawn and may still count in a ledger.
  private static final String WITHDRAWN = ":withdrawn";

  private final Jdbi jdbi;
  private final InstantSource clock;
  private final Duration broughtLast;

  /// @param broughtLast how long what groups brought counts after its holder's last arrival
  public Memberships(Database database, InstantSource clock, Duration broughtLast) {
    this.jdbi = database.jdbi();
    this.clock = clock;
    this.broughtLast = broughtLast;
  }

  /// Everything that is not withdrawn, also what groups brought too long ago to count.
  public List<Membership> all() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "select account, system, role from membership where granted_by <> :withdrawn order by account, system, role")
                .bind("withdrawn", WITHDRAWN)
                .map((rs, _) -> membership(rs))
                .list());
  }

  /// What counts now.
  public List<Membership> of(String account) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "select account, system, role from membership where account = :account and granted_by <> :withdrawn and (granted_by <> :signOn or granted > :since) order by system, role")
                .bind("account", account)
                .bind("withdrawn", WITHDRAWN)
                .bind("signOn", SIGN_ON)
                .bind("since", Micros.of(clock.instant().minus(broughtLast)))
                .map((rs, _) -> membership(rs))
                .list());
  }

  /// Everything an account is to one system, now.
  public Set<Role> rolesIn(String account, String system) {
    return rolesIn(of(account), system);
  }

  /// Everything an account was given in one system and nobody withdrew: what ledgers go by. That
  /// its holder has not arrived for some days withdraws nothing they signed.
  public Set<Role> givenIn(String account, String system) {
    return rolesIn(all().stream().filter(each -> each.account().equals(account)).toList(), system);
  }

  /// Whether somebody was given a role that reaches into a system, and nobody withdrew it.
  public boolean isGiven(Membership membership) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "select 1 from membership where account = :account and role = :role and system in (:system, :all) and granted_by <> :withdrawn")
                .bind("account", membership.account())
                .bind("role", membership.role().word())
                .bind("system", membership.system())
                .bind("all", Caller.ALL)
                .bind("withdrawn", WITHDRAWN)
                .mapTo(Integer.class)
                .findFirst()
                .isPresent());
  }

  private static Set<Role> rolesIn(List<Membership> memberships, String system) {
    Set<Role> held = EnumSet.noneOf(Role.class);
    memberships.stream().filter(each -> each.isIn(system)).forEach(each -> held.add(each.role()));
    return held;
  }

  /// Gives a role; giving it twice changes nothing. What a group brought, or was withdrawn, is the
  /// new giver's from then on; what a group brings again lasts anew.
  public void grant(Membership membership, String by) {
    jdbi.useTransaction(handle -> grant(handle, membership, by));
  }

  void grant(Handle handle, Membership membership, String by) {
    handle
        .createUpdate(
            "insert into membership (account, system, role, granted_by, granted) values (:account, :system, :role, :by, :at) on conflict (account, system, role) do update set granted_by = excluded.granted_by, granted = excluded.granted where membership.granted_by in (:signOn, :withdrawn)")
        .bind("account", membership.account())
        .bind("system", membership.system())
        .bind("role", membership.role().word())
        .bind("by", by)
        .bind("at", Micros.of(clock.instant()))
        .bind("signOn", SIGN_ON)
        .bind("withdrawn", WITHDRAWN)
        .execute();
  }

  /// What groups brought somebody, however long ago.
  public List<Membership> brought(String account) {
    return givenBy(account, SIGN_ON);
  }

  /// What was withdrawn from somebody and may still count in a ledger.
  public List<Membership> withdrawn(String account) {
    return givenBy(account, WITHDRAWN);
  }

  private List<Membership> givenBy(String account, String giver) {
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

  /// Takes a role away, whoever gave it. It counts no more; {@link #forget} follows when no ledger
  /// counts it either.
  public void withdraw(Membership membership) {
    change(
        membership,
        "update membership set granted_by = :withdrawn where account = :account and system = :system and role = :role",
        "");
  }

  /// Takes away what a group brought, unless somebody gave the same meanwhile.
  public void withdrawBrought(Membership membership) {
    change(
        membership,
        "update membership set granted_by = :withdrawn where account = :account and system = :system and role = :role and granted_by = :giver",
        SIGN_ON);
  }

  /// What was withdrawn, when every ledger says so.
  public void forget(Membership membership) {
    change(
        membership,
        "delete from membership where account = :account and system = :system and role = :role and granted_by = :withdrawn",
        "");
  }

  private void change(Membership membership, String statement, String giver) {
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(statement)
                .bind("account", membership.account())
                .bind("system", membership.system())
                .bind("role", membership.role().word())
                .bind("withdrawn", WITHDRAWN)
                .bind("giver", giver)
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
