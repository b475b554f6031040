package dev.bulwark.server.replica;

import dev.bulwark.cli.workspace.FileStores;
import dev.bulwark.cli.workspace.Home;
import dev.bulwark.kernel.store.ObjectStore;
import dev.bulwark.server.ServerFault;
import dev.bulwark.server.project.Shelves;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

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
  public void discard(String system) {
    new ReplicaStores(leases, system, () -> new FileStores(Path.of("")).sealed()).discard();
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
    return lease::close;
  }
}
