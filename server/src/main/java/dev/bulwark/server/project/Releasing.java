package dev.bulwark.server.project;

import dev.bulwark.evidence.keys.Passphrase;
import dev.bulwark.evidence.keys.SigningKey;
import dev.bulwark.project.registry.IncomingFiles;
import dev.bulwark.project.registry.RegistryDesk;
import dev.bulwark.registry.AssetKind;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.event.Mandate;
import dev.bulwark.registry.intake.Incoming;
import dev.bulwark.registry.release.EnvironmentWish;
import dev.bulwark.registry.release.Moved;
import dev.bulwark.registry.state.RegistryState;
import dev.bulwark.registry.state.Version;
import dev.bulwark.server.ServerFault;
import dev.bulwark.server.access.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/// A system's versions and environments, moved by people who sign for it.
///
/// What `bulwark model push`, `env add`, `promote`, `rollback` and `env suspend` do, with the key
/// of the person at the other end.
public final class Releasing {
  private final ProjectDesk desk;
  private final Signing signing;

  public Releasing(ProjectDesk desk, Signing signing) {
    this.desk = desk;
    this.signing = signing;
  }

  /// Who asks, and what opens their key.
  ///
  /// @param roles theirs in the system, asked for when nobody else can write any more
  public record Signer(String person, Supplier<Set<Role>> roles, Passphrase passphrase) {}

  public RegistryState state(Project project) {
    return RegistryState.at(desk.evidence(project), desk.shell().clock().instant());
  }

  /// Takes a folder of the project in as the next version.
  ///
  /// @param folder below the project
  /// @throws ServerFault `input-invalid` for a folder elsewhere
  public Version push(Project project, String asset, String folder, Signer signer) {
    List<Incoming.File> files = IncomingFiles.of(List.of(inside(project, folder)));
    return with(
        project,
        signer,
        (registry, key) ->
            registry
                .intake()
                .push(
                    new Incoming(
                        asset,
                        AssetKind.MODEL,
                        Optional.empty(),
                        files,
                        Set.of(),
                        List.of(),
                        Optional.empty()),
                    key,
                    _ -> {}));
  }

  /// Takes in as the next version what arrived from elsewhere, and leaves it Pending.
  public Version take(Project project, Incoming incoming, Signer signer) {
    return with(
        project,
        signer,
        (registry, key) -> registry.intake().take(incoming, new Mandate.Person(key), _ -> {}));
  }

  /// Examines a pending version over its stored bytes.
  ///
  /// @throws ServerFault `busy`
  public Version examine(Project project, VersionId id) {
    return desk.alone(
        project,
        () -> {
          try (RegistryDesk registry = RegistryDesk.open(ProjectDesk.home(project), desk.shell())) {
            Version version = registry.state().version(id);
            return version.state() == Version.State.PENDING
                ? registry.intake().examine(id, _ -> {})
                : version;
          }
        });
  }

  /// The folder itself, whatever links lie on the way to it.
  private static Path inside(Project project, String folder) {
    try {
      Path root = project.files().toRealPath();
      Path wanted = root.resolve(folder).normalize().toRealPath();
      Path own = root.resolve(".bulwark");
      if (wanted.startsWith(root) && !wanted.startsWith(own) && !own.startsWith(wanted)) {
        return wanted;
      }
    } catch (IOException | java.nio.file.InvalidPathException e) {
      // Said below: what is not there is not inside.
    }
    throw new ServerFault(
        ServerFault.INVALID, "expected a folder or a file of the project, found another path");
  }

  public void add(Project project, EnvironmentWish wish, Signer signer) {
    with(
        project,
        signer,
        (registry, key) -> {
          registry.registrar().add(wish, key);
          return wish;
        });
  }

  public Moved promote(
      Project project, String environment, VersionId version, String reason, Signer signer) {
    return with(
        project,
        signer,
        (registry, key) -> registry.releases().promote(environment, List.of(version), key, reason));
  }

  /// To the last good release.
  public Moved rollback(Project project, String environment, String reason, Signer signer) {
    return with(
        project,
        signer,
        (registry, key) ->
            registry.releases().rollback(environment, Optional.empty(), key, reason));
  }

  public Moved suspend(Project project, String environment, String reason, Signer signer) {
    return with(
        project, signer, (registry, key) -> registry.releases().suspend(environment, key, reason));
  }

  private <T> T with(Project project, Signer signer, BiFunction<RegistryDesk, SigningKey, T> work) {
    return desk.alone(
        project,
        () -> {
          try (RegistryDesk registry = RegistryDesk.open(ProjectDesk.home(project), desk.shell())) {
            SigningKey key =
                signing.key(
                    registry.workspace(),
                    project,
                    signer.person(),
                    signer.roles().get(),
                    signer.passphrase());
            T done = work.apply(registry, key);
            registry.publish();
            return done;
          }
        });
  }

  /// Those an environment could run.
  public static Collection<Version> ready(RegistryState state) {
    return state.versions().values().stream()
        .filter(version -> version.state() == Version.State.READY)
        .toList();
  }
}
