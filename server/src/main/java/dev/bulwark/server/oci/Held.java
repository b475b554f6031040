package dev.bulwark.server.oci;

import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.project.registry.StoredVersions;
import dev.bulwark.registry.seal.PackingList;
import dev.bulwark.server.project.Project;
import dev.bulwark.server.project.ProjectDesk;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;

/// The blobs that ready versions of a system hold already. The registry is opened when the first is
/// asked for: before the first version there is none.
final class Held implements AutoCloseable {
  private final Project project;
  private final Repository repository;
  private Optional<StoredVersions> stored = Optional.empty();

  Held(Project project, Repository repository) {
    this.project = project;
    this.repository = repository;
  }

  Optional<PackingList.Item> find(Digest digest) {
    return repository
        .holder(digest)
        .map(version -> Repositories.item(opened(), version, item -> item.digest().equals(digest)));
  }

  SeekableByteChannel read(PackingList.Item item) {
    return opened().read(item);
  }

  private StoredVersions opened() {
    StoredVersions open = stored.orElseGet(() -> StoredVersions.open(ProjectDesk.home(project)));
    stored = Optional.of(open);
    return open;
  }

  @Override
  public void close() {
    stored.ifPresent(StoredVersions::close);
  }
}
