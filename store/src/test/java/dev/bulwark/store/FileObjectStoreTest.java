package dev.bulwark.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.kernel.store.ObjectStore;
import dev.bulwark.kernel.store.StoreFault;
import dev.bulwark.testkit.ObjectStoreContract;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileObjectStoreTest extends ObjectStoreContract {
  @TempDir Path folder;
  @TempDir Path outside;

  @Override
  protected ObjectStore emptyStore() {
    return FileObjectStore.open(folder.resolve("objects"));
  }

  @Override
  protected ObjectStore openAgain(ObjectStore store) {
    return FileObjectStore.open(folder.resolve("objects"));
  }

  private static void put(ObjectStore store, String name) {
    try (ObjectStore.Writer writer = store.create()) {
      writer.write(ByteBuffer.wrap(new byte[] {1, 2, 3}));
      writer.commit(name);
    }
  }

  @Test
  void linksInsideTheStoreAreRefusedAndNotNamed() throws IOException {
    ObjectStore store = emptyStore();
    Files.writeString(outside.resolve("secret"), "secret");
    Files.createSymbolicLink(folder.resolve("objects/link"), outside.resolve("secret"));
    Files.createSymbolicLink(folder.resolve("objects/folder"), outside);
    for (String name : new String[] {"link", "folder/secret", "folder/new"}) {
      assertThatThrownBy(() -> put(store, name)).as(name).isInstanceOf(StoreFault.class);
    }
    for (String name : new String[] {"link", "folder/secret"}) {
      assertThatThrownBy(() -> store.open(name)).as(name).isInstanceOf(StoreFault.class);
    }
    assertThatThrownBy(() -> store.erase("folder/secret")).isInstanceOf(StoreFault.class);
    assertThat(store.names()).isEmpty();
    assertThat(Files.readString(outside.resolve("secret"))).isEqualTo("secret");
    assertThat(outside.resolve("new")).doesNotExist();
  }

  @Test
  void whatACrashLeftIsNotNamedAndIsSwept() throws IOException {
    FileObjectStore store = FileObjectStore.open(folder.resolve("objects"));
    put(store, "object");
    Files.writeString(folder.resolve("objects/object~/77.3"), "half");
    assertThat(store.names()).containsExactly("object");
    assertThat(store.sweep()).containsExactly("object~/77.3");
    assertThat(store.sweep()).isEmpty();
    assertThat(store.names()).containsExactly("object");
  }

  /// Whatever the end of the writing, nothing half-written stays.
  @Test
  void everyEndingLeavesNothingHalfWritten() throws IOException {
    ObjectStore store = emptyStore();
    put(store, "object");
    assertThatThrownBy(() -> put(store, "object")).isInstanceOf(StoreFault.class);
    assertThatThrownBy(() -> put(store, "not a name")).isInstanceOf(IllegalArgumentException.class);
    store.create().close();
    try (ObjectStore.Writer writer = store.create()) {
      writer.write(ByteBuffer.allocate(40 << 20));
    }
    assertThat(folder.resolve("objects/object~")).isEmptyDirectory();
  }

  @Test
  void filesAreTheirOwnersAlone() throws IOException {
    ObjectStore store = emptyStore();
    put(store, "a/object");
    Path root = folder.resolve("objects");
    for (Path path : List.of(root, root.resolve("a"), root.resolve("object~"))) {
      assertThat(Files.getPosixFilePermissions(path))
          .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }
    assertThat(Files.getPosixFilePermissions(root.resolve("a/object")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void aReaderKeepsWhatItOpened() throws IOException {
    ObjectStore store = emptyStore();
    put(store, "object");
    try (SeekableByteChannel channel = store.open("object").orElseThrow()) {
      store.erase("object");
      ByteBuffer all = ByteBuffer.allocate(3);
      assertThat(channel.read(all)).isEqualTo(3);
      assertThat(all.array()).containsExactly(1, 2, 3);
    }
  }
}
