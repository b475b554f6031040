package dev.bulwark.server.passkey;

import dev.bulwark.evidence.passkey.Passkey;
import dev.bulwark.evidence.passkey.PasskeyAlgorithm;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.server.ServerFault;
import dev.bulwark.server.sql.Database;
import dev.bulwark.server.sql.Micros;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/// The passkeys of all accounts.
public final class Passkeys {
  private static final int MOST = 20;

  private final Jdbi jdbi;

  public Passkeys(Database database) {
    this.jdbi = database.jdbi();
  }

  /// @throws ServerFault `already-there` for a credential that somebody has, or too many
  public void add(StoredPasskey passkey) {
    if (of(passkey.account()).size() >= MOST) {
      throw new ServerFault(
          ServerFault.CONFLICT,
          "expected at most %d passkeys, found that many; remove one first".formatted(MOST));
    }
    try {
      jdbi.useHandle(
          handle ->
              handle
                  .createUpdate(
                      "insert into passkey (credential, account, label, algorithm, public_key, attested, relying_party, synced, counter, sealed, created, used) values (:credential, :account, :label, :algorithm, :key, :attested, :site, :synced, :counter, :sealed, :created, :used)")
                  .bind("credential", passkey.id())
                  .bind("account", passkey.account())
                  .bind("label", passkey.label())
                  .bind("algorithm", passkey.key().algorithm().word())
                  .bind("key", passkey.key().publicKey().hex())
                  .bind("attested", passkey.attested().hex())
                  .bind("site", passkey.key().relyingParty())
                  .bind("synced", passkey.synced() ? 1 : 0)
                  .bind("counter", passkey.counter())
                  .bind("sealed", passkey.sealed())
                  .bind("created", Micros.of(passkey.created()))
                  .bind("used", Micros.of(passkey.used()))
                  .execute());
    } catch (UnableToExecuteStatementException e) {
      if (Database.isDuplicate(e)) {
        throw new ServerFault(
            ServerFault.CONFLICT, "expected a new passkey, found one that is registered", e);
      }
      throw e;
    }
  }

  public List<StoredPasskey> of(String account) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "select * from passkey where account = :account order by created, credential")
                .bind("account", account)
                .map((rs, _) -> passkey(rs))
                .list());
  }

  /// @param credential its id
  public Optional<StoredPasskey> find(Bytes credential) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("select * from passkey where credential = :credential")
                .bind("credential", credential.hex())
                .map((rs, _) -> passkey(rs))
                .findOne());
  }

  /// Notes a use, if the counter is still the one it was looked at with: of two copies that sign at
  /// once, one is refused.
  ///
  /// @return whether it was
  boolean use(StoredPasskey passkey, long counter, Instant now) {
    return jdbi.withHandle(
            handle ->
                handle
                    .createUpdate(
                        "update passkey set counter = :counter, used = :now where credential = :credential and counter = :before")
                    .bind("counter", counter)
                    .bind("now", Micros.of(now))
                    .bind("credential", passkey.id())
                    .bind("before", passkey.counter())
                    .execute())
        == 1;
  }

  public void remove(String account, String id) {
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(
                    "delete from passkey where account = :account and credential = :credential")
                .bind("account", account)
                .bind("credential", id)
                .execute());
  }

  private static StoredPasskey passkey(ResultSet rs) throws SQLException {
    return new StoredPasskey(
        new Passkey(
            PasskeyAlgorithm.of(rs.getString("algorithm")).orElseThrow(),
            Bytes.parseHex(rs.getString("credential")),
            Bytes.parseHex(rs.getString("public_key")),
            rs.getString("relying_party")),
        rs.getString("account"),
        rs.getString("label"),
        Bytes.parseHex(rs.getString("attested")),
        rs.getInt("synced") == 1,
        rs.getLong("counter"),
        rs.getString("sealed"),
        Micros.instant(rs.getLong("created")),
        Micros.instant(rs.getLong("used")));
  }
}
