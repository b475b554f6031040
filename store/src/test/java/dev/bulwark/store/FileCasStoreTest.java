package dev.bulwark.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.store.CasStore;
import dev.bulwark.kernel.store.StoreFault;
import dev.bulwark.testkit.CasStoreContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileCasStoreTest extends CasStoreContract {
  @TempDir Path folder;

  @Override
  protected CasStore emptyStore() {
    return FileCasStore.open(folder.resolve("cells"));
  }

  @Override
  protected CasStore openAgain(CasStore store) {
    return FileCasStore.open(folder.resolve("cells"));
  }

  @Test
  void aHalfWrittenCellIsNeverSeen() throws IOException {
    CasStore store = emptyStore();
    store.replace("cell", Optional.empty(), Bytes.utf8("one"));
    Files.writeString(folder.resolve("cells/cell~/cell"), "half");
    assertThat(openAgain(store).find("cell")).contains(Bytes.utf8("one"));
    assertThat(store.replace("cell", Optional.of(Bytes.utf8("one")), Bytes.utf8("two"))).isTrue();
    assertThat(store.find("cell")).contains(Bytes.utf8("two"));
  }

  @Test
  void aLinkIsNotACell() throws IOException {
    CasStore store = emptyStore();
    Files.writeString(folder.resolve("elsewhere"), "one");
    Files.createSymbolicLink(folder.resolve("cells/cell"), folder.resolve("elsewhere"));
    assertThatThrownBy(() -> store.find("cell")).isInstanceOf(StoreFault.class);
    assertThatThrownBy(
            () -> store.replace("cell", Optional.of(Bytes.utf8("one")), Bytes.utf8("two")))
        .isInstanceOf(StoreFault.class);
    assertThat(Files.readString(folder.resolve("elsewhere"))).isEqualTo("one");
  }
}
