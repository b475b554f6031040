package dev.bulwark.project.scan;

import dev.bulwark.evidence.json.JsonReader;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.CheckRun;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.scan.RunMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/// Runs of earlier scans in a folder, one file each: `ab/cdef….json`, named by the digest of
/// everything the run depends on.
///
/// **Trusted**: whoever can write the folder decides what a scan says, so it must be the user's
/// alone and outside of what is scanned. A file that is not what was written there counts as
/// absent. A file that cannot be written costs the next scan its time and nothing else.
public final class RunCache implements RunMemory {
  private static final long MAX_BYTES = 16L << 20;

  private final Path folder;
  private final AtomicBoolean unwritable = new AtomicBoolean();

  private RunCache(Path folder) {
    this.folder = folder;
  }

  /// Opens the folder, or makes it readable for its owner only.
  ///
  /// @param scanned what is going to be scanned
  /// @throws ScanFault when others may write it, or it lies inside what is scanned
  public static RunCache open(Path folder, List<Path> scanned) {
    try {
      requireOutside(folder.toAbsolutePath().normalize(), folder, scanned);
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(folder);
        if (posix(folder) != null) {
          Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
      }
      Path real = folder.toRealPath();
      requireOutside(real, folder, scanned);
      requireOurs(real, folder);
      return new RunCache(real);
    } catch (IOException e) {
      throw new ScanFault(
          ScanFault.CACHE,
          "expected a folder for the cache at "
              + folder
              + ", found: "
              + e.getClass().getSimpleName()
              + "; name a folder you can write",
          e);
    }
  }

  private static PosixFileAttributeView posix(Path folder) {
    return Files.getFileAttributeView(folder, PosixFileAttributeView.class);
  }

  private static void requireOutside(Path where, Path folder, List<Path> scanned)
      throws IOException {
    for (Path path : scanned) {
      if (where.startsWith(path.toRealPath())) {
        throw new ScanFault(
            ScanFault.CACHE,
            "expected a cache outside of what is scanned, found "
                + folder
                + " inside "
                + path
                + ", where a scanned file could answer for itself; name another folder");
      }
    }
  }

  private static void requireOurs(Path real, Path folder) throws IOException {
    PosixFileAttributeView view = posix(real);
    if (view == null) {
      return;
    }
    PosixFileAttributes attributes = view.readAttributes();
    Set<PosixFilePermission> permissions = attributes.permissions();
    if (permissions.contains(PosixFilePermission.GROUP_WRITE)
        || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
      throw new ScanFault(
          ScanFault.CACHE,
          "expected a cache that only its owner can write, found "
              + folder
              + " with "
              + PosixFilePermissions.toString(permissions)
              + "; whoever writes it decides what a scan says: chmod go-w, or name another folder");
    }
  }

  /// Whether some run could not be kept.
  public boolean isUnwritable() {
    return unwritable.get();
  }

  @Override
  public Optional<CheckRun> recall(Key key) {
    Path file = file(key);
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > MAX_BYTES) {
        return Optional.empty();
      }
      Json kept = JsonReader.read(Bytes.of(Files.readAllBytes(file)));
      if (!(kept instanceof Json.Obj object)
          || !object.object("key").equals(Optional.of(json(key)))) {
        return Optional.empty();
      }
      return object.object("run").map(RunJson::parse).filter(run -> isOf(key, run));
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  private static boolean isOf(Key key, CheckRun run) {
    return run.subjects().getFirst().digest().equals(key.file())
        && run.rules().equals(key.rules())
        && run.checker().equals(key.checker());
  }

  @Override
  public void keep(Key key, CheckRun run) {
    Path file = file(key);
    Bytes content =
        Json.object().put("key", json(key)).put("run", RunJson.of(run)).build().canonicalBytes();
    if (content.size() > MAX_BYTES) {
      return;
    }
    try {
      Path temporary = Files.createTempFile(folder, "", ".tmp");
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      Files.write(temporary, content.toArray());
      Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      unwritable.set(true);
    }
  }

  private Path file(Key key) {
    String hex = Digest.of(json(key).canonicalBytes()).hex();
    return folder.resolve(hex.substring(0, 2)).resolve(hex.substring(2) + ".json");
  }

  private static Json.Obj json(Key key) {
    return Json.object()
        .put("checker", key.checker().name())
        .put("version", key.checker().version())
        .put("rules", key.rules().toString())
        .put("name", key.name())
        .put("file", key.file().toString())
        .build();
  }
}
