package dev.bulwark.project.remote;

import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.evidence.json.JsonReader;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.json.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The servers somebody logged in to, the last one first: `{"servers": […]}` in a file for its
/// owner alone.
///
/// Trusted: who can write it can send a person's files and tokens elsewhere.
public final class Logins {
  private static final long MAX_BYTES = 1 << 20;
  private static final String FOLDER = "rwx------";
  private static final String FILE = "rw-------";

  private final Path file;

  public Logins(Path file) {
    this.file = file;
  }

  /// `$XDG_CONFIG_HOME/bulwark/servers.json`, or below `~/.config`.
  public static Path usual() {
    String config = System.getenv("XDG_CONFIG_HOME");
    Path base =
        config == null || config.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".config")
            : Path.of(config);
    return base.resolve("bulwark").resolve("servers.json");
  }

  /// @throws RemoteFault `login-none` when the file is not as it should be
  public List<Login> all() {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw damaged(null);
      }
      if (!PosixFilePermissions.toString(Files.getPosixFilePermissions(file)).equals(FILE)) {
        throw new RemoteFault(
            RemoteFault.NO_LOGIN,
            "expected a file for its owner alone at %s, found one that others can read; `chmod 600` it, and make new tokens"
                .formatted(file));
      }
      Json json = JsonReader.read(Bytes.of(Files.readAllBytes(file)));
      List<Login> logins = new ArrayList<>();
      for (Json each : ((Json.Obj) json).items("servers")) {
        logins.add(Login.of((Json.Obj) each));
      }
      return List.copyOf(logins);
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException | EvidenceFault | ClassCastException | IllegalArgumentException e) {
      throw damaged(e);
    }
  }

  private RemoteFault damaged(@Nullable Exception cause) {
    return new RemoteFault(
        RemoteFault.NO_LOGIN,
        "expected the logins at %s, found something else; delete it and log in again"
            .formatted(file),
        cause);
  }

  /// @param address empty for the last one
  /// @throws RemoteFault `login-none`
  public Login require(Optional<URI> address) {
    return all().stream()
        .filter(login -> address.map(login.address()::equals).orElse(true))
        .findFirst()
        .orElseThrow(
            () ->
                new RemoteFault(
                    RemoteFault.NO_LOGIN,
                    "expected a login for %s, found none; run: bulwark login %s"
                        .formatted(
                            address.map(URI::toString).orElse("a server"),
                            address.map(URI::toString).orElse("https://HOST:8443"))));
  }

  /// Keeps one, first, in place of an older one for the same address.
  public void keep(Login login) {
    List<Login> logins = new ArrayList<>(List.of(login));
    all().stream().filter(each -> !each.address().equals(login.address())).forEach(logins::add);
    write(logins);
  }

  /// @return whether there was one
  public boolean forget(URI address) {
    List<Login> before = all();
    List<Login> rest = before.stream().filter(each -> !each.address().equals(address)).toList();
    if (rest.size() < before.size()) {
      write(rest);
    }
    return rest.size() < before.size();
  }

  private void write(List<Login> logins) {
    Json.Obj json =
        Json.object().put("servers", Json.array(logins.stream().map(Login::json).toList())).build();
    try {
      Path folder = file.toAbsolutePath().getParent();
      Files.createDirectories(folder, attribute(FOLDER));
      Path temporary = Files.createTempFile(folder, "servers", ".tmp", attribute(FILE));
      Files.writeString(temporary, json.canonical() + "\n");
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new RemoteFault(
          RemoteFault.FAILED,
          "expected to keep the login at %s, found: %s"
              .formatted(file, e.getClass().getSimpleName()),
          e);
    }
  }

  private static FileAttribute<?> attribute(String permissions) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
  }
}
