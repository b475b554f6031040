package dev.bulwark.server.replica;

import dev.bulwark.kernel.store.StoreFault;
import dev.bulwark.server.sql.Database;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/// Transactions whose failure is a store's.
record Sql(Database database) {

  /// Work in one transaction.
  interface Work<T> {
    T run(Handle handle);
  }

  /// @throws StoreFault `store-unavailable` when the database fails; what was asked is then done or
  ///   not
  <T> T in(Work<T> work) {
    try {
      return database
          .jdbi()
          .inTransaction(TransactionIsolationLevel.READ_COMMITTED, handle -> work.run(handle));
    } catch (JdbiException e) {
      throw new StoreFault(
          StoreFault.UNAVAILABLE,
          "expected the database to answer, found: "
              + e.getClass().getSimpleName()
              + "; look at its address, its rights and the room on its disk",
          e);
    }
  }
}
