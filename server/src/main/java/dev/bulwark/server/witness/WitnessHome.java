package dev.bulwark.server.witness;

import dev.bulwark.evidence.tlog.Cosigner;
import dev.bulwark.evidence.tlog.LedgerVerifier;
import dev.bulwark.evidence.tlog.NoteKey;
import dev.bulwark.evidence.tlog.Witness;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.project.workspace.LedgerKeyFile;
import dev.bulwark.project.workspace.VkeyFile;
import dev.bulwark.server.ServerFault;
import dev.bulwark.store.FileCasStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A witness's folder: its keys, what it signed last of each ledger, and the ledgers it looks at,
/// one file of vkeys each in `ledgers`.
///
/// Trusted: who can write it can let the witness forget, or know other ledgers. A lost folder is a
/// lost witness; begin another one under another name.
record WitnessHome(Path root) {
  /// Makes what is not there yet.
  static WitnessHome open(Path root, String name) {
    try {
      for (Path folder : List.of(root, root.resolve("ledgers"), root.resolve("seen"))) {
        if (!Files.isDirectory(folder)) {
          Files.createDirectories(
              folder,
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
      }
      if (!Files.exists(root.resolve("keys"))) {
        LedgerKeyFile.create(root.resolve("keys"), name);
      }
      return new WitnessHome(root);
    } catch (IOException e) {
      throw unusable("a folder that can be written at " + root, e.getClass().getSimpleName(), e);
    }
  }

  Path certificate() {
    return root.resolve("tls").resolve("server.p12");
  }

  Cosigner cosigner() {
    LedgerKeyFile file = LedgerKeyFile.read(root.resolve("keys"));
    return new Cosigner(file.origin(), file.open());
  }

  Witness witness() {
    return new Witness(FileCasStore.open(root.resolve("seen")), ledgers(), cosigner());
  }

  /// @throws ServerFault `server-unavailable` for a file that is none, and two of one origin
  List<LedgerVerifier> ledgers() {
    List<Path> files;
    try (Stream<Path> all = Files.list(root.resolve("ledgers"))) {
      files = all.sorted().toList();
    } catch (IOException e) {
      throw unusable("the folder " + root.resolve("ledgers"), "none", e);
    }
    List<LedgerVerifier> ledgers = new ArrayList<>();
    for (Path file : files) {
      LedgerVerifier ledger = VkeyFile.read(file).ledger();
      if (ledgers.stream().anyMatch(other -> other.origin().equals(ledger.origin()))) {
        throw unusable("each ledger once", ledger.origin() + " twice, again in " + file, null);
      }
      ledgers.add(ledger);
    }
    return ledgers;
  }

  /// Takes a ledger in, by the file with its public keys. One that is known by the same keys stays.
  ///
  /// @throws ServerFault `server-unavailable` for a file that is none, and for other keys of an
  ///   origin that is known
  void add(Path vkeys) {
    LedgerVerifier ledger = VkeyFile.read(vkeys).ledger();
    for (LedgerVerifier known : ledgers()) {
      if (known.origin().equals(ledger.origin())) {
        requireSame(known, ledger);
        return;
      }
    }
    String name = Digest.of(Bytes.utf8(ledger.origin())).hex();
    try {
      Path part = Files.createTempFile(root, "ledger", "~");
      try {
        Files.writeString(part, ledger.vkeys());
        // A link does not replace what is there.
        Files.createLink(root.resolve("ledgers").resolve(name), part);
      } finally {
        Files.delete(part);
      }
    } catch (IOException e) {
      throw unusable("to keep the keys of " + ledger.origin(), e.getClass().getSimpleName(), e);
    }
  }

  private static void requireSame(LedgerVerifier known, LedgerVerifier given) {
    if (!keys(known).equals(keys(given))) {
      throw unusable(
          "the keys this witness knows of " + known.origin(),
          "others; a ledger that begins anew takes another name, or takes another witness",
          null);
    }
  }

  private static Set<String> keys(LedgerVerifier ledger) {
    return ledger.keys().stream().map(NoteKey::vkey).collect(Collectors.toUnmodifiableSet());
  }

  private static ServerFault unusable(
      String expected, String found, @org.jspecify.annotations.Nullable Exception cause) {
    return new ServerFault(
        ServerFault.UNAVAILABLE, "expected " + expected + ", found " + found, cause);
  }
}
