package dev.bulwark.server.account;

import dev.bulwark.server.ServerFault;
import dev.bulwark.server.access.Role;
import dev.bulwark.server.sql.Database;
import dev.bulwark.server.sql.Micros;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// One-time links by which accounts begin: the first administrator's, and invitations.
public final class Links {
  private static final Duration FIRST = Duration.ofHours(1);
  private static final Duration INVITATION = Duration.ofDays(3);
  private static final int ID = 16;

  /// Who makes the first administrator's link. No account can have this name.
  private static final String START = ":start";

  private final Jdbi jdbi;
  private final Accounts accounts;
  private final Memberships memberships;
  private final InstantSource clock;
  private final SecureRandom random;

  public Links(
      Database database,
      Accounts accounts,
      Memberships memberships,
      InstantSource clock,
      SecureRandom random) {
    this.jdbi = database.jdbi();
    this.accounts = accounts;
    this.memberships = memberships;
    this.clock = clock;
    this.random = random;
  }

  /// What a link brings.
  ///
  /// @param system id or `*`; without roles it is of no matter
  public record Offer(boolean administrator, String system, List<Role> roles) {
    public Offer {
      roles = List.copyOf(roles);
    }
  }

  /// The first administrator's link. Links made before for the same are void.
  public SecretToken first() {
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate("delete from link where made_by = :start")
                .bind("start", START)
                .execute());
    return make(new Offer(true, "*", List.of()), START, FIRST);
  }

  public SecretToken invite(Offer offer, String by) {
    return make(offer, by, INVITATION);
  }

  /// Links that are too old are taken away on the way.
  private SecretToken make(Offer offer, String by, Duration life) {
    SecretToken token = SecretToken.make("", random);
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate("delete from link where expires <= :now")
                .bind("now", Micros.of(clock.instant()))
                .execute());
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(
                    "insert into link (token, administrator, system, roles, made_by, expires) values (:token, :administrator, :system, :roles, :by, :expires)")
                .bind("token", token.digest())
                .bind("administrator", offer.administrator() ? 1 : 0)
                .bind("system", offer.system())
                .bind("roles", words(offer.roles()))
                .bind("by", by)
                .bind("expires", Micros.of(clock.instant().plus(life)))
                .execute());
    return token;
  }

  private static String words(Collection<Role> roles) {
    return roles.stream().map(Role::word).collect(Collectors.joining(" "));
  }

  /// What a link brings, while it can be used.
  public Optional<Offer> find(SecretToken token) {
    return jdbi.withHandle(handle -> find(handle, token));
  }

  private Optional<Offer> find(Handle handle, SecretToken token) {
    return handle
        .createQuery(
            "select administrator, system, roles from link where token = :token and expires > :now")
        .bind("token", token.digest())
        .bind("now", Micros.of(clock.instant()))
        .map((rs, _) -> offer(rs))
        .findOne();
  }

  private static Offer offer(ResultSet rs) throws SQLException {
    return new Offer(
        rs.getInt("administrator") == 1,
        rs.getString("system"),
        Arrays.stream(rs.getString("roles").split(" "))
            .flatMap(word -> Role.of(word).stream())
            .toList());
  }

  /// Begins an account with a link and uses the link up, both or neither.
  ///
  /// @throws ServerFault `not-found` for a link that is used, late or unknown
  public Accounts.Begun use(SecretToken token, String name, String password) {
    if (find(token).isEmpty()) {
      throw gone();
    }
    Accounts.Prepared prepared = accounts.prepare(name, password);
    return jdbi.inTransaction(
        handle -> {
          Offer offer = used(handle, token);
          Accounts.Begun begun = accounts.begin(handle, prepared, offer.administrator());
          grant(handle, offer, name);
          return begun;
        });
  }

  /// Begins an account of somebody who signs in elsewhere, and uses the link up, both or neither.
  ///
  /// @param bind keeps who it is, in the same transaction
  /// @throws ServerFault `not-found` as {@link #use}, and for a link that makes administrators:
  ///   they get in when the issuer is away, too
  public void useElsewhere(SecretToken token, String name, Consumer<Handle> bind) {
    jdbi.useTransaction(
        handle -> {
          Offer offer = used(handle, token);
          if (offer.administrator()) {
            throw gone();
          }
          accounts.beginWithoutPassword(handle, name);
          grant(handle, offer, name);
          bind.accept(handle);
        });
  }

  private Offer used(Handle handle, SecretToken token) {
    Offer offer = find(handle, token).orElseThrow(Links::gone);
    int used =
        handle
            .createUpdate("delete from link where token = :token")
            .bind("token", token.digest())
            .execute();
    if (used != 1) {
      throw gone();
    }
    return offer;
  }

  private void grant(Handle handle, Offer offer, String name) {
    offer
        .roles()
        .forEach(
            role ->
                memberships.grant(
                    handle, new Membership(name, offer.system(), role), Memberships.LINK));
  }

  /// An invitation nobody used yet.
  ///
  /// @param id of its link's digest; the link itself is stored nowhere
  public record Invitation(String id, Offer offer, String by, Instant expires) {}

  /// The invitations that can still be used.
  public List<Invitation> open() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "select * from link where made_by <> :start and expires > :now order by expires, token")
                .bind("start", START)
                .bind("now", Micros.of(clock.instant()))
                .map(
                    (rs, _) ->
                        new Invitation(
                            rs.getString("token").substring(0, ID),
                            offer(rs),
                            rs.getString("made_by"),
                            Micros.instant(rs.getLong("expires"))))
                .list());
  }

  /// Makes one invitation void.
  public void voidInvitation(String id) {
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(
                    "delete from link where made_by <> :start and substr(token, 1, :length) = :id")
                .bind("start", START)
                .bind("length", ID)
                .bind("id", id)
                .execute());
  }

  /// Makes every invitation void that nobody used yet.
  public void voidInvitations() {
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate("delete from link where made_by <> :start")
                .bind("start", START)
                .execute());
  }

  private static ServerFault gone() {
    return new ServerFault(
        ServerFault.NOT_THERE,
        "expected a link that can still be used, found one that was used or is too old; ask for another");
  }
}
