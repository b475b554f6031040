package dev.bulwark.server.account;

import dev.bulwark.evidence.keys.Passphrase;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.server.ServerFault;
import dev.bulwark.server.access.Role;
import dev.bulwark.server.sql.Database;
import dev.bulwark.server.sql.Micros;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/// The accounts and what they are to the systems.
///
/// A name that is not there and a wrong password get the same answer in the same time.
public final class Accounts {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._@-]{0,63}");
  private static final int RECOVERY_CODES = 10;
  private static final int SECRET = 32;

  private final Jdbi jdbi;
  private final InstantSource clock;
  private final SecureRandom random;
  private final Passwords passwords;
  private final Attempts attempts;

  public Accounts(Database database, InstantSource clock, SecureRandom random) {
    this.jdbi = database.jdbi();
    this.clock = clock;
    this.random = random;
    this.passwords = new Passwords(random);
    this.attempts = new Attempts(database, clock);
  }

  /// A new account with the codes that help when the password is lost: shown once, kept as digests.
  public record Begun(Account account, List<String> recoveryCodes) {
    public Begun {
      recoveryCodes = List.copyOf(recoveryCodes);
    }
  }

  public boolean hasAdministrator() {
    return jdbi.withHandle(
        handle ->
            handle
                    .createQuery("select count(*) from account where administrator = 1")
                    .mapTo(Long.class)
                    .one()
                > 0);
  }

  /// Makes an account.
  ///
  /// @param handle the transaction that also uses up the link it comes by
  /// @throws ServerFault `input-invalid`, `already-there`
  Begun begin(Handle handle, String name, String password, boolean administrator) {
    if (!NAME.matcher(name).matches()) {
      throw new ServerFault(
          ServerFault.INVALID,
          "expected a name of lower-case letters, digits and . _ @ -, at most 64, found another");
    }
    passwords.require(name, password);
    Bytes secret = SealedSecret.some(SECRET, random);
    Instant now = clock.instant();
    try {
      handle
          .createUpdate(
              "insert into account (name, password, secret, administrator, created) values (:name, :password, :secret, :administrator, :created)")
          .bind("name", name)
          .bind("password", passwords.hash(password))
          .bind(
              "secret",
              SealedSecret.seal(passwords, name, password.toCharArray(), secret, random).text())
          .bind("administrator", administrator ? 1 : 0)
          .bind("created", Micros.of(now))
          .execute();
    } catch (UnableToExecuteStatementException e) {
      if (Database.isDuplicate(e)) {
        throw new ServerFault(
            ServerFault.CONFLICT, "expected a new name, found an account of that name", e);
      }
      throw e;
    }
    return new Begun(new Account(name, administrator, now), recoveryCodes(handle, name));
  }

  private List<String> recoveryCodes(Handle handle, String name) {
    handle
        .createUpdate("delete from recovery_code where account = :account")
        .bind("account", name)
        .execute();
    List<String> codes = new ArrayList<>();
    for (int i = 0; i < RECOVERY_CODES; i++) {
      String code = SecretToken.make("", random).text().substring(0, 20);
      codes.add(code);
      handle
          .createUpdate("insert into recovery_code (account, code) values (:account, :code)")
          .bind("account", name)
          .bind("code", Digest.of(Bytes.utf8(code)).hex())
          .execute();
    }
    return codes;
  }

  /// Whose name and password these are.
  ///
  /// @throws ServerFault `sign-in-refused`, `too-many-attempts`
  public Account verify(String name, String password) {
    if (!NAME.matcher(name).matches()) {
      throw refused();
    }
    attempts.require(name);
    Optional<Row> row = row(name);
    boolean right =
        row.map(each -> passwords.matches(password, each.password()))
            .orElseGet(() -> passwords.matchesNobody(password));
    if (!right) {
      attempts.failed(name);
      throw refused();
    }
    attempts.forget(name);
    return row.orElseThrow().account();
  }

  private static ServerFault refused() {
    return new ServerFault(
        ServerFault.WRONG_SECRET, "expected the name and the password of an account, found others");
  }

  /// The passphrase of a person's keys, for the length of one signature: the caller closes it.
  ///
  /// @throws ServerFault as {@link #verify}
  public Passphrase signingPassphrase(String name, String password) {
    verify(name, password);
    Row row = row(name).orElseThrow();
    Bytes secret =
        SealedSecret.parse(row.secret())
            .open(passwords, name, password.toCharArray())
            .orElseThrow(() -> new IllegalStateException("a password that fits opens the secret"));
    return Passphrase.of(secret.hex().toCharArray());
  }

  /// Sets another password; every key stays what it is.
  public void change(String name, String old, String next) {
    passwords.require(name, next);
    verify(name, old);
    Bytes secret =
        SealedSecret.parse(row(name).orElseThrow().secret())
            .open(passwords, name, old.toCharArray())
            .orElseThrow(() -> new IllegalStateException("a password that fits opens the secret"));
    String sealed = SealedSecret.seal(passwords, name, next.toCharArray(), secret, random).text();
    String hash = passwords.hash(next);
    jdbi.useHandle(handle -> set(handle, name, hash, sealed));
  }

  /// Sets another password with one of the codes, which is used up by it. The old secret is lost
  /// with the old password: keys it opened are replaced when their holder signs next.
  ///
  /// @throws ServerFault `sign-in-refused`, `too-many-attempts`, `input-invalid`
  public void recover(String name, String code, String next) {
    if (!NAME.matcher(name).matches()) {
      throw refused();
    }
    passwords.require(name, next);
    attempts.require(name);
    String hash = passwords.hash(next);
    Bytes secret = SealedSecret.some(SECRET, random);
    String sealed = SealedSecret.seal(passwords, name, next.toCharArray(), secret, random).text();
    boolean used =
        jdbi.inTransaction(
            handle -> {
              int codes =
                  handle
                      .createUpdate(
                          "delete from recovery_code where account = :account and code = :code")
                      .bind("account", name)
                      .bind("code", Digest.of(Bytes.utf8(code.strip())).hex())
                      .execute();
              if (codes == 1) {
                set(handle, name, hash, sealed);
                handle
                    .createUpdate("delete from session where account = :account")
                    .bind("account", name)
                    .execute();
              }
              return codes == 1;
            });
    if (!used) {
      attempts.failed(name);
      throw refused();
    }
    attempts.forget(name);
  }

  private static void set(Handle handle, String name, String hash, String sealed) {
    handle
        .createUpdate(
            "update account set password = :password, secret = :secret where name = :name")
        .bind("password", hash)
        .bind("secret", sealed)
        .bind("name", name)
        .execute();
  }

  public Optional<Account> find(String name) {
    return row(name).map(Row::account);
  }

  public List<Account> all() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("select name, administrator, created from account order by name")
                .map((rs, _) -> account(rs))
                .list());
  }

  public List<Membership> memberships() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "select account, system, role from membership order by account, system, role")
                .map((rs, _) -> membership(rs))
                .list());
  }

  public List<Membership> memberships(String account) {
    return memberships().stream().filter(each -> each.account().equals(account)).toList();
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

  private record Row(Account account, String password, String secret) {}

  private Optional<Row> row(String name) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("select * from account where name = :name")
                .bind("name", name)
                .map(
                    (rs, _) ->
                        new Row(account(rs), rs.getString("password"), rs.getString("secret")))
                .findOne());
  }

  private static Account account(java.sql.ResultSet rs) throws java.sql.SQLException {
    return new Account(
        rs.getString("name"),
        rs.getInt("administrator") == 1,
        Micros.instant(rs.getLong("created")));
  }

  private static Membership membership(java.sql.ResultSet rs) throws java.sql.SQLException {
    String word = rs.getString("role");
    return new Membership(
        rs.getString("account"),
        rs.getString("system"),
        Role.of(word)
            .orElseThrow(() -> new IllegalStateException("the table holds no role " + word)));
  }
}
