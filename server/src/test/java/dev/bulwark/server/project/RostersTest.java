package dev.bulwark.server.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.evidence.Roster;
import dev.bulwark.evidence.RosterEvent;
import dev.bulwark.evidence.keys.Passphrase;
import dev.bulwark.project.Shell;
import dev.bulwark.project.terminal.Terminal;
import dev.bulwark.project.workspace.People;
import dev.bulwark.project.workspace.Workspace;
import dev.bulwark.server.access.Role;
import dev.bulwark.server.account.Accounts;
import dev.bulwark.server.account.Links;
import dev.bulwark.server.account.Membership;
import dev.bulwark.server.account.Memberships;
import dev.bulwark.server.sql.Database;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What ledgers count of the roles people were given, and which ledgers are opened for it.
final class RostersTest {
  private static final String ONE = "credit-scoring";
  private static final String OTHER = "credit-scoring-poisoned";

  @TempDir private Path folder;
  private Instant now = Instant.parse("2026-11-24T10:00:00Z");
  private Database database;
  private Projects projects;
  private ProjectDesk desk;
  private Memberships memberships;
  private Signing signing;
  private Rosters rosters;

  @BeforeEach
  void open() {
    SecureRandom random = new SecureRandom();
    PrintStream nowhere = new PrintStream(PrintStream.nullOutputStream());
    Shell shell =
        new Shell(new Terminal(nowhere, nowhere, false, false), () -> now, System::nanoTime);
    database = Database.open("jdbc:sqlite:" + folder.resolve("x.db"));
    projects = new Projects(database, () -> now, folder.resolve("systems"));
    desk = new ProjectDesk(shell);
    memberships = new Memberships(database, () -> now, Duration.ofDays(7));
    signing = new Signing(desk, _ -> List.of(), memberships::givenIn);
    Accounts accounts = new Accounts(database, () -> now, random);
    Links links = new Links(database, accounts, memberships, () -> now, random);
    rosters = new Rosters(projects, desk, signing, accounts, memberships);
    for (String name : List.of("alice", "bob")) {
      links.useElsewhere(links.invite(new Links.Offer(false, "*", List.of()), "r"), name, _ -> {});
    }
    projects.addExample(ONE, "root", this::begin);
    projects.addExample(OTHER, "root", this::begin);
  }

  private void begin(Project project) {
    Workspace.begin(project.home(), "bulwark/" + project.id(), desk.shell()).close();
  }

  @AfterEach
  void close() {
    database.close();
  }

  private void written(String system, Consumer<Workspace> work) {
    try (Workspace workspace = Workspace.open(projects.require(system).home(), desk.shell())) {
      work.accept(workspace);
    }
  }

  /// Signs something in a system.
  private void signs(String person, String system) {
    try (Passphrase passphrase = Passphrase.of("something long enough".toCharArray())) {
      written(
          system,
          workspace ->
              signing.key(
                  workspace,
                  projects.require(system),
                  person,
                  memberships.rolesIn(person, system),
                  passphrase));
    }
  }

  private void grants(String system, String person) {
    written(
        system,
        workspace ->
            new People(workspace).record(new RosterEvent.Granted(person, "security", now)));
  }

  private Roster roster(String system) {
    return desk.roster(projects.require(system));
  }

  private static Membership everywhere(String person, Role role) {
    return new Membership(person, "*", role);
  }

  @Test
  void whatLapsedStaysWhenItsHolderSignsInAnotherRole() {
    memberships.grant(everywhere("alice", Role.SECURITY), Memberships.SIGN_ON);
    memberships.grant(everywhere("alice", Role.APPROVER), "root");
    signs("alice", ONE);
    now = now.plus(Duration.ofDays(8));
    assertThat(memberships.rolesIn("alice", ONE)).containsExactly(Role.APPROVER);
    signs("alice", ONE);
    assertThat(roster(ONE).holds("alice", "security", now)).isTrue();
    assertThat(roster(ONE).holds("alice", "promoter", now)).isTrue();
    memberships.grant(everywhere("bob", Role.SECURITY), Memberships.SIGN_ON);
    now = now.plus(Duration.ofDays(8));
    signs("bob", ONE);
    assertThat(roster(ONE).holds("bob", "security", now)).as("none is granted late").isFalse();

    memberships.withdrawBrought(everywhere("alice", Role.SECURITY));
    signs("alice", ONE);
    assertThat(roster(ONE).holds("alice", "security", now)).as("withdrawn").isFalse();
    assertThat(roster(ONE).holds("alice", "promoter", now)).isTrue();
  }

  private Path keys(String system) {
    return projects.require(system).folder().resolve(".bulwark/keys");
  }

  @Test
  void aLedgerThatCannotBeOpenedKeepsUpWhomItNamesAlone() throws IOException {
    memberships.grant(everywhere("alice", Role.SECURITY), "root");
    memberships.grant(everywhere("bob", Role.SECURITY), "root");
    memberships.grant(new Membership("bob", ONE, Role.OWNER), "root");
    signs("alice", OTHER);
    signs("bob", ONE);
    roster(OTHER);
    Path away = Files.move(keys(OTHER), folder.resolve("away"));
    memberships.withdraw(everywhere("alice", Role.SECURITY));
    memberships.withdraw(everywhere("bob", Role.SECURITY));
    assertThat(rosters.align("bob")).isEmpty();
    assertThat(memberships.withdrawn("bob")).isEmpty();
    assertThat(roster(ONE).roles("bob", now)).containsExactly("accountable");
    assertThat(rosters.align("alice")).containsExactly(OTHER);
    rosters.alignAll();
    assertThat(rosters.isBehind("alice")).isTrue();
    Files.move(away, keys(OTHER));
    rosters.alignAll();
    assertThat(rosters.isBehind("alice")).isFalse();
    assertThat(roster(OTHER).roles("alice", now)).isEmpty();
  }

  @Test
  void aLedgerNobodyCanReadKeepsUpThoseWhoHadARoleThereAlone() throws IOException {
    memberships.grant(new Membership("alice", OTHER, Role.SECURITY), "root");
    memberships.grant(new Membership("bob", ONE, Role.SECURITY), "root");
    signs("bob", ONE);
    Path checkpoint = projects.require(OTHER).folder().resolve(".bulwark/ledger/checkpoint");
    Files.writeString(checkpoint, "nothing that verifies\n");
    memberships.withdraw(new Membership("alice", OTHER, Role.SECURITY));
    memberships.withdraw(new Membership("bob", ONE, Role.SECURITY));
    assertThat(rosters.align("bob")).isEmpty();
    assertThat(roster(ONE).roles("bob", now)).isEmpty();
    assertThat(rosters.align("alice")).containsExactly(OTHER);
  }

  /// Whoever opens a ledger to write leaves its lock's file.
  private boolean wasOpened(String system) {
    return !locks(system).isEmpty();
  }

  private List<Path> locks(String system) {
    try (Stream<Path> walk =
        Files.walk(projects.require(system).folder().resolve(".bulwark/ledger"))) {
      return walk.filter(each -> each.endsWith("lock")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void forgetWhoOpened() throws IOException {
    for (String system : List.of(ONE, OTHER)) {
      for (Path lock : locks(system)) {
        Files.delete(lock);
      }
    }
  }

  @Test
  void aStartOpensALedgerOnlyWhereItCountsTooMuch() throws IOException {
    memberships.grant(everywhere("alice", Role.OWNER), "root");
    signs("alice", ONE);
    signs("alice", OTHER);
    forgetWhoOpened();
    rosters.alignAll();
    assertThat(wasOpened(ONE)).isFalse();
    assertThat(wasOpened(OTHER)).isFalse();
    grants(ONE, "alice");
    grants(ONE, "bob");
    forgetWhoOpened();
    rosters.alignAll();
    assertThat(wasOpened(ONE)).isTrue();
    assertThat(wasOpened(OTHER)).isFalse();
    assertThat(roster(ONE).roles("alice", now)).containsExactly("accountable");
    assertThat(roster(ONE).roles("bob", now)).isEmpty();
  }
}
