package dev.bulwark.server.oidc;

import dev.bulwark.server.account.Accounts;
import dev.bulwark.server.sql.Database;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// Whom an issuer knows an account as: by its subject, which names nobody else ever (OpenID Connect
/// Core, section 5.7), and never by a name or an address of mail.
final class Identities {
  private final Jdbi jdbi;
  private final Accounts accounts;

  Identities(Database database, Accounts accounts) {
    this.jdbi = database.jdbi();
    this.accounts = accounts;
  }

  Optional<String> find(String issuer, String subject) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "select account from sign_on_identity where issuer = :issuer and subject = :subject")
                .bind("issuer", issuer)
                .bind("subject", subject)
                .mapTo(String.class)
                .findOne());
  }

  /// An account and who it is, both or neither. An account that is there already is never taken
  /// over.
  ///
  /// @throws dev.bulwark.server.ServerFault `already-there`, `input-invalid`
  void begin(String issuer, String subject, String account) {
    jdbi.useTransaction(
        handle -> {
          accounts.beginWithoutPassword(handle, account);
          bind(handle, issuer, subject, account);
        });
  }

  /// Keeps who a new account is.
  static void bind(Handle handle, String issuer, String subject, String account) {
    handle
        .createUpdate(
            "insert into sign_on_identity (issuer, subject, account) values (:issuer, :subject, :account)")
        .bind("issuer", issuer)
        .bind("subject", subject)
        .bind("account", account)
        .execute();
  }
}
