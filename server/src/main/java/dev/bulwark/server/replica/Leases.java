package dev.bulwark.server.replica;

import dev.bulwark.kernel.store.StoreFault;
import dev.bulwark.server.sql.Database;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbi.v3.core.Handle;

/// Who leads what, by rows of `ledger_lease`. Time is the database's.
///
/// @param holder this process, for people
/// @param term how long a lease lasts that nobody renews
/// @param patience how long somebody waits for one
public record Leases(Database database, String holder, Duration term, Duration patience) {
  private static final String NOW =
      "cast(extract(epoch from clock_timestamp()) * 1000000 as bigint)";
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final int RENEWALS_A_TERM = 3;

  /// The right to write to one thing, until it is closed, or not renewed for a term and taken by
  /// somebody else.
  ///
  /// @param token higher than that of every holder before
  record Lease(Leases leases, String name, long token, AtomicBoolean isOpen)
      implements AutoCloseable {

    /// Refuses, in a transaction that is about to write, when somebody else leads by now. The row
    /// stays locked until its end, so that nobody can take over in between.
    void require(Handle handle) {
      long newest =
          handle
              .createQuery("select token from ledger_lease where ledger = :name for share")
              .bind("name", name)
              .mapTo(Long.class)
              .findOne()
              .orElse(-1L);
      if (newest != token || !isOpen.get()) {
        throw new StoreFault(
            StoreFault.UNAVAILABLE,
            "expected to lead %s by token %d, found token %d: another replica leads it now; send it again"
                .formatted(name, token, newest));
      }
    }

    /// Whether nobody else leads by now.
    boolean isHeld() {
      return isOpen.get()
          && leases
              .sql()
              .in(
                  handle ->
                      handle
                          .createQuery(
                              "select 1 from ledger_lease where ledger = :name and token = :token"
                                  + " and expires >= "
                                  + NOW)
                          .bind("name", name)
                          .bind("token", token)
                          .mapTo(Integer.class)
                          .findOne()
                          .isPresent());
    }

    private boolean renew() {
      return leases
              .sql()
              .in(
                  handle ->
                      handle
                          .createUpdate(
                              "update ledger_lease set expires = "
                                  + NOW
                                  + " + :term where ledger = :name and token = :token")
                          .bind("term", leases.term().toNanos() / 1000)
                          .bind("name", name)
                          .bind("token", token)
                          .execute())
          == 1;
    }

    private void keep() {
      Duration pause = leases.term().dividedBy(RENEWALS_A_TERM);
      try {
        while (isOpen.get()) {
          Thread.sleep(pause);
          if (isOpen.get() && !renewed()) {
            return;
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    /// A database that does not answer now may answer in time.
    private boolean renewed() {
      try {
        return renew();
      } catch (StoreFault e) {
        return true;
      }
    }

    /// Lets the next one in at once.
    @Override
    public void close() {
      if (isOpen.compareAndSet(true, false)) {
        try {
          leases
              .sql()
              .in(
                  handle ->
                      handle
                          .createUpdate(
                              "update ledger_lease set expires = 0 where ledger = :name and token ="
                                  + " :token")
                          .bind("name", name)
                          .bind("token", token)
                          .execute());
        } catch (StoreFault e) {
          // It ends by itself after a term.
          return;
        }
      }
    }
  }

  private Sql sql() {
    return new Sql(database);
  }

  /// Waits for its turn.
  ///
  /// @return empty when somebody else leads it for as long as we are patient
  Optional<Lease> acquire(String name) {
    long until = System.nanoTime() + patience.toNanos();
    while (true) {
      Optional<Lease> lease = sql().in(handle -> take(handle, name));
      if (lease.isPresent()) {
        Thread.ofVirtual().name("lease " + name).start(lease.get()::keep);
        return lease;
      }
      if (System.nanoTime() > until) {
        return Optional.empty();
      }
      try {
        Thread.sleep(PAUSE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      }
    }
  }

  private Optional<Lease> take(Handle handle, String name) {
    handle
        .createUpdate(
            "insert into ledger_lease (ledger, holder, token, expires) values (:name, '', 0, 0) on"
                + " conflict do nothing")
        .bind("name", name)
        .execute();
    return handle
        .createQuery(
            "update ledger_lease set holder = :holder, token = token + 1, expires = "
                + NOW
                + " + :term where ledger = :name and expires < "
                + NOW
                + " returning token")
        .bind("holder", holder)
        .bind("term", term.toNanos() / 1000)
        .bind("name", name)
        .mapTo(Long.class)
        .findOne()
        .map(token -> new Lease(this, name, token, new AtomicBoolean(true)));
  }
}
