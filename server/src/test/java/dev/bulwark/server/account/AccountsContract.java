package dev.bulwark.server.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.evidence.keys.Passphrase;
import dev.bulwark.kernel.fault.ProblemType;
import dev.bulwark.server.ServerFault;
import dev.bulwark.server.access.Action;
import dev.bulwark.server.access.Role;
import dev.bulwark.server.project.Project;
import dev.bulwark.server.project.Projects;
import dev.bulwark.server.sql.Database;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the tables promise, on every database alike.
abstract class AccountsContract {
  private static final String PASSWORD = "correct horse battery staple";

  private final SecureRandom random = new SecureRandom();
  private Instant now = Instant.parse("2026-11-24T10:00:00Z");
  private Database database;
  private Accounts accounts;
  private Memberships memberships;
  private Links links;
  private Sessions sessions;
  private ApiTokens tokens;

  /// An empty database.
  abstract String url();

  @BeforeEach
  final void open() {
    database = Database.open(url());
    accounts = new Accounts(database, () -> now, random);
    memberships = new Memberships(database, () -> now, Duration.ofDays(7));
    links = new Links(database, accounts, memberships, () -> now, random);
    sessions = new Sessions(database, () -> now, random);
    tokens = new ApiTokens(database, () -> now, random);
  }

  @AfterEach
  final void close() {
    database.close();
  }

  private Accounts.Begun begin(String name, Role... roles) {
    SecretToken link = links.invite(new Links.Offer(false, "*", List.of(roles)), "root");
    return links.use(link, name, PASSWORD);
  }

  private static void refused(ProblemType type, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(ServerFault.class, e -> assertThat(e.type()).isEqualTo(type));
  }

  @Test
  void openingTwiceChangesNothing() {
    begin("ada", Role.OWNER);
    database.close();
    open();
    assertThat(accounts.verify("ada", PASSWORD).name()).isEqualTo("ada");
  }

  @Test
  void theFirstLinkMakesAnAdministratorAndANewerOneVoidsIt() {
    SecretToken old = links.first();
    SecretToken first = links.first();
    assertThat(links.find(old)).isEmpty();
    assertThat(accounts.hasAdministrator()).isFalse();
    links.use(first, "ada", PASSWORD);
    assertThat(accounts.hasAdministrator()).isTrue();
    refused(ServerFault.NOT_THERE, () -> links.use(first, "eve", PASSWORD));
  }

  @Test
  void aLinkIsUsedByOneOfManyWhoTryAtOnce() throws Exception {
    SecretToken link = links.invite(new Links.Offer(false, "*", List.of(Role.RISK)), "root");
    List<Callable<Boolean>> tries = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      String name = "person" + i;
      tries.add(
          () -> {
            try {
              links.use(link, name, PASSWORD);
              return true;
            } catch (ServerFault e) {
              return false;
            }
          });
    }
    int made = 0;
    try (ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> each : all.invokeAll(tries)) {
        made += each.get() ? 1 : 0;
      }
    }
    assertThat(made).isEqualTo(1);
    assertThat(accounts.all()).hasSize(1);
  }

  @Test
  void aFailedBeginningLeavesTheLinkAsItWas() {
    SecretToken link = links.invite(new Links.Offer(false, "*", List.of(Role.RISK)), "root");
    refused(ServerFault.INVALID, () -> links.use(link, "ada", "short"));
    refused(ServerFault.INVALID, () -> links.use(link, "ada", "ada ada ada ada ada bcdefg"));
    refused(ServerFault.INVALID, () -> links.use(link, "Not A Name", PASSWORD));
    assertThat(links.use(link, "ada", PASSWORD).recoveryCodes())
        .hasSize(10)
        .doesNotHaveDuplicates();
    assertThat(memberships.of("ada")).containsExactly(new Membership("ada", "*", Role.RISK));
  }

  @Test
  void openInvitationsAreListedAndVoidedOneByOne() {
    links.first();
    SecretToken one = links.invite(new Links.Offer(false, "*", List.of(Role.RISK)), "root");
    SecretToken two = links.invite(new Links.Offer(true, "scoring", List.of()), "ada");
    assertThat(links.open())
        .extracting(Links.Invitation::by)
        .containsExactlyInAnyOrder("root", "ada");
    assertThat(links.open().toString()).doesNotContain(one.text());
    String id =
        links.open().stream().filter(it -> it.by().equals("root")).findFirst().orElseThrow().id();
    links.voidInvitation(id);
    assertThat(links.find(one)).isEmpty();
    assertThat(links.find(two)).isPresent();
    links.voidInvitation("");
    assertThat(links.open()).hasSize(1);
    now = now.plus(Duration.ofDays(3));
    assertThat(links.open()).isEmpty();
  }

  @Test
  void twoAccountsOfOneNameAreNotMade() {
    begin("ada");
    SecretToken link = links.invite(new Links.Offer(false, "*", List.of()), "root");
    refused(ServerFault.CONFLICT, () -> links.use(link, "ada", PASSWORD));
    assertThat(links.find(link)).isPresent();
  }

  @Test
  void fiveFailuresMakeAnyNameWait() {
    begin("ada");
    for (String name : List.of("ada", "nobody")) {
      for (int i = 0; i < 5; i++) {
        refused(ServerFault.WRONG_SECRET, () -> accounts.verify(name, "something else"));
      }
      refused(ServerFault.TOO_MANY, () -> accounts.verify(name, PASSWORD));
    }
    now = now.plus(Duration.ofMinutes(15)).plusSeconds(1);
    assertThat(accounts.verify("ada", PASSWORD).name()).isEqualTo("ada");
  }

  @Test
  void aCrowdOfGuessesAtOnceIsAsManyAsOneAfterTheOther() throws Exception {
    begin("ada");
    List<Callable<Boolean>> guesses = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      int guess = i;
      guesses.add(
          () -> {
            try {
              accounts.verify("ada", "guess number " + guess);
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
    begin("ada");
    for (int i = 0; i < 6; i++) {
      assertThatThrownBy(() -> accounts.verify("ada", "something else"))
          .isInstanceOf(ServerFault.class);
    }
    refused(ServerFault.TOO_MANY, () -> accounts.verify("ada", PASSWORD));
    accounts.signingPassphrase("ada", PASSWORD).close();
  }

  @Test
  void anAccountGoesWithAllThatIsItsOwnButNotTheLastAdministrator() {
    links.use(links.first(), "root", PASSWORD);
    begin("ada", Role.OWNER);
    SecretToken session = sessions.begin("ada", "a browser");
    accounts.remove("ada");
    assertThat(accounts.find("ada")).isEmpty();
    assertThat(sessions.find(session)).isEmpty();
    assertThat(memberships.of("ada")).isEmpty();
    refused(ServerFault.CONFLICT, () -> accounts.remove("root"));
    assertThat(accounts.find("root")).isPresent();
  }

  @Test
  void noExceptionNamesAStatementsValues() {
    begin("ada");
    assertThatThrownBy(
            () ->
                database
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
    begin("ada");
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 4; i++) {
        refused(ServerFault.WRONG_SECRET, () -> accounts.verify("ada", "something else"));
      }
      accounts.verify("ada", PASSWORD);
    }
  }

  @Test
  void theSigningPassphraseOutlivesThePassword() {
    begin("ada");
    String before = secret("ada", PASSWORD);
    accounts.change("ada", PASSWORD, "another horse battery staple");
    assertThat(secret("ada", "another horse battery staple")).isEqualTo(before);
    refused(ServerFault.WRONG_SECRET, () -> accounts.signingPassphrase("ada", PASSWORD));
    begin("eve");
    assertThat(secret("eve", PASSWORD)).isNotEqualTo(before);
  }

  /// Two passphrases are the same when a box closed by one is opened by the other; the type shows
  /// its characters to nobody, so the test goes through the table.
  private String secret(String name, String password) {
    try (Passphrase passphrase = accounts.signingPassphrase(name, password)) {
      assertThat(passphrase.toString()).doesNotContain(password);
    }
    String sealed =
        database
            .jdbi()
            .withHandle(
                handle ->
                    handle
                        .createQuery("select secret from account where name = :name")
                        .bind("name", name)
                        .mapTo(String.class)
                        .one());
    return SealedSecret.parse(sealed)
        .open(new Passwords(random), name, password.toCharArray())
        .orElseThrow()
        .hex();
  }

  @Test
  void aRecoveryCodeSetsAPasswordOnceAndEndsEverySession() {
    Accounts.Begun begun = begin("ada");
    String before = secret("ada", PASSWORD);
    SecretToken session = sessions.begin("ada", "a browser");
    SecretToken token =
        tokens.make("ada", "ci", "*", Set.of(Action.READ_SYSTEM), Duration.ofDays(1));
    String code = begun.recoveryCodes().getFirst();
    refused(
        ServerFault.WRONG_SECRET, () -> accounts.recover("ada", "no such code", PASSWORD + "2"));
    refused(ServerFault.WRONG_SECRET, () -> accounts.recover("eve", code, PASSWORD + "2"));
    accounts.recover("ada", code, PASSWORD + "2");
    assertThat(sessions.find(session)).isEmpty();
    assertThat(tokens.find(token)).as("a token of before").isEmpty();
    refused(ServerFault.WRONG_SECRET, () -> accounts.verify("ada", PASSWORD));
    assertThat(secret("ada", PASSWORD + "2")).isNotEqualTo(before);
    refused(ServerFault.WRONG_SECRET, () -> accounts.recover("ada", code, PASSWORD + "3"));
  }

  @Test
  void aSealedSecretOpensInNoOtherRow() {
    begin("ada");
    begin("eve");
    String sealed =
        database
            .jdbi()
            .withHandle(
                handle ->
                    handle
                        .createQuery("select secret from account where name = 'ada'")
                        .mapTo(String.class)
                        .one());
    assertThat(
            SealedSecret.parse(sealed).open(new Passwords(random), "eve", PASSWORD.toCharArray()))
        .isEmpty();
  }

  @Test
  void nothingThatProvesAnythingStandsInTheTables() {
    SecretToken link = links.invite(new Links.Offer(false, "*", List.of()), "root");
    Accounts.Begun begun = links.use(link, "ada", PASSWORD);
    SecretToken session = sessions.begin("ada", "a browser");
    SecretToken token =
        tokens.make("ada", "ci", "*", Set.of(Action.READ_SYSTEM), Duration.ofDays(1));
    SecretToken open = links.invite(new Links.Offer(false, "*", List.of()), "root");
    StringBuilder all = new StringBuilder();
    for (String table :
        List.of("account", "link", "session", "api_token", "recovery_code", "membership")) {
      database
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
  void aSessionEndsByTimeByIdlenessAndByHand() {
    begin("ada");
    SecretToken used = sessions.begin("ada", "a browser");
    SecretToken idle = sessions.begin("ada", "a browser");
    for (int i = 0; i < 7; i++) {
      assertThat(sessions.find(used)).isPresent();
      now = now.plus(Duration.ofMinutes(100));
      if (i > 0) {
        assertThat(sessions.find(idle)).isEmpty();
      }
    }
    assertThat(sessions.find(used)).isPresent();
    now = now.plus(Duration.ofMinutes(30));
    assertThat(sessions.find(used)).as("twelve hours are over").isEmpty();
    SecretToken one = sessions.begin("ada", "x".repeat(1000));
    SecretToken two = sessions.begin("ada", "a browser");
    sessions.end("eve", one.digest());
    assertThat(sessions.find(one)).as("not eve's to end").isPresent();
    sessions.endOthers("ada", two.digest());
    assertThat(sessions.find(one)).isEmpty();
    assertThat(sessions.of("ada")).hasSize(1);
  }

  @Test
  void aTokenLastsAsLongAsItSays() {
    begin("ada");
    SecretToken token =
        tokens.make("ada", "ci", "scoring", Set.of(Action.READ_SYSTEM), Duration.ofDays(1));
    assertThat(tokens.find(token).orElseThrow().actions()).containsExactly(Action.READ_SYSTEM);
    now = now.plus(Duration.ofDays(1));
    assertThat(tokens.find(token)).isEmpty();
    refused(
        ServerFault.INVALID,
        () -> tokens.make("ada", "ci", "*", Set.of(Action.READ_SYSTEM), Duration.ofDays(400)));
    refused(ServerFault.INVALID, () -> tokens.make("ada", "ci", "*", Set.of(), Duration.ofDays(1)));
  }

  @Test
  void aRoleIsGivenOnceAndTakenOnce() {
    begin("ada");
    Membership membership = new Membership("ada", "scoring", Role.OWNER);
    memberships.grant(membership, "root");
    memberships.grant(membership, "root");
    assertThat(memberships.of("ada")).containsExactly(membership);
    memberships.withdraw(membership);
    memberships.withdraw(membership);
    assertThat(memberships.of("ada")).isEmpty();
  }

  @Test
  void aSystemIsListedOnce() {
    Projects projects = new Projects(database, () -> now, Path.of("systems"));
    Project project = new Project("scoring", "Scoring", Path.of("systems/scoring"), "ada", now);
    projects.add(project);
    refused(ServerFault.CONFLICT, () -> projects.add(project));
    assertThat(projects.find("scoring")).contains(project);
    assertThat(projects.all()).containsExactly(project);
  }

  @Test
  void aDatabaseOfAnotherKindOrPlaceIsSaidSo() {
    refused(ServerFault.UNAVAILABLE, () -> Database.open("jdbc:mysql://localhost/x"));
    refused(ServerFault.UNAVAILABLE, () -> Database.open("jdbc:sqlite:/nowhere/at/all/server.db"));
  }
}
