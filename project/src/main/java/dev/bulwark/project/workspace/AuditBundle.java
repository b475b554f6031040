package dev.bulwark.project.workspace;

import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.evidence.json.JsonReader;
import dev.bulwark.evidence.json.Members;
import dev.bulwark.evidence.keys.VerifyingKey;
import dev.bulwark.evidence.tlog.LedgerVerifier;
import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/// A ledger with everything it commits to, in one file for an auditor: verified offline by `bulwark
/// audit FILE`.
///
/// ```
/// bundle.json   {"format": "bulwark-audit/v1", "judge": {public key}, "ledger": {"origin","vkeys"}}
/// ledger/…  vault/…  cells/…  keys/vault.key
/// ```
///
/// It has a vault key of its own and no signing key. What is in it is verified against the signed
/// checkpoint; whose judge it is, the reader compares by the key's digest.
public final class AuditBundle {
  private static final String FORMAT = "bulwark-audit/v1";
  private static final String INDEX = "bundle.json";
  private static final Pattern NAME =
      Pattern.compile("(ledger|vault|cells|keys)(/[a-z0-9][a-z0-9._-]*){1,8}|bundle\\.json");
  private static final JsonReader.Bounds BOUNDS = new JsonReader.Bounds(ByteSize.ofKib(64), 6);
  private static final int MAX_FILES = 1_000_000;
  private static final long MAX_BYTES = 16L << 30;

  private static final StandardOpenOption CREATE = StandardOpenOption.CREATE_NEW;
  private static final Set<PosixFilePermission> SECRET =
      PosixFilePermissions.fromString("rw-------");

  private AuditBundle() {}

  /// @param work an empty private folder for the copy while it is made; the caller takes it away
  public static void write(WorkspaceReader reader, Path work, OutputStream out) throws IOException {
    Home copy = new Home(work.resolve("copy"));
    reader.copy(copy);
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      put(zip, INDEX, Bytes.utf8(index(reader).canonical() + "\n"));
      try (Stream<Path> walk = Files.walk(copy.root())) {
        for (Path file : walk.filter(Files::isRegularFile).sorted().toList()) {
          String name = copy.root().relativize(file).toString().replace('\\', '/');
          if (NAME.matcher(name).matches()) {
            put(zip, name, Bytes.of(Files.readAllBytes(file)));
          }
        }
      }
    }
  }

  private static Json.Obj index(WorkspaceReader reader) {
    return Json.object()
        .put("format", FORMAT)
        .put("judge", reader.root().json())
        .put(
            "ledger",
            Json.object()
                .put("origin", reader.ledger().origin())
                .put("vkeys", reader.ledger().vkeys())
                .build())
        .build();
  }

  /// The same copy gives the same bytes: no times, no order of a file system.
  private static void put(ZipOutputStream zip, String name, Bytes content) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTime(0);
    zip.putNextEntry(entry);
    zip.write(content.toArray());
    zip.closeEntry();
  }

  /// Lays a bundle out and opens it.
  ///
  /// @param work an empty private folder; the caller takes it away
  /// @throws WorkspaceFault when it is none, or holds what a bundle does not
  public static WorkspaceReader open(Path file, Path work) {
    Home home = new Home(work);
    home.create();
    try (InputStream in = Files.newInputStream(file);
        ZipInputStream zip = new ZipInputStream(in)) {
      unpack(zip, work);
      if (Files.size(work.resolve(INDEX)) > BOUNDS.size().bytes()) {
        throw new IOException("an index of more than 64 KiB");
      }
      Members index =
          Members.of(
              EvidenceFault.EVIDENCE_DAMAGED,
              JsonReader.readObject(Bytes.of(Files.readAllBytes(work.resolve(INDEX))), BOUNDS));
      index.only("format", "judge", "ledger");
      if (!index.text("format").equals(FORMAT)) {
        throw index.wrong("format", FORMAT);
      }
      Members ledger = index.object("ledger");
      ledger.only("origin", "vkeys");
      return WorkspaceReader.ofCopy(
          home,
          LedgerVerifier.parse(ledger.text("origin"), ledger.text("vkeys"))
              .orElseThrow(() -> ledger.wrong("vkeys", "the keys of a ledger")),
          VerifyingKey.parse(index.object("judge")));
    } catch (IOException e) {
      throw unusable(file, e.getClass().getSimpleName());
    } catch (EvidenceFault e) {
      throw unusable(file, String.valueOf(e.getMessage()));
    }
  }

  private static void unpack(ZipInputStream zip, Path work) throws IOException {
    long left = MAX_BYTES;
    int files = 0;
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      files++;
      if (files > MAX_FILES || !NAME.matcher(entry.getName()).matches()) {
        throw new IOException("an entry that no bundle has");
      }
      Path target = work.resolve(entry.getName());
      Files.createDirectories(target.getParent());
      try (OutputStream out = Files.newOutputStream(target, CREATE)) {
        byte[] buffer = new byte[1 << 16];
        for (int read = zip.read(buffer); read >= 0; read = zip.read(buffer)) {
          left -= read;
          if (left < 0) {
            throw new IOException("more than 16 GiB");
          }
          out.write(buffer, 0, read);
        }
      }
      if (entry.getName().startsWith("keys/")) {
        Files.setPosixFilePermissions(target, SECRET);
      }
    }
  }

  private static WorkspaceFault unusable(Path file, String found) {
    return new WorkspaceFault(
        WorkspaceFault.INVALID,
        "expected an audit bundle at %s, found: %s; take it again from where it was made"
            .formatted(file, found));
  }
}
