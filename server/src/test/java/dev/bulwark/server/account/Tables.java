package dev.bulwark.server.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.kernel.fault.ProblemType;
import dev.bulwark.server.ServerFault;
import dev.bulwark.server.access.Role;
import dev.bulwark.server.sql.Database;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// The tables of a database and what looks after them, at a time a test sets.
final class Tables implements AutoCloseable {
  static final String PASSWORD = "correct horse battery staple";

  final SecureRandom random = new SecureRandom();
  Instant now = Instant.parse("2026-11-24T10:00:00Z");
  final Database database;
  final Accounts accounts;
  final Memberships memberships;
  final Links links;
  final Sessions sessions;
  final ApiTokens tokens;

  Tables(String url) {
    database = Database.open(url);
    accounts = new Accounts(database, () -> now, random);
    memberships = new Memberships(database, () -> now, Duration.ofDays(7));
    links = new Links(database, accounts, memberships, () -> now, random);
    sessions = new Sessions(database, () -> now, random);
    tokens = new ApiTokens(database, () -> now, random);
  }

  /// An account that an invitation made, with these roles everywhere.
  Accounts.Begun begin(String name, Role... roles) {
    SecretToken link = links.invite(new Links.Offer(false, "*", List.of(roles)), "root");
    return links.use(link, name, PASSWORD);
  }

  static void refused(ProblemType type, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(ServerFault.class, e -> assertThat(e.type()).isEqualTo(type));
  }

  @Override
  public void close() {
    database.close();
  }
}
