package dev.bulwark.server.replica;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.store.CasStore;
import dev.bulwark.server.sql.Database;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/// Cells as rows; a swap is one statement.
public final class SqlCells implements CasStore {
  private final Sql sql;
  private final String space;
  private final Consumer<Handle> before;

  /// @param space what the cells are of; others do not see them
  public SqlCells(Database database, String space) {
    this(new Sql(database), space, _ -> {});
  }

  /// @param before runs first in the transaction of every swap, and refuses by throwing
  SqlCells(Sql sql, String space, Consumer<Handle> before) {
    this.sql = sql;
    this.space = space;
    this.before = before;
  }

  @Override
  public Optional<Bytes> find(String name) {
    Names.require(name);
    return sql.in(
        handle ->
            handle
                .createQuery(
                    "select content from evidence_cell where space = :space and name = :name")
                .bind("space", space)
                .bind("name", name)
                .mapTo(byte[].class)
                .findOne()
                .map(Bytes::of));
  }

  @Override
  public boolean replace(String name, Optional<Bytes> expected, Bytes next) {
    Names.require(name);
    if (next.size() > MAX_BYTES) {
      throw new IllegalArgumentException(
          "expected a cell of at most " + MAX_BYTES + " bytes, found " + next.size());
    }
    return sql.in(
        handle -> {
          before.accept(handle);
          return expected
                  .map(
                      was ->
                          handle
                              .createUpdate(
                                  "update evidence_cell set content = :next where space = :space"
                                      + " and name = :name and content = :was")
                              .bind("was", was.toArray()))
                  .orElseGet(
                      () ->
                          handle.createUpdate(
                              "insert into evidence_cell (space, name, content) values (:space,"
                                  + " :name, :next) on conflict do nothing"))
                  .bind("space", space)
                  .bind("name", name)
                  .bind("next", next.toArray())
                  .execute()
              == 1;
        });
  }
}
