package dev.bulwark.project.workspace;

import dev.bulwark.kernel.store.StoreFault;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// Where everything lies: `ledger`, `vault`, `cells`, `registry`, `advisories` and `keys` below one
/// private folder.
///
/// @param root usually `.bulwark` in the project
/// @param stores where the evidence lies; the keys are always below the root
public record Home(Path root, EvidenceStores stores) {
  private static final String PRIVATE = "rwx------";

  /// Everything below one folder.
  public Home(Path root) {
    this(root, new FileStores(root));
  }

  public static Home of(Path project) {
    return new Home(project.resolve(".bulwark"));
  }

  Path ledger() {
    return root.resolve("ledger");
  }

  Path vault() {
    return root.resolve("vault");
  }

  Path cells() {
    return root.resolve("cells");
  }

  Path keys() {
    return root.resolve("keys");
  }

  Path judgeKey() {
    return keys().resolve("judge.key");
  }

  Path ledgerKey() {
    return keys().resolve("ledger.key");
  }

  Path vaultKey() {
    return keys().resolve("vault.key");
  }

  /// Where versions lie under seal, with what environments are handed.
  public Path registry() {
    return root.resolve("registry");
  }

  /// The key that wraps the keys of all versions.
  public Path registryKey() {
    return keys().resolve("registry.key");
  }

  /// What is known about vulnerabilities, as it was imported.
  public Path advisories() {
    return root.resolve("advisories");
  }

  /// The folder of the advisories, made when there is none.
  public Path makeAdvisories() {
    create();
    Path folder = advisories();
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectory(
            folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(PRIVATE)));
      }
      return folder;
    } catch (IOException e) {
      throw new StoreFault(
          StoreFault.UNAVAILABLE,
          "expected to make the folder "
              + folder
              + ", found: "
              + e.getClass().getSimpleName()
              + "; make room, or give a writable place with --home",
          e);
    }
  }

  Path personKey(String person) {
    return keys().resolve("people").resolve(person + ".key");
  }

  boolean exists() {
    return Files.isRegularFile(judgeKey());
  }

  /// Whether a ledger was begun here.
  public boolean hasLedger() {
    return stores.hasLedger();
  }

  /// Refuses to go on when keys lie here that began a ledger which is not where these stores are.
  ///
  /// @throws WorkspaceFault `workspace-ledger-elsewhere`
  public void requireItsLedger() {
    new LedgerPlace(this).require();
  }

  /// Makes the folders, for their owner only, and keeps them out of version control.
  void create() {
    try {
      for (Path folder :
          new Path[] {root, ledger(), vault(), cells(), keys(), keys().resolve("people")}) {
        if (!Files.isDirectory(folder)) {
          Files.createDirectories(
              folder,
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(PRIVATE)));
        }
      }
      Path ignore = root.resolve(".gitignore");
      if (!Files.exists(ignore)) {
        Files.writeString(ignore, "*\n");
      }
    } catch (FileAlreadyExistsException e) {
      throw new StoreFault(
          StoreFault.UNAVAILABLE,
          "expected a folder at " + e.getFile() + ", found a file; move it away",
          e);
    } catch (IOException e) {
      throw new StoreFault(
          StoreFault.UNAVAILABLE,
          "expected to make the folder "
              + root
              + ", found: "
              + e.getClass().getSimpleName()
              + "; make room, or give a writable place with --home",
          e);
    }
  }
}
