package dev.bulwark.server.replica;

import dev.bulwark.kernel.store.ObjectStore;
import dev.bulwark.project.workspace.FileStores;
import dev.bulwark.project.workspace.Home;
import dev.bulwark.server.ServerFault;
import dev.bulwark.server.project.Shelves;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/// The systems' evidence in PostgreSQL, with what is sealed in files or on S3.
///
/// @param objects by system; empty: files
public record SharedShelves(Leases leases, Optional<Function<String, ObjectStore>> objects)
    implements Shelves {

  @Override
  public Home of(String system, Path folder) {
    Path root = Home.of(folder).root();
    return new Home(
        root,
        new ReplicaStores(
            leases,
            system,
            () ->
                objects
                    .map(all -> all.apply(system))
                    .orElseGet(() -> new FileStores(root).sealed())));
  }

  @Override
  public Turn turn(String system) {
    Leases.Lease lease =
        leases
            .acquire("taking-in/" + system)
            .orElseThrow(
                () ->
                    new ServerFault(
                        ServerFault.BUSY,
                        "expected to take the system in, found another replica at it; try again"));
    return new SharedTurn(lease, system);
  }

  private record SharedTurn(Leases.Lease lease, String system) implements Turn {
    @Override
    public void clear(Runnable files) {
      lease.under(
          handle -> {
            requireUnlisted(handle);
            files.run();
            ReplicaStores.discard(handle, system);
          });
    }

    private void requireUnlisted(Handle handle) {
      boolean isListed =
          handle
              .createQuery("select 1 from system where id = :id")
              .bind("id", system)
              .mapTo(Integer.class)
              .findOne()
              .isPresent();
      if (isListed) {
        throw new ServerFault(
            ServerFault.CONFLICT,
            "expected a system that is not here yet, found one of the id " + system);
      }
    }

    @Override
    public void close() {
      lease.close();
    }
  }
}
