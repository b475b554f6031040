package dev.bulwark.server.account;

import static dev.bulwark.server.account.Tables.PASSWORD;
import static dev.bulwark.server.account.Tables.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.evidence.keys.Passphrase;
import dev.bulwark.server.ServerFault;
import dev.bulwark.server.access.Action;
import dev.bulwark.server.access.Role;
import dev.bulwark.server.sql.Database;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the tables promise of accounts and their secrets, on every database alike.
abstract class AccountsContract {
  private Tables tables;

  /// An empty tables.database.
  abstract String url();

  @BeforeEach
  final void open() {
    tables = new Tables(url());
  }

  @AfterEach
  final void close() {
    tables.close();
  }

  @Test
  void openingTwiceChangesNothing() {
    tables.begin("ada", Role.OWNER);
    tables.close();
    open();
    assertThat(tables.accounts.verify("ada", PASSWORD).name()).isEqualTo("ada");
  }

  @Test
  void twoAccountsOfOneNameAreNotMade() {
    tables.begin("ada");
    SecretToken link = tables.links.invite(new Links.Offer(false, "*", List.of()), "root");
    refused(ServerFault.CONFLICT, () -> tables.links.use(link, "ada", PASSWORD));
    assertThat(tables.links.find(link)).isPresent();
  }

  @Test
  void fiveFailuresMakeAnyNameWait() {
    tables.begin("ada");
    for (String name : List.of("ada", "nobody")) {
      for (int i = 0; i < 5; i++) {
        refused(ServerFault.WRONG_SECRET, () -> tables.accounts.verify(name, "something else"));
      }
      refused(ServerFault.TOO_MANY, () -> tables.accounts.verify(name, PASSWORD));
    }
    tables.now = tables.now.plus(Duration.ofMinutes(15)).plusSeconds(1);
    assertThat(tables.accounts.verify("ada", PASSWORD).name()).isEqualTo("ada");
  }

  @Test
  void aCrowdOfGuessesAtOnceIsAsManyAsOneAfterTheOther() throws Exception {
    tables.begin("ada");
    List<Callable<Boolean>> guesses = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      int guess = i;
      guesses.add(
          () -> {
            try {
              tables.accounts.verify("ada", "guess number " + guess);
              throw new AssertionError("let in");
            } catch (ServerFault e) {
              return e.type().equals(ServerFault.WRONG_SECRET);
            }
          });
    }
    int looked = 0;
    try (ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> each : all.invokeAll(guesses)) {
        looked += each.get() ? 1 : 0;
      }
    }
    assertThat(looked).isLessThanOrEqualTo(5);
  }

  @Test
  void strangersAtTheDoorKeepNobodyFromSigning() {
    tables.begin("ada");
    for (int i = 0; i < 6; i++) {
      assertThatThrownBy(() -> tables.accounts.verify("ada", "something else"))
          .isInstanceOf(ServerFault.class);
    }
    refused(ServerFault.TOO_MANY, () -> tables.accounts.verify("ada", PASSWORD));
    tables.accounts.signingSecret("ada", PASSWORD).passphrase().close();
  }

  @Test
  void anAccountGoesWithAllThatIsItsOwnButNotTheLastAdministrator() {
    tables.links.use(tables.links.first(), "root", PASSWORD);
    tables.begin("ada", Role.OWNER);
    SecretToken session = tables.sessions.begin("ada", "a browser");
    tables.accounts.remove("ada");
    assertThat(tables.accounts.find("ada")).isEmpty();
    assertThat(tables.sessions.find(session)).isEmpty();
    assertThat(tables.memberships.of("ada")).isEmpty();
    refused(ServerFault.CONFLICT, () -> tables.accounts.remove("root"));
    assertThat(tables.accounts.find("root")).isPresent();
  }

  @Test
  void noExceptionNamesAStatementsValues() {
    tables.begin("ada");
    assertThatThrownBy(
            () ->
                tables
                    .database
                    .jdbi()
                    .useHandle(
                        handle ->
                            handle
                                .createUpdate(
                                    "insert into account (name, password) values (:n, :p)")
                                .bind("n", "ada")
                                .bind("p", "a very secret hash")
                                .execute()))
        .satisfies(e -> assertThat(String.valueOf(e.getMessage())).doesNotContain("secret hash"));
  }

  @Test
  void successForgetsFailures() {
    tables.begin("ada");
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 4; i++) {
        refused(ServerFault.WRONG_SECRET, () -> tables.accounts.verify("ada", "something else"));
      }
      tables.accounts.verify("ada", PASSWORD);
    }
  }

  @Test
  void theSigningPassphraseOutlivesThePassword() {
    tables.begin("ada");
    String before = secret("ada", PASSWORD);
    tables.accounts.change("ada", PASSWORD, "another horse battery staple");
    assertThat(secret("ada", "another horse battery staple")).isEqualTo(before);
    refused(
        ServerFault.WRONG_SECRET,
        () -> tables.accounts.signingSecret("ada", PASSWORD).passphrase());
    tables.begin("eve");
    assertThat(secret("eve", PASSWORD)).isNotEqualTo(before);
  }

  /// Two passphrases are the same when a box closed by one is opened by the other; the type shows
  /// its characters to nobody, so the test goes through the table.
  private String secret(String name, String password) {
    try (Passphrase passphrase = tables.accounts.signingSecret(name, password).passphrase()) {
      assertThat(passphrase.toString()).doesNotContain(password);
    }
    String sealed =
        tables
            .database
            .jdbi()
            .withHandle(
                handle ->
                    handle
                        .createQuery("select secret from account where name = :name")
                        .bind("name", name)
                        .mapTo(String.class)
                        .one());
    return SealedSecret.parse(sealed)
        .open(new Passwords(tables.random), name, password.toCharArray())
        .orElseThrow()
        .hex();
  }

  @Test
  void aRecoveryCodeSetsAPasswordOnceAndEndsEverySession() {
    Accounts.Begun begun = tables.begin("ada");
    String before = secret("ada", PASSWORD);
    SecretToken session = tables.sessions.begin("ada", "a browser");
    SecretToken token =
        tables.tokens.make("ada", "ci", "*", Set.of(Action.READ_SYSTEM), Duration.ofDays(1));
    String code = begun.recoveryCodes().getFirst();
    refused(
        ServerFault.WRONG_SECRET,
        () -> tables.accounts.recover("ada", "no such code", PASSWORD + "2"));
    refused(ServerFault.WRONG_SECRET, () -> tables.accounts.recover("eve", code, PASSWORD + "2"));
    tables.accounts.recover("ada", code, PASSWORD + "2");
    assertThat(tables.sessions.find(session)).isEmpty();
    assertThat(tables.tokens.find(token)).as("a token of before").isEmpty();
    refused(ServerFault.WRONG_SECRET, () -> tables.accounts.verify("ada", PASSWORD));
    assertThat(secret("ada", PASSWORD + "2")).isNotEqualTo(before);
    refused(ServerFault.WRONG_SECRET, () -> tables.accounts.recover("ada", code, PASSWORD + "3"));
  }

  @Test
  void aSealedSecretOpensInNoOtherRow() {
    tables.begin("ada");
    tables.begin("eve");
    String sealed =
        tables
            .database
            .jdbi()
            .withHandle(
                handle ->
                    handle
                        .createQuery("select secret from account where name = 'ada'")
                        .mapTo(String.class)
                        .one());
    assertThat(
            SealedSecret.parse(sealed)
                .open(new Passwords(tables.random), "eve", PASSWORD.toCharArray()))
        .isEmpty();
  }

  @Test
  void nothingThatProvesAnythingStandsInTheTables() {
    SecretToken link = tables.links.invite(new Links.Offer(false, "*", List.of()), "root");
    Accounts.Begun begun = tables.links.use(link, "ada", PASSWORD);
    SecretToken session = tables.sessions.begin("ada", "a browser");
    SecretToken token =
        tables.tokens.make("ada", "ci", "*", Set.of(Action.READ_SYSTEM), Duration.ofDays(1));
    SecretToken open = tables.links.invite(new Links.Offer(false, "*", List.of()), "root");
    StringBuilder all = new StringBuilder();
    for (String table :
        List.of("account", "link", "session", "api_token", "recovery_code", "membership")) {
      tables
          .database
          .jdbi()
          .useHandle(
              handle ->
                  handle
                      .createQuery("select * from " + table)
                      .mapToMap()
                      .forEach(row -> all.append(row)));
    }
    assertThat(all.toString())
        .doesNotContain(PASSWORD)
        .doesNotContain(session.text())
        .doesNotContain(token.text())
        .doesNotContain(open.text());
    begun.recoveryCodes().forEach(code -> assertThat(all.toString()).doesNotContain(code));
  }

  @Test
  void aDatabaseOfAnotherKindOrPlaceIsSaidSo() {
    refused(ServerFault.UNAVAILABLE, () -> Database.open("jdbc:mysql://localhost/x"));
    refused(ServerFault.UNAVAILABLE, () -> Database.open("jdbc:sqlite:/nowhere/at/all/server.db"));
  }
}
