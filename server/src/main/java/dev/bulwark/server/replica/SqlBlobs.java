package dev.bulwark.server.replica;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.store.BlobStore;
import dev.bulwark.kernel.store.StoreFault;
import dev.bulwark.server.sql.Database;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Blobs as rows.
public final class SqlBlobs implements BlobStore {
  private final Sql sql;
  private final String space;

  /// @param space what the blobs are of; others do not see them
  public SqlBlobs(Database database, String space) {
    this.sql = new Sql(database);
    this.space = space;
  }

  @Override
  public void put(String name, Bytes content) {
    Names.require(name);
    boolean isKept =
        sql.in(
            handle ->
                handle
                            .createUpdate(
                                "insert into evidence_blob (space, name, content) values (:space,"
                                    + " :name, :content) on conflict do nothing")
                            .bind("space", space)
                            .bind("name", name)
                            .bind("content", content.toArray())
                            .execute()
                        == 1
                    || find(handle, name).equals(Optional.of(content)));
    if (!isKept) {
      throw new StoreFault(
          StoreFault.CONFLICT,
          "expected the same %d bytes at %s as are being put, found others; a blob never changes"
              .formatted(content.size(), name));
    }
  }

  @Override
  public Optional<Bytes> find(String name) {
    Names.require(name);
    return sql.in(handle -> find(handle, name));
  }

  private Optional<Bytes> find(Handle handle, String name) {
    return handle
        .createQuery("select content from evidence_blob where space = :space and name = :name")
        .bind("space", space)
        .bind("name", name)
        .mapTo(byte[].class)
        .findOne()
        .map(Bytes::of);
  }

  @Override
  public void erase(String name) {
    Names.require(name);
    sql.in(
        handle ->
            handle
                .createUpdate("delete from evidence_blob where space = :space and name = :name")
                .bind("space", space)
                .bind("name", name)
                .execute());
  }

  @Override
  public List<String> names(String folder) {
    Names.require(folder);
    return sql
        .in(
            handle ->
                handle
                    .createQuery(
                        "select name from evidence_blob where space = :space and substr(name, 1,"
                            + " :length) = :folder")
                    .bind("space", space)
                    .bind("length", folder.length() + 1)
                    .bind("folder", folder + "/")
                    .mapTo(String.class)
                    .list())
        .stream()
        .sorted()
        .toList();
  }
}
