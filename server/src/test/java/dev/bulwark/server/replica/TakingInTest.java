package dev.bulwark.server.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.kernel.store.StoreFault;
import dev.bulwark.project.Shell;
import dev.bulwark.project.terminal.Terminal;
import dev.bulwark.project.workspace.Workspace;
import dev.bulwark.project.workspace.WorkspaceFault;
import dev.bulwark.server.project.Project;
import dev.bulwark.server.project.Projects;
import dev.bulwark.server.project.Shelves;
import dev.bulwark.server.sql.Database;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Systems come while replicas are cut off, paused, and set up otherwise.
final class TakingInTest {
  private static final String SYSTEM = "credit-scoring";
  private static final PrintStream NOWHERE = new PrintStream(PrintStream.nullOutputStream());
  private static final Shell SHELL =
      new Shell(new Terminal(NOWHERE, NOWHERE, false, false), Instant::now, System::nanoTime);
  private static Postgres postgres;

  @TempDir private Path home;
  private Database database;

  @BeforeAll
  static void start() {
    postgres = new Postgres();
  }

  @AfterAll
  static void stop() {
    postgres.close();
  }

  @BeforeEach
  void open() {
    database = Database.open(postgres.schema());
  }

  @AfterEach
  void close() {
    database.close();
  }

  private Leases leases(Duration term, Duration patience) {
    return new Leases(database, "test", term, patience, new SecureRandom());
  }

  private SharedShelves shelves() {
    return new SharedShelves(leases(Duration.ofSeconds(5), Duration.ZERO), Optional.empty());
  }

  private Projects projects(Shelves shelves) {
    return new Projects(database, Instant::now, home.resolve("systems"), shelves);
  }

  private static void begin(Project project) {
    Workspace.begin(project.home(), "bulwark/" + project.id(), SHELL).close();
  }

  private void forgetTheLeader() {
    database.jdbi().useHandle(handle -> handle.execute("update ledger_lease set expires = 0"));
  }

  private int rows(String table) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle.createQuery("select count(*) from " + table).mapTo(Integer.class).one());
  }

  @Test
  void whatWasCutOffIsForgottenByTheNext() {
    Projects projects = projects(shelves());
    assertThatThrownBy(
            () ->
                projects.addExample(
                    SYSTEM,
                    "root",
                    project -> {
                      begin(project);
                      throw new IllegalStateException("killed before the row");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(rows("ledger_tile")).isPositive();
    Project project = projects.addExample(SYSTEM, "root", TakingInTest::begin);
    assertThat(project.home().hasLedger()).isTrue();
    begin(project);
    assertThat(home.resolve("systems/" + SYSTEM + "~1/.bulwark/keys/judge.key")).exists();
  }

  @Test
  void whoseTurnIsOverClearsNothing() {
    Shelves.Turn late = shelves().turn(SYSTEM);
    forgetTheLeader();
    Project added = projects(shelves()).addExample(SYSTEM, "root", TakingInTest::begin);
    AtomicInteger cleared = new AtomicInteger();
    assertThatThrownBy(() -> late.clear(cleared::incrementAndGet)).isInstanceOf(StoreFault.class);
    assertThat(cleared).hasValue(0);
    assertThat(added.home().hasLedger()).isTrue();
    late.close();
    try (Shelves.Turn again = shelves().turn(SYSTEM)) {
      assertThatThrownBy(() -> again.clear(cleared::incrementAndGet))
          .as("it is listed")
          .hasMessageContaining("not here yet");
    }
    assertThat(cleared).hasValue(0);
    assertThat(added.home().hasLedger()).isTrue();
  }

  /// As after `replicas.enabled` was switched, either way.
  @Test
  void aSecondHistoryUnderTheSameKeysIsRefused() {
    Project shared = projects(shelves()).addExample(SYSTEM, "root", TakingInTest::begin);
    Project inFiles = projects(Shelves.IN_FOLDERS).require(SYSTEM);
    assertRefused(inFiles, "in files the ledger", "to be in postgresql");
    assertThat(inFiles.home().hasLedger()).isFalse();
    begin(shared);
    Project other =
        projects(Shelves.IN_FOLDERS).addExample("support-assistant", "root", TakingInTest::begin);
    Project otherShared = projects(shelves()).require(other.id());
    assertRefused(otherShared, "in postgresql the ledger", "to be in files");
    assertThat(otherShared.home().hasLedger()).isFalse();
    begin(other);
  }

  private static void assertRefused(Project project, String expected, String found) {
    assertThatThrownBy(() -> begin(project))
        .isInstanceOfSatisfying(
            WorkspaceFault.class, e -> assertThat(e.type()).isEqualTo(WorkspaceFault.ELSEWHERE))
        .hasMessageContaining(expected)
        .hasMessageContaining(found)
        .hasMessageContaining("replicas.enabled");
    assertThatThrownBy(() -> project.home().requireItsLedger()).isInstanceOf(WorkspaceFault.class);
  }

  @Test
  void aTokenThatAFailoverGaveOutTwiceIsOnlyOnesOwn() {
    Leases leases = leases(Duration.ofSeconds(5), Duration.ZERO);
    Leases.Lease first = leases.acquire("x").orElseThrow();
    // The standby had not heard of it.
    database
        .jdbi()
        .useHandle(
            handle -> handle.execute("update ledger_lease set token = token - 1, expires = 0"));
    Leases.Lease second = leases.acquire("x").orElseThrow();
    assertThat(second.token()).isEqualTo(first.token());
    assertThatThrownBy(() -> first.under(_ -> {})).isInstanceOf(StoreFault.class);
    first.close();
    second.under(_ -> {});
    assertThat(leases.acquire("x")).isEmpty();
    second.close();
  }

  @Test
  void whoStopsInATransactionIsCutOffAfterATerm() {
    Leases leases = leases(Duration.ofSeconds(1), Duration.ZERO);
    Leases.Lease lease = leases.acquire("x").orElseThrow();
    assertThatThrownBy(
            () ->
                lease.under(
                    _ -> {
                      try {
                        Thread.sleep(3_000);
                      } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                      }
                    }))
        .isInstanceOf(StoreFault.class);
    lease.close();
  }

  @Test
  void whoFindsARowLockedIsToldInTime() {
    Leases leases = leases(Duration.ofSeconds(1), Duration.ZERO);
    leases.acquire("x").orElseThrow().close();
    database
        .jdbi()
        .useTransaction(
            handle -> {
              handle.execute("select token from ledger_lease where ledger = 'x' for update");
              long begun = System.nanoTime();
              // On another thread: this one's connection is the one that locks.
              assertThat(CompletableFuture.supplyAsync(() -> leases.acquire("x")).join()).isEmpty();
              assertThat(Duration.ofNanos(System.nanoTime() - begun))
                  .isLessThan(Duration.ofSeconds(10));
            });
  }

  @Test
  void theDatabaseAnswersInTimeOrIsGone() {
    assertThat(shown("idle_in_transaction_session_timeout")).isEqualTo("1min");
    assertThat(shown("synchronous_commit")).isEqualTo("on");
  }

  private String shown(String setting) {
    return database
        .jdbi()
        .withHandle(handle -> handle.createQuery("show " + setting).mapTo(String.class).one());
  }
}
