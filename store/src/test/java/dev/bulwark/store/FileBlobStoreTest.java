package dev.bulwark.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.store.BlobStore;
import dev.bulwark.kernel.store.StoreFault;
import dev.bulwark.testkit.BlobStoreContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileBlobStoreTest extends BlobStoreContract {
  @TempDir Path folder;
  @TempDir Path outside;

  @Override
  protected BlobStore emptyStore() {
    return FileBlobStore.open(folder.resolve("blobs"));
  }

  @Override
  protected BlobStore openAgain(BlobStore store) {
    return FileBlobStore.open(folder.resolve("blobs"));
  }

  @Test
  void linksInsideTheStoreAreRefused() throws IOException {
    BlobStore store = emptyStore();
    Files.writeString(outside.resolve("secret"), "secret");
    Files.createSymbolicLink(folder.resolve("blobs/link"), outside.resolve("secret"));
    Files.createSymbolicLink(folder.resolve("blobs/folder"), outside);
    for (String name : new String[] {"link", "folder/secret", "folder/new"}) {
      assertThatThrownBy(() -> store.put(name, Bytes.utf8("mine")))
          .as(name)
          .isInstanceOf(StoreFault.class);
    }
    for (String name : new String[] {"link", "folder/secret"}) {
      assertThatThrownBy(() -> store.find(name)).as(name).isInstanceOf(StoreFault.class);
    }
    assertThatThrownBy(() -> store.erase("folder/secret")).isInstanceOf(StoreFault.class);
    assertThat(outside).isDirectoryContaining(path -> path.endsWith("secret"));
    assertThat(Files.readString(outside.resolve("secret"))).isEqualTo("secret");
    assertThat(outside.resolve("new")).doesNotExist();
  }

  @Test
  void whatACrashLeftIsSweptAndNamed() throws IOException {
    FileBlobStore store = FileBlobStore.open(folder.resolve("blobs"));
    store.put("blob", Bytes.utf8("one"));
    Files.writeString(folder.resolve("blobs/blob~/77.3"), "half");
    assertThat(store.sweep()).containsExactly("blob~/77.3");
    assertThat(store.sweep()).isEmpty();
    assertThat(store.find("blob")).contains(Bytes.utf8("one"));
  }
}
