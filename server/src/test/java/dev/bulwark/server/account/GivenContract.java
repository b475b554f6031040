package dev.bulwark.server.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.server.access.Role;
import dev.bulwark.server.sql.Database;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Who gave a role decides how long it counts, on every database alike.
abstract class GivenContract {
  private static final String PASSWORD = "correct horse battery staple";
  private static final Membership RISK = new Membership("ada", "*", Role.RISK);

  private Instant now = Instant.parse("2026-11-24T10:00:00Z");
  private Database database;
  private Accounts accounts;
  private Memberships memberships;
  private Links links;

  /// An empty database.
  abstract String url();

  @BeforeEach
  final void open() {
    SecureRandom random = new SecureRandom();
    database = Database.open(url());
    accounts = new Accounts(database, () -> now, random);
    memberships = new Memberships(database, () -> now, Duration.ofDays(7));
    links = new Links(database, accounts, memberships, () -> now, random);
    links.use(links.first(), "root", PASSWORD);
    links.use(links.invite(new Links.Offer(false, "*", List.of()), "root"), "ada", PASSWORD);
  }

  @AfterEach
  final void close() {
    database.close();
  }

  @Test
  void whatGroupsBroughtCountsForAWhileAfterTheLastArrival() {
    memberships.grant(RISK, Memberships.SIGN_ON);
    now = now.plus(Duration.ofDays(6));
    assertThat(memberships.of("ada")).containsExactly(RISK);
    memberships.grant(RISK, Memberships.SIGN_ON);
    now = now.plus(Duration.ofDays(6));
    assertThat(memberships.of("ada")).as("arrived again").containsExactly(RISK);
    now = now.plus(Duration.ofDays(1));
    assertThat(memberships.of("ada")).isEmpty();
    assertThat(memberships.rolesIn("ada", "scoring")).isEmpty();
    assertThat(memberships.givenIn("ada", "scoring"))
        .as("a ledger goes by what was withdrawn")
        .containsExactly(Role.RISK);
    memberships.grant(RISK, Memberships.SIGN_ON);
    assertThat(memberships.of("ada")).as("back").containsExactly(RISK);
  }

  @Test
  void whatAPersonGivesStaysWhenTheGroupGoes() {
    memberships.grant(RISK, Memberships.SIGN_ON);
    memberships.grant(RISK, "root");
    assertThat(memberships.brought("ada")).isEmpty();
    memberships.withdrawBrought(RISK);
    now = now.plus(Duration.ofDays(60));
    assertThat(memberships.of("ada")).containsExactly(RISK);
    memberships.grant(RISK, Memberships.SIGN_ON);
    assertThat(memberships.brought("ada")).as("no group takes it over").isEmpty();
  }

  @Test
  void whatIsWithdrawnCountsNoMoreAndIsRememberedUntilForgotten() {
    memberships.grant(RISK, "root");
    memberships.withdraw(RISK);
    assertThat(memberships.of("ada")).isEmpty();
    assertThat(memberships.all()).doesNotContain(RISK);
    assertThat(memberships.givenIn("ada", "scoring")).isEmpty();
    assertThat(memberships.withdrawn("ada")).containsExactly(RISK);
    memberships.grant(RISK, "root");
    memberships.forget(RISK);
    assertThat(memberships.of("ada")).as("given again meanwhile").containsExactly(RISK);
    memberships.withdraw(RISK);
    memberships.forget(RISK);
    assertThat(memberships.withdrawn("ada")).isEmpty();
  }

  @Test
  void invitationsGoWithWhoMadeThem() {
    links.use(links.invite(new Links.Offer(true, "*", List.of()), "root"), "eve", PASSWORD);
    SecretToken back = links.invite(new Links.Offer(true, "*", List.of()), "eve");
    SecretToken other = links.invite(new Links.Offer(false, "*", List.of()), "root");
    accounts.remove("eve");
    assertThat(links.find(back)).isEmpty();
    assertThat(links.find(other)).isPresent();
  }

  @Test
  void noNameOfAnAccountHidesAnInvitationOrLosesARole() {
    for (String name : List.of("start", "single-sign-on", "link", "withdrawn")) {
      links.use(links.invite(new Links.Offer(true, "*", List.of()), "root"), name, PASSWORD);
      SecretToken token = links.invite(new Links.Offer(true, "*", List.of()), name);
      assertThat(links.open()).extracting(Links.Invitation::by).contains(name);
      links.voidInvitation(links.open().getFirst().id());
      assertThat(links.find(token)).isEmpty();
      Membership given = new Membership("ada", name, Role.OWNER);
      memberships.grant(given, name);
      assertThat(memberships.of("ada")).contains(given);
      assertThat(memberships.brought("ada")).isEmpty();
    }
    now = now.plus(Duration.ofDays(60));
    assertThat(memberships.of("ada")).hasSize(4);
  }

  @Test
  void anAccountOfSomebodyWhoSignsInElsewhereBeginsWithALinkOnce() {
    SecretToken link = links.invite(new Links.Offer(false, "*", List.of(Role.RISK)), "root");
    links.useElsewhere(link, "mira", _ -> {});
    assertThat(accounts.find("mira").map(Account::administrator)).isEqualTo(Optional.of(false));
    assertThat(memberships.of("mira")).containsExactly(new Membership("mira", "*", Role.RISK));
    assertThat(links.find(link)).isEmpty();
  }
}
