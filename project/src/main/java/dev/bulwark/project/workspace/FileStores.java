package dev.bulwark.project.workspace;

import dev.bulwark.kernel.store.BlobStore;
import dev.bulwark.kernel.store.CasStore;
import dev.bulwark.kernel.store.ObjectStore;
import dev.bulwark.store.FileBlobStore;
import dev.bulwark.store.FileCasStore;
import dev.bulwark.store.FileObjectStore;
import dev.bulwark.store.FileTileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/// Everything as files below one folder.
///
/// @param root usually `.bulwark` in the project
public record FileStores(Path root) implements EvidenceStores {

  @Override
  public String place() {
    return "files";
  }

  @Override
  public LedgerStores ledger() {
    Path ledger = root.resolve("ledger");
    return new LedgerStores(FileTileStore.open(ledger), FileCasStore.open(ledger));
  }

  @Override
  public BlobStore vault() {
    return FileBlobStore.open(root.resolve("vault"));
  }

  @Override
  public CasStore cells() {
    return FileCasStore.open(root.resolve("cells"));
  }

  @Override
  public ObjectStore sealed() {
    return FileObjectStore.open(root.resolve("registry").resolve("sealed"));
  }

  @Override
  public boolean hasLedger() {
    Path ledger = root.resolve("ledger");
    return Files.exists(ledger.resolve("checkpoint")) || Files.exists(ledger.resolve("tile"));
  }
}
