package dev.bulwark.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.evidence.tlog.Ledger;
import dev.bulwark.evidence.tlog.LedgerFault;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.store.StoreFault;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TroubleTest {
  @TempDir Path folder;

  @Test
  void theMessageNamesTheReasonAndWhatToDo() {
    record Case(IOException cause, String reason, String advice) {}
    for (Case row :
        List.of(
            new Case(
                new FileSystemException("f", null, "No space left on device"),
                "No space left on device",
                "free some space"),
            new Case(
                new IOException("No space left on device"),
                "No space left on device",
                "free some space"),
            new Case(
                new FileSystemException("f", null, "Read-only file system"),
                "Read-only file system",
                "mounted read-only"),
            new Case(new AccessDeniedException("f"), "permission denied", "readable and writable"),
            new Case(
                new IOException("Input/output error"), "Input/output error", "check the disk"))) {
      StoreFault fault = Trouble.fault("write", Path.of("/x/f"), row.cause());
      assertThat(fault).hasMessageContainingAll("/x/f", row.reason(), row.advice());
      assertThat(fault.type()).isEqualTo(StoreFault.UNAVAILABLE);
    }
  }

  @Test
  void aFileInTheWayIsNamed() throws IOException {
    Files.writeString(folder.resolve("tile"), "a file where a folder belongs");
    assertThatThrownBy(
            () ->
                Ledger.open(
                    FileTileStore.open(folder),
                    FileCasStore.open(folder),
                    LedgerOnFilesTest.keys(),
                    "example.com/x"))
        .isInstanceOf(StoreFault.class)
        .hasMessageContaining("tile");
  }

  /// A folder that turns into a file under the running ledger stands for a medium that fails.
  @Test
  void aLedgerOutlivesAMediumThatFailsForATime() throws IOException {
    try (Ledger ledger =
        Ledger.open(
            FileTileStore.open(folder),
            FileCasStore.open(folder),
            LedgerOnFilesTest.keys(),
            "example.com/x")) {
      ledger.append(Bytes.utf8("one"));
      Files.move(folder.resolve("tile"), folder.resolve("away"));
      Files.writeString(folder.resolve("tile"), "in the way");
      assertThatThrownBy(() -> ledger.append(Bytes.utf8("lost")))
          .isInstanceOfSatisfying(
              LedgerFault.class,
              fault -> assertThat(fault.type()).isEqualTo(LedgerFault.NOT_APPENDED));
      assertThat(ledger.size()).isEqualTo(1);
      Files.delete(folder.resolve("tile"));
      Files.move(folder.resolve("away"), folder.resolve("tile"));
      List<Bytes> more = IntStream.range(0, 300).mapToObj(i -> Bytes.utf8("entry " + i)).toList();
      assertThat(ledger.appendAll(more).getFirst()).isEqualTo(1);
      assertThat(ledger.entries(1, 301)).containsExactlyElementsOf(more);
    }
  }
}
