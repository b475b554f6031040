package dev.bulwark.server.replica;

import dev.bulwark.evidence.tlog.Ledger;
import dev.bulwark.evidence.tlog.TilePath;
import dev.bulwark.kernel.store.BlobStore;
import dev.bulwark.kernel.store.CasStore;
import dev.bulwark.kernel.store.ObjectStore;
import dev.bulwark.project.workspace.EvidenceStores;
import java.util.List;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/// One system's evidence in PostgreSQL.
///
/// @param system its id
/// @param objects where versions lie under seal
public record ReplicaStores(Leases leases, String system, Supplier<ObjectStore> objects)
    implements EvidenceStores {

  @Override
  public String place() {
    return "postgresql";
  }

  @Override
  public LedgerStores ledger() {
    FencedLedger ledger = new FencedLedger(leases, system);
    return new LedgerStores(ledger, ledger.checkpoints());
  }

  @Override
  public BlobStore vault() {
    return new SqlBlobs(leases.database(), "vault/" + system);
  }

  @Override
  public CasStore cells() {
    return new SqlCells(leases.database(), "cells/" + system);
  }

  @Override
  public ObjectStore sealed() {
    return objects.get();
  }

  @Override
  public boolean hasLedger() {
    LedgerStores ledger = ledger();
    return ledger.checkpoints().find(Ledger.CHECKPOINT).isPresent()
        || !ledger.tiles().list(TilePath.ENTRIES, 0, 1).isEmpty();
  }

  /// Forgets what a taking-in that was cut off left of a system nobody lists.
  static void discard(Handle handle, String system) {
    handle
        .createUpdate("delete from ledger_tile where ledger = :system")
        .bind("system", system)
        .execute();
    for (String table : List.of("evidence_cell", "evidence_blob")) {
      handle
          .createUpdate(
              "delete from "
                  + table
                  + " where space in ('ledger/' || :system, 'cells/' || :system, 'vault/'"
                  + " || :system)")
          .bind("system", system)
          .execute();
    }
  }
}
