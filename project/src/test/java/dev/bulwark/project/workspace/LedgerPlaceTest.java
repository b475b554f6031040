package dev.bulwark.project.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.kernel.store.BlobStore;
import dev.bulwark.kernel.store.CasStore;
import dev.bulwark.kernel.store.ObjectStore;
import dev.bulwark.project.Shell;
import dev.bulwark.project.terminal.Terminal;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One set of keys, one history.
class LedgerPlaceTest {
  private static final PrintStream NOWHERE = new PrintStream(PrintStream.nullOutputStream());
  private static final Shell SHELL =
      new Shell(new Terminal(NOWHERE, NOWHERE, false, false), Instant::now, System::nanoTime);

  @TempDir Path folder;
  private Home here;
  private Home there;
  private Path marker;

  /// Another store, whose ledger lies elsewhere.
  private record Elsewhere(FileStores files) implements EvidenceStores {
    @Override
    public String place() {
      return "elsewhere";
    }

    @Override
    public LedgerStores ledger() {
      return files.ledger();
    }

    @Override
    public BlobStore vault() {
      return files.vault();
    }

    @Override
    public CasStore cells() {
      return files.cells();
    }

    @Override
    public ObjectStore sealed() {
      return files.sealed();
    }

    @Override
    public boolean hasLedger() {
      return files.hasLedger();
    }
  }

  @BeforeEach
  void open() throws IOException {
    Path root = folder.resolve(".bulwark");
    here = new Home(root);
    Path other = folder.resolve("other");
    for (String name : List.of("ledger", "vault", "cells")) {
      Files.createDirectories(other.resolve(name));
    }
    there = new Home(root, new Elsewhere(new FileStores(other)));
    marker = root.resolve("ledger-place");
  }

  private static void begin(Home home) {
    Workspace.begin(home, "bulwark/x", SHELL).close();
  }

  private static void assertRefused(Home home) {
    assertThatThrownBy(() -> begin(home))
        .isInstanceOfSatisfying(
            WorkspaceFault.class, e -> assertThat(e.type()).isEqualTo(WorkspaceFault.ELSEWHERE))
        .hasMessageContaining("another history");
    assertThat(home.hasLedger()).isFalse();
  }

  @Test
  void keysThatBeganALedgerBeginNoOther() {
    begin(here);
    assertThat(marker).hasContent("files\n");
    assertRefused(there);
    begin(here);
  }

  @Test
  void aFolderOfBeforeIsRefusedElsewhereAndMarkedHere() throws IOException {
    begin(here);
    Files.delete(marker);
    assertRefused(there);
    Workspace.open(here, SHELL).close();
    assertThat(marker).hasContent("files\n");
  }

  @Test
  void aLedgerThatIsGoneIsNotBegunAgain() throws IOException {
    begin(here);
    Files.move(here.ledger(), folder.resolve("gone"));
    assertRefused(here);
    Files.delete(here.ledger());
    Files.move(folder.resolve("gone"), here.ledger());
    begin(here);
  }

  /// Killed between the first key and the first checkpoint.
  @Test
  void aBeginningThatWasCutOffGoesOnWhereItBegan() throws IOException {
    here.create();
    new LedgerPlace(here).begin();
    LedgerKeyFile.create(here.ledgerKey(), "bulwark/x");
    assertThat(marker).hasContent("beginning files\n");
    assertRefused(there);
    begin(here);
    assertThat(marker).hasContent("files\n");
  }

  /// Whatever else it says than where the ledger is, nothing is opened, and it stays as it is.
  @Test
  void aMarkThatWasChangedIsRefusedAtTheNextOpening() throws IOException {
    begin(here);
    for (String changed :
        List.of("elsewhere", "beginning elsewhere", "filesystem", "x".repeat(101))) {
      Files.writeString(marker, changed);
      for (Runnable opening :
          List.<Runnable>of(() -> Workspace.open(here, SHELL).close(), () -> begin(here))) {
        assertThatThrownBy(opening::run)
            .as(changed)
            .isInstanceOfSatisfying(
                WorkspaceFault.class, e -> assertThat(e.type()).isEqualTo(WorkspaceFault.ELSEWHERE))
            .hasMessageContaining("another history");
      }
      assertThat(marker).hasContent(changed);
    }
    Files.writeString(marker, "files\n");
    Workspace.open(here, SHELL).close();
  }

  /// Killed between the first checkpoint and the mark.
  @Test
  void aLedgerThatIsThereIsMarked() throws IOException {
    begin(here);
    Files.writeString(marker, "beginning files\n");
    Workspace.open(here, SHELL).close();
    assertThat(marker).hasContent("files\n");
  }
}
