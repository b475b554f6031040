package dev.bulwark.server.account;

import static dev.bulwark.server.account.Tables.PASSWORD;
import static dev.bulwark.server.account.Tables.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.server.ServerFault;
import dev.bulwark.server.access.Action;
import dev.bulwark.server.access.Role;
import dev.bulwark.server.project.Project;
import dev.bulwark.server.project.Projects;
import java.nio.file.Path;
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

/// What the tables promise of links, sessions, tokens and roles, on every database alike.
abstract class LinksContract {
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
  void theFirstLinkMakesAnAdministratorAndANewerOneVoidsIt() {
    SecretToken old = tables.links.first();
    SecretToken first = tables.links.first();
    assertThat(tables.links.find(old)).isEmpty();
    assertThat(tables.accounts.hasAdministrator()).isFalse();
    tables.links.use(first, "ada", PASSWORD);
    assertThat(tables.accounts.hasAdministrator()).isTrue();
    refused(ServerFault.NOT_THERE, () -> tables.links.use(first, "eve", PASSWORD));
  }

  @Test
  void aLinkIsUsedByOneOfManyWhoTryAtOnce() throws Exception {
    SecretToken link = tables.links.invite(new Links.Offer(false, "*", List.of(Role.RISK)), "root");
    List<Callable<Boolean>> tries = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      String name = "person" + i;
      tries.add(
          () -> {
            try {
              tables.links.use(link, name, PASSWORD);
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
    assertThat(tables.accounts.all()).hasSize(1);
  }

  @Test
  void aFailedBeginningLeavesTheLinkAsItWas() {
    SecretToken link = tables.links.invite(new Links.Offer(false, "*", List.of(Role.RISK)), "root");
    refused(ServerFault.INVALID, () -> tables.links.use(link, "ada", "short"));
    refused(ServerFault.INVALID, () -> tables.links.use(link, "ada", "ada ada ada ada ada bcdefg"));
    refused(ServerFault.INVALID, () -> tables.links.use(link, "Not A Name", PASSWORD));
    assertThat(tables.links.use(link, "ada", PASSWORD).recoveryCodes())
        .hasSize(10)
        .doesNotHaveDuplicates();
    assertThat(tables.memberships.of("ada")).containsExactly(new Membership("ada", "*", Role.RISK));
  }

  @Test
  void openInvitationsAreListedAndVoidedOneByOne() {
    tables.links.first();
    SecretToken one = tables.links.invite(new Links.Offer(false, "*", List.of(Role.RISK)), "root");
    SecretToken two = tables.links.invite(new Links.Offer(true, "scoring", List.of()), "ada");
    assertThat(tables.links.open())
        .extracting(Links.Invitation::by)
        .containsExactlyInAnyOrder("root", "ada");
    assertThat(tables.links.open().toString()).doesNotContain(one.text());
    String id =
        tables.links.open().stream()
            .filter(it -> it.by().equals("root"))
            .findFirst()
            .orElseThrow()
            .id();
    tables.links.voidInvitation(id);
    assertThat(tables.links.find(one)).isEmpty();
    assertThat(tables.links.find(two)).isPresent();
    tables.links.voidInvitation("");
    assertThat(tables.links.open()).hasSize(1);
    tables.now = tables.now.plus(Duration.ofDays(3));
    assertThat(tables.links.open()).isEmpty();
  }

  @Test
  void aSessionEndsByTimeByIdlenessAndByHand() {
    tables.begin("ada");
    SecretToken used = tables.sessions.begin("ada", "a browser");
    SecretToken idle = tables.sessions.begin("ada", "a browser");
    for (int i = 0; i < 7; i++) {
      assertThat(tables.sessions.find(used)).isPresent();
      tables.now = tables.now.plus(Duration.ofMinutes(100));
      if (i > 0) {
        assertThat(tables.sessions.find(idle)).isEmpty();
      }
    }
    assertThat(tables.sessions.find(used)).isPresent();
    tables.now = tables.now.plus(Duration.ofMinutes(30));
    assertThat(tables.sessions.find(used)).as("twelve hours are over").isEmpty();
    SecretToken one = tables.sessions.begin("ada", "x".repeat(1000));
    SecretToken two = tables.sessions.begin("ada", "a browser");
    tables.sessions.end("eve", one.digest());
    assertThat(tables.sessions.find(one)).as("not eve's to end").isPresent();
    tables.sessions.endOthers("ada", two.digest());
    assertThat(tables.sessions.find(one)).isEmpty();
    assertThat(tables.sessions.of("ada")).hasSize(1);
  }

  @Test
  void aTokenLastsAsLongAsItSays() {
    tables.begin("ada");
    SecretToken token =
        tables.tokens.make("ada", "ci", "scoring", Set.of(Action.READ_SYSTEM), Duration.ofDays(1));
    assertThat(tables.tokens.find(token).orElseThrow().actions())
        .containsExactly(Action.READ_SYSTEM);
    tables.now = tables.now.plus(Duration.ofDays(1));
    assertThat(tables.tokens.find(token)).isEmpty();
    refused(
        ServerFault.INVALID,
        () ->
            tables.tokens.make("ada", "ci", "*", Set.of(Action.READ_SYSTEM), Duration.ofDays(400)));
    refused(
        ServerFault.INVALID,
        () -> tables.tokens.make("ada", "ci", "*", Set.of(), Duration.ofDays(1)));
  }

  @Test
  void aRoleIsGivenOnceAndTakenOnce() {
    tables.begin("ada");
    Membership membership = new Membership("ada", "scoring", Role.OWNER);
    tables.memberships.grant(membership, "root");
    tables.memberships.grant(membership, "root");
    assertThat(tables.memberships.of("ada")).containsExactly(membership);
    tables.memberships.withdraw(membership);
    tables.memberships.withdraw(membership);
    assertThat(tables.memberships.of("ada")).isEmpty();
  }

  @Test
  void aSystemIsListedOnce() {
    Projects projects = new Projects(tables.database, () -> tables.now, Path.of("systems"));
    Project project =
        new Project("scoring", "Scoring", Path.of("systems/scoring"), "ada", tables.now);
    projects.add(project);
    refused(ServerFault.CONFLICT, () -> projects.add(project));
    assertThat(projects.find("scoring")).contains(project);
    assertThat(projects.all()).containsExactly(project);
  }
}
