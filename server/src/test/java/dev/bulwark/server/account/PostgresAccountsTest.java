package dev.bulwark.server.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.server.ServerFault;
import dev.bulwark.server.replica.Postgres;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// On a real PostgreSQL; every test has a schema of its own, also when it opens twice.
final class PostgresAccountsTest extends AccountsContract {
  @AutoClose private static final Postgres POSTGRES = new Postgres();

  private final String schema = POSTGRES.schema();

  @Override
  String url() {
    return schema;
  }

  /// Both have taken away their rows but one before either counts who is left.
  @Test
  void twoAdministratorsWhoRemoveEachOtherAreNotBothGone() throws Exception {
    try (Tables tables = new Tables(schema);
        ExecutorService both = Executors.newVirtualThreadPerTaskExecutor()) {
      tables.links.use(tables.links.first(), "root", Tables.PASSWORD);
      for (int round = 0; round < 5; round++) {
        SecretToken link = tables.links.invite(new Links.Offer(true, "*", List.of()), ":nobody");
        String left = tables.accounts.all().getFirst().name();
        String name = "eve" + round;
        tables.links.use(link, name, Tables.PASSWORD);
        List<Future<?>> removals = new ArrayList<>();
        tables
            .database
            .jdbi()
            .useTransaction(
                handle -> {
                  handle.execute("update account set created = created");
                  removals.add(both.submit(() -> tables.accounts.remove(name)));
                  removals.add(both.submit(() -> tables.accounts.remove(left)));
                  awaitTwoWaiting(handle);
                });
        for (Future<?> removal : removals) {
          try {
            removal.get();
          } catch (ExecutionException e) {
            assertThat(e).hasCauseInstanceOf(ServerFault.class);
          }
        }
        assertThat(tables.accounts.hasAdministrator()).as("round %d", round).isTrue();
      }
    }
  }

  private static void awaitTwoWaiting(Handle handle) {
    long until = System.nanoTime() + 10_000_000_000L;
    while (handle
                .createQuery("select count(distinct pid) from pg_locks where not granted")
                .mapTo(Integer.class)
                .one()
            < 2
        && System.nanoTime() < until) {
      Thread.onSpinWait();
    }
  }
}
