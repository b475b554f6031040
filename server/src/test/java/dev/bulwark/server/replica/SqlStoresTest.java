package dev.bulwark.server.replica;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.store.BlobStore;
import dev.bulwark.kernel.store.CasStore;
import dev.bulwark.kernel.store.StoreFault;
import dev.bulwark.server.sql.Database;
import dev.bulwark.testkit.BlobStoreContract;
import dev.bulwark.testkit.CasStoreContract;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// Rows of PostgreSQL hold what files hold.
final class SqlStoresTest {
  private static final AtomicInteger SPACES = new AtomicInteger();
  private static Postgres postgres;
  private static Database database;

  @BeforeAll
  static void start() {
    postgres = new Postgres();
    database = Database.open(postgres.schema());
  }

  @AfterAll
  static void stop() {
    database.close();
    postgres.close();
  }

  @Nested
  final class Cells extends CasStoreContract {
    private String space = "";

    @Override
    protected CasStore emptyStore() {
      space = "cells/" + SPACES.incrementAndGet();
      return new SqlCells(database, space);
    }

    @Override
    protected CasStore openAgain(CasStore store) {
      return new SqlCells(database, space);
    }
  }

  @Nested
  final class Blobs extends BlobStoreContract {
    private String space = "";

    @Override
    protected BlobStore emptyStore() {
      space = "vault/" + SPACES.incrementAndGet();
      return new SqlBlobs(database, space);
    }

    @Override
    protected BlobStore openAgain(BlobStore store) {
      return new SqlBlobs(database, space);
    }
  }

  @Test
  void aDatabaseThatIsGoneIsAStoresFault() {
    Database gone = Database.open(postgres.schema());
    gone.close();
    for (org.assertj.core.api.ThrowableAssert.ThrowingCallable each :
        new org.assertj.core.api.ThrowableAssert.ThrowingCallable[] {
          () -> new SqlCells(gone, "x").find("a"),
          () -> new SqlCells(gone, "x").replace("a", Optional.empty(), Bytes.EMPTY),
          () -> new SqlBlobs(gone, "x").put("a", Bytes.EMPTY),
          () -> new SqlBlobs(gone, "x").names("a")
        }) {
      assertThatThrownBy(each).isInstanceOf(StoreFault.class);
    }
  }
}
