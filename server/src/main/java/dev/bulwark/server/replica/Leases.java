package dev.bulwark.server.replica;

import dev.bulwark.kernel.store.StoreFault;
import dev.bulwark.server.sql.Database;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/// Who leads what, by rows of `ledger_lease`. Time is the database's.
///
/// @param holder this process, for people
/// @param term how long a lease lasts that nobody renews
/// @param patience how long somebody waits for one
/// @param random names each lease, so that a token that a failover gave out twice is still one's
///   own
public record Leases(
    Database database, String holder, Duration term, Duration patience, SecureRandom random) {
  private static final String LOCK_NOT_HAD = "55P03";
  private static final int NAME_SIZE = 16;

  private static final String NOW =
      "cast(extract(epoch from clock_timestamp()) * 1000000 as bigint)";
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final int RENEWALS_A_TERM = 3;

  /// The right to write to one thing, until it is closed, or not renewed for a term and taken by
  /// somebody else.
  ///
  /// @param token higher than that of every holder before
  /// @param by who holds it, by a name nobody else has
  record Lease(Leases leases, String name, long token, String by, AtomicBoolean isOpen)
      implements AutoCloseable {

    /// What the row says.
    private record Row(long token, String by) {}

    /// Refuses, in a transaction that is about to write, when somebody else leads by now. The row
    /// stays locked until its end, so that nobody can take over in between; one who stops there is
    /// cut off after a term.
    void require(Handle handle) {
      handle.execute("set local idle_in_transaction_session_timeout = " + leases.term().toMillis());
      Row row =
          handle
              .createQuery("select token, holder from ledger_lease where ledger = :name for share")
              .bind("name", name)
              .map((rs, _) -> new Row(rs.getLong("token"), rs.getString("holder")))
              .findOne()
              .orElse(new Row(-1, ""));
      long newest = row.token();
      if (!row.equals(new Row(token, by)) || !isOpen.get()) {
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
                                  + " and holder = :by"
                                  + " and expires >= "
                                  + NOW)
                          .bind("name", name)
                          .bind("token", token)
                          .bind("by", by)
                          .mapTo(Integer.class)
                          .findOne()
                          .isPresent());
    }

    /// Works in one transaction that holds the lead to its end.
    void under(Consumer<Handle> work) {
      leases
          .sql()
          .in(
              handle -> {
                require(handle);
                work.accept(handle);
                return handle;
              });
    }

    /// One that was given up stays so, also when this was on its way by then.
    private boolean renew() {
      return leases
              .sql()
              .in(
                  handle ->
                      handle
                          .createUpdate(
                              "update ledger_lease set expires = "
                                  + NOW
                                  + " + :term where ledger = :name and token = :token and holder ="
                                  + " :by and expires > 0")
                          .bind("by", by)
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
                                  + " :token and holder = :by")
                          .bind("by", by)
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
      Optional<Lease> lease = attempt(name);
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

  /// @return empty also when somebody keeps its row locked
  private Optional<Lease> attempt(String name) {
    try {
      return sql().in(handle -> take(handle, name));
    } catch (StoreFault e) {
      for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
        if (cause instanceof SQLException sql && LOCK_NOT_HAD.equals(sql.getSQLState())) {
          return Optional.empty();
        }
      }
      throw e;
    }
  }

  private Optional<Lease> take(Handle handle, String name) {
    handle.execute("set local lock_timeout = " + term.toMillis());
    byte[] own = new byte[NAME_SIZE];
    random.nextBytes(own);
    String by = holder + " " + HexFormat.of().formatHex(own);
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
        .bind("holder", by)
        .bind("term", term.toNanos() / 1000)
        .bind("name", name)
        .mapTo(Long.class)
        .findOne()
        .map(token -> new Lease(this, name, token, by, new AtomicBoolean(true)));
  }
}
