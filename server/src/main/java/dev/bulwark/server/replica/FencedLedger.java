package dev.bulwark.server.replica;

import dev.bulwark.evidence.tlog.TilePath;
import dev.bulwark.evidence.tlog.TileStore;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.store.CasStore;
import dev.bulwark.kernel.store.StoreFault;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/// One view of a ledger in PostgreSQL: its tiles, and the cell of its checkpoint. Everything it
/// writes, it writes under the token of the lease that was claimed through it; a batch of tiles is
/// there whole or not at all.
final class FencedLedger implements TileStore {
  private final Sql sql;
  private final Leases leases;
  private final String ledger;
  private volatile Leases.@Nullable Lease held;

  FencedLedger(Leases leases, String ledger) {
    this.sql = new Sql(leases.database());
    this.leases = leases;
    this.ledger = ledger;
  }

  /// The checkpoint's cell: its swap looks at the token in the same transaction.
  CasStore checkpoints() {
    return new SqlCells(sql, "ledger/" + ledger, this::requireLead);
  }

  private void requireLead(Handle handle) {
    Leases.Lease lease = held;
    if (lease == null) {
      throw new StoreFault(
          StoreFault.UNAVAILABLE,
          "expected to write to the ledger of %s under a lease, found none".formatted(ledger));
    }
    lease.require(handle);
  }

  @Override
  public Optional<Bytes> read(TilePath path) {
    return sql.in(
        handle ->
            handle
                .createQuery(
                    "select substring(content from 1 for :most) from ledger_tile where ledger ="
                        + " :ledger and level = :level and number = :number and width = :width")
                .bind("most", path.maxBytes() + 1)
                .bind("ledger", ledger)
                .bind("level", path.level())
                .bind("number", path.index())
                .bind("width", path.width())
                .mapTo(byte[].class)
                .findOne()
                .map(Bytes::of));
  }

  @Override
  public void write(Map<TilePath, Bytes> tiles) {
    sql.in(
        handle -> {
          requireLead(handle);
          PreparedBatch batch =
              handle.prepareBatch(
                  "insert into ledger_tile (ledger, level, number, width, content) values (:ledger,"
                      + " :level, :number, :width, :content) on conflict (ledger, level, number,"
                      + " width) do update set content = excluded.content");
          tiles.forEach(
              (path, content) -> name(batch, path).bind("content", content.toArray()).add());
          return tiles.isEmpty() ? new int[0] : batch.execute();
        });
  }

  @Override
  public void remove(Collection<TilePath> tiles) {
    if (tiles.isEmpty()) {
      return;
    }
    sql.in(
        handle -> {
          requireLead(handle);
          PreparedBatch batch =
              handle.prepareBatch(
                  "delete from ledger_tile where ledger = :ledger and level = :level and number ="
                      + " :number and width = :width");
          tiles.forEach(path -> name(batch, path).add());
          return batch.execute();
        });
  }

  private PreparedBatch name(PreparedBatch batch, TilePath path) {
    return batch
        .bind("ledger", ledger)
        .bind("level", path.level())
        .bind("number", path.index())
        .bind("width", path.width());
  }

  @Override
  public List<TilePath> list(int level, long from, long to) {
    return sql.in(
        handle ->
            handle
                .createQuery(
                    "select number, width from ledger_tile where ledger = :ledger and level ="
                        + " :level and number >= :from and number < :to order by number, width")
                .bind("ledger", ledger)
                .bind("level", level)
                .bind("from", from)
                .bind("to", to)
                .map((rs, _) -> new TilePath(level, rs.getLong("number"), rs.getInt("width")))
                .list());
  }

  @Override
  public Optional<Lease> lease() {
    Optional<Leases.Lease> lease = leases.acquire(ledger);
    lease.ifPresent(got -> held = got);
    return lease.map(Held::new);
  }

  private record Held(Leases.Lease lease) implements Lease {
    /// A transaction leaves nothing half-written.
    @Override
    public List<String> swept() {
      return List.of();
    }

    @Override
    public void require() {
      lease.under(_ -> {});
    }

    @Override
    public void close() {
      lease.close();
    }
  }
}
