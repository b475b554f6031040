package dev.bulwark.server.account;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.server.ServerFault;
import dev.bulwark.server.sql.Database;
import dev.bulwark.server.sql.Micros;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/// The accounts: who can sign in, and what opens the keys they sign with.
///
/// A name that is not there and a wrong password get the same answer in the same time. What
/// somebody signed in fails to prove is counted apart from what strangers try at the door, so that
/// a stranger cannot keep a person from signing.
public final class Accounts {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._@-]{0,63}");
  private static final int SECRET = 32;

  private final Jdbi jdbi;
  private final InstantSource clock;
  private final SecureRandom random;
  private final Passwords passwords;
  private final Attempts attempts;
  private final RecoveryCodes codes;

  public Accounts(Database database, InstantSource clock, SecureRandom random) {
    this.jdbi = database.jdbi();
    this.clock = clock;
    this.random = random;
    this.passwords = new Passwords(random);
    this.attempts = new Attempts(database, clock);
    this.codes = new RecoveryCodes(random);
  }

  /// A new account with the codes that help when the password is lost: shown once, kept as digests.
  public record Begun(Account account, List<String> recoveryCodes) {
    public Begun {
      recoveryCodes = List.copyOf(recoveryCodes);
    }
  }

  public boolean hasAdministrator() {
    return jdbi.withHandle(Accounts::administrators) > 0;
  }

  private static long administrators(Handle handle) {
    return handle
        .createQuery("select count(*) from account where administrator = 1")
        .mapTo(Long.class)
        .one();
  }

  /// What an account is made of, computed before any table is touched: it takes a while.
  record Prepared(String name, String hash, String sealed) {}

  /// @throws ServerFault `input-invalid`
  Prepared prepare(String name, String password) {
    requireName(name);
    passwords.require(name, password);
    Bytes secret = SealedSecret.some(SECRET, random);
    return new Prepared(name, passwords.hash(password), seal(name, password, secret));
  }

  private static void requireName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new ServerFault(
          ServerFault.INVALID,
          "expected a name of lower-case letters, digits and . _ @ -, at most 64, found another");
    }
  }

  private String seal(String name, String password, Bytes secret) {
    return SealedSecret.seal(passwords, name, password.toCharArray(), secret, random).text();
  }

  /// @param handle the transaction that also uses up the link it comes by
  /// @throws ServerFault `already-there`
  Begun begin(Handle handle, Prepared prepared, boolean administrator) {
    Instant now = clock.instant();
    insert(handle, prepared, administrator, now);
    return new Begun(
        new Account(prepared.name(), administrator, now), codes.make(handle, prepared.name()));
  }

  private static void insert(Handle handle, Prepared prepared, boolean administrator, Instant now) {
    try {
      handle
          .createUpdate(
              "insert into account (name, password, secret, administrator, created) values (:name,"
                  + " :password, :secret, :administrator, :created)")
          .bind("name", prepared.name())
          .bind("password", prepared.hash())
          .bind("secret", prepared.sealed())
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
  }

  /// Whose name and password these are, at the door.
  ///
  /// @throws ServerFault `sign-in-refused`, `too-many-attempts`
  public Account verify(String name, String password) {
    return verified(name, name, password).account();
  }

  /// @param counted the name failures are counted under
  private Row verified(String counted, String name, String password) {
    if (!NAME.matcher(name).matches()) {
      throw refused();
    }
    attempts.begin(counted);
    Optional<Row> row = row(name);
    boolean right =
        row.filter(each -> !each.password().isEmpty())
            .map(each -> passwords.matches(password, each.password()))
            .orElseGet(() -> passwords.matchesNobody(password));
    if (!right) {
      throw refused();
    }
    attempts.forget(counted);
    return row.orElseThrow();
  }

  /// Of somebody who is signed in already: a name nobody can type at the door.
  private static String within(String name) {
    return "within:" + name;
  }

  private static ServerFault refused() {
    return new ServerFault(
        ServerFault.WRONG_SECRET, "expected the name and the password of an account, found others");
  }

  /// What opens a person's keys, for the length of one signature; sealed under a passkey as well.
  ///
  /// @throws ServerFault as {@link #verify}
  public SigningSecret signingSecret(String name, String password) {
    Optional<Row> row = row(name);
    return row.filter(each -> each.password().isEmpty()).isPresent()
        ? opened(row.get(), password)
        : new SigningSecret(secret(verified(within(name), name, password), password));
  }

  /// Of an account without a password, by its signing passphrase.
  private SigningSecret opened(Row row, String passphrase) {
    String name = row.account().name();
    if (row.secret().isEmpty()) {
      throw new ServerFault(
          ServerFault.WRONG_SECRET,
          "expected a signing passphrase or a passkey that opens your key, found neither yet; set one on your account page");
    }
    attempts.begin(within(name));
    SigningSecret secret =
        SealedSecret.parse(row.secret())
            .open(passwords, name, passphrase.toCharArray())
            .map(SigningSecret::new)
            .orElseThrow(Accounts::refused);
    attempts.forget(within(name));
    return secret;
  }

  /// Begins an account of somebody who signs in elsewhere.
  ///
  /// @throws ServerFault `input-invalid`, `already-there`
  public void beginWithoutPassword(Handle handle, String name) {
    requireName(name);
    insert(handle, new Prepared(name, "", ""), false, clock.instant());
  }

  public boolean hasPassword(String name) {
    return row(name).filter(each -> !each.password().isEmpty()).isPresent();
  }

  /// Whether a password or passphrase opens what somebody signs with.
  public boolean hasSecret(String name) {
    return row(name).filter(each -> !each.secret().isEmpty()).isPresent();
  }

  /// A new signing secret, for somebody who has none.
  public SigningSecret newSecret() {
    return new SigningSecret(SealedSecret.some(SECRET, random));
  }

  /// Seals a signing secret under a passphrase, for somebody who has no password.
  ///
  /// @throws ServerFault `input-invalid`, `already-there`
  public void setPassphrase(String name, String passphrase, SigningSecret secret) {
    passwords.require(name, passphrase);
    String sealed = seal(name, passphrase, secret.bytes());
    int set =
        jdbi.withHandle(
            handle ->
                handle
                    .createUpdate(
                        "update account set secret = :secret where name = :name and password = ''")
                    .bind("secret", sealed)
                    .bind("name", name)
                    .execute());
    if (set != 1) {
      throw new ServerFault(
          ServerFault.CONFLICT, "expected an account without a password, found one that has one");
    }
  }

  /// What lets a token sign for a person: their secret, sealed under the token's own text.
  ///
  /// @throws ServerFault as {@link #verify}
  public TokenSecret.Sealing sealing(String name, String password) {
    SigningSecret secret = signingSecret(name, password);
    return token -> TokenSecret.seal(token, name, secret.bytes(), random);
  }

  private Bytes secret(Row row, String password) {
    return SealedSecret.parse(row.secret())
        .open(passwords, row.account().name(), password.toCharArray())
        .orElseThrow(() -> new IllegalStateException("a password that fits opens the secret"));
  }

  /// Sets another password; every key stays what it is.
  ///
  /// @throws ServerFault also `already-there` when it was changed meanwhile
  public void change(String name, String old, String next) {
    passwords.require(name, next);
    Row row = verified(within(name), name, old);
    Prepared prepared =
        new Prepared(name, passwords.hash(next), seal(name, next, secret(row, old)));
    if (!jdbi.withHandle(handle -> set(handle, prepared, row.password()))) {
      throw new ServerFault(
          ServerFault.CONFLICT, "expected the password of before, found that it was set meanwhile");
    }
  }

  /// Sets another password with one of the codes, which is used up by it. The old secret is lost
  /// with the old password: keys it opened are replaced when their holder signs next. Sessions,
  /// tokens and passkeys end.
  ///
  /// @throws ServerFault `sign-in-refused`, `too-many-attempts`, `input-invalid`
  public void recover(String name, String code, String next) {
    if (!NAME.matcher(name).matches()) {
      throw refused();
    }
    passwords.require(name, next);
    attempts.begin(name);
    if (!jdbi.withHandle(handle -> codes.holds(handle, name, code))) {
      throw refused();
    }
    Prepared prepared = prepare(name, next);
    boolean used =
        jdbi.inTransaction(
            handle -> {
              boolean good = codes.use(handle, name, code);
              if (good) {
                set(handle, prepared, password(handle, name));
                end(handle, name);
                own(handle, "passkey", name);
              }
              return good;
            });
    if (!used) {
      throw refused();
    }
    attempts.forget(name);
  }

  private static String password(Handle handle, String name) {
    return handle
        .createQuery("select password from account where name = :name")
        .bind("name", name)
        .mapTo(String.class)
        .one();
  }

  /// @param before what the hash must still be
  private static boolean set(Handle handle, Prepared prepared, String before) {
    return handle
            .createUpdate(
                "update account set password = :password, secret = :secret where name = :name and"
                    + " password = :before")
            .bind("password", prepared.hash())
            .bind("secret", prepared.sealed())
            .bind("name", prepared.name())
            .bind("before", before)
            .execute()
        == 1;
  }

  /// Ends every session and token of an account.
  private static void end(Handle handle, String name) {
    own(handle, "session", name);
    own(handle, "api_token", name);
  }

  /// Takes away all of a table that is an account's own.
  private static void own(Handle handle, String table, String name) {
    handle
        .createUpdate("delete from " + table + " where account = :account")
        .bind("account", name)
        .execute();
  }

  /// Closes an account for good: nobody gets in by it, nor by an invitation it made, and it
  /// administers nothing. Its name stays taken, and its roles as they are, until {@link #remove}.
  ///
  /// @throws ServerFault `already-there` for the last administrator
  public void close(String name) {
    jdbi.useTransaction(handle -> close(handle, name));
  }

  /// Two administrators who close each other's account wait for one another here, and the second
  /// finds one administrator left.
  private static void close(Handle handle, String name) {
    handle
        .createUpdate("update account set administrator = administrator where administrator = 1")
        .execute();
    end(handle, name);
    for (String table : List.of("recovery_code", "passkey", "sign_on_identity")) {
      own(handle, table, name);
    }
    handle.createUpdate("delete from link where made_by = :name").bind("name", name).execute();
    handle
        .createUpdate(
            "update account set password = '', secret = '', administrator = 0 where name = :name")
        .bind("name", name)
        .execute();
    if (administrators(handle) == 0) {
      throw new ServerFault(
          ServerFault.CONFLICT,
          "expected one administrator to be left, found none; invite another first");
    }
  }

  /// Takes an account away with all that is its own, invitations it made among it. What it signed
  /// stays in the ledgers; its roles there are withdrawn before this is called.
  ///
  /// @throws ServerFault `already-there` for the last administrator
  public void remove(String name) {
    jdbi.useTransaction(
        handle -> {
          close(handle, name);
          own(handle, "membership", name);
          handle
              .createUpdate("delete from account where name = :name")
              .bind("name", name)
              .execute();
        });
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

  private static Account account(ResultSet rs) throws SQLException {
    return new Account(
        rs.getString("name"),
        rs.getInt("administrator") == 1,
        Micros.instant(rs.getLong("created")));
  }
}
