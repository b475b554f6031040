package dev.bulwark.server.oci;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.project.registry.StoredVersions;
import dev.bulwark.registry.Content;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.seal.PackingList;
import dev.bulwark.registry.state.Version;
import dev.bulwark.server.project.Project;
import dev.bulwark.server.project.ProjectDesk;
import dev.bulwark.server.project.Projects;
import dev.bulwark.server.upload.Registrations;
import dev.bulwark.server.upload.Uploads;
import java.io.ByteArrayOutputStream;
import java.nio.channels.Channels;
import java.util.function.Predicate;

/// Finds repositories and reads what their versions hold.
final class Repositories {
  private final Projects projects;
  private final Registrations registrations;
  private final Uploads uploads;

  Repositories(Projects projects, Registrations registrations, Uploads uploads) {
    this.projects = projects;
    this.registrations = registrations;
    this.uploads = uploads;
  }

  Project project(String system) {
    return projects.require(system);
  }

  /// @throws dev.bulwark.server.ServerFault `oci-name-invalid`
  Repository of(Project project, String model) {
    if (!VersionId.isAsset(model)) {
      throw OciProblem.NAME_INVALID.because(
          "expected SYSTEM/MODEL with lower-case letters, digits, dots, underscores and hyphens,"
              + " found another name");
    }
    return new Repository(registrations.state(project), model);
  }

  Registrations registrations() {
    return registrations;
  }

  Uploads uploads() {
    return uploads;
  }

  static PackingList.Item item(
      StoredVersions stored, Version version, Predicate<PackingList.Item> wanted) {
    return stored.list(version).items().stream()
        .filter(wanted)
        .findFirst()
        .orElseThrow(() -> OciProblem.BLOB_UNKNOWN.because("expected a blob, found none"));
  }

  /// The bytes of a ready version's manifest.
  static Bytes manifest(Project project, Version version) {
    return Repository.sent(version)
        .map(file -> read(project, version, file))
        .orElseGet(() -> Repository.made(version));
  }

  private static Bytes read(Project project, Version version, Content.File file) {
    try (StoredVersions stored = StoredVersions.open(ProjectDesk.home(project))) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      stored.copy(
          item(stored, version, it -> it.name().equals(file.name())), Channels.newChannel(bytes));
      return Bytes.of(bytes.toByteArray());
    }
  }
}
