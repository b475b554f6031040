package dev.bulwark.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.kernel.check.Limits;
import dev.bulwark.testkit.RawZip;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderScanTest {
  @TempDir private Path root;

  private final FolderScan folders =
      new FolderScan(new ModelFileScanner("test", Limits.DEFAULT, System::nanoTime), 2);

  private final List<ScannedFile> seen = new ArrayList<>();

  private FolderScan.Summary scan() throws InterruptedException {
    seen.clear();
    return folders.scan(root, seen::add);
  }

  private void write(String name, byte[] bytes) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }

  @Test
  void everyFileIsScannedWhateverItIsCalledInTheOrderOfNames() throws Exception {
    byte[] zip = new RawZip().stored("a.safetensors", Scans.DIRTY).build();
    for (String name : List.of("b/model.safetensors", "a", "c.BAK", ".hidden", "b/z.npy")) {
      write(name, Scans.CLEAN);
    }
    write("b/evil.txt", zip);
    assertThat(scan()).isEqualTo(new FolderScan.Summary(6, Verdict.SUSPICIOUS));
    assertThat(seen)
        .extracting(ScannedFile::name)
        .containsExactly(".hidden", "a", "b/evil.txt", "b/model.safetensors", "b/z.npy", "c.BAK");
    List<ScannedFile> first = List.copyOf(seen);
    scan();
    assertThat(seen).isEqualTo(first);
  }

  @Test
  void aFolderWithoutFilesIsIncomplete() throws Exception {
    Files.createDirectories(root.resolve("a/b"));
    assertThat(scan()).isEqualTo(new FolderScan.Summary(0, Verdict.INCOMPLETE));
  }

  @Test
  void aLinkOutOfTheFolderOrToNothingIsUnread(@TempDir Path outside) throws Exception {
    write("a.safetensors", Scans.CLEAN);
    Files.createSymbolicLink(root.resolve("out"), outside);
    Files.createSymbolicLink(root.resolve("gone"), root.resolve("nothing"));
    assertThat(scan()).isEqualTo(new FolderScan.Summary(3, Verdict.INCOMPLETE));
  }

  @Test
  void aLoopOfLinksEnds() throws Exception {
    write("a/m.safetensors", Scans.CLEAN);
    Files.createSymbolicLink(root.resolve("a/self"), root);
    assertThat(scan()).isEqualTo(new FolderScan.Summary(1, Verdict.CLEAN));
  }

  @Test
  void thousandsOfFilesAreScanned() throws Exception {
    for (int i = 0; i < 2_000; i++) {
      write("f%04d.safetensors".formatted(i), Scans.CLEAN);
    }
    assertThat(scan()).isEqualTo(new FolderScan.Summary(2_000, Verdict.CLEAN));
  }

  @Test
  void anInterruptStopsTheScan() throws Exception {
    for (int i = 0; i < 4; i++) {
      try (RandomAccessFile sparse =
          new RandomAccessFile(root.resolve("sparse" + i).toFile(), "rw")) {
        sparse.setLength(60L << 30);
      }
    }
    Thread.currentThread().interrupt();
    assertThatThrownBy(this::scan).isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void aFolderThatIsNotThereIsAFault() {
    root = root.resolve("nowhere");
    assertThatThrownBy(this::scan).isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void oneFileIsScannedAlone() throws Exception {
    write("one.safetensors", Scans.CLEAN);
    root = root.resolve("one.safetensors");
    assertThat(scan()).isEqualTo(new FolderScan.Summary(1, Verdict.CLEAN));
    assertThat(seen).extracting(ScannedFile::name).containsExactly("one.safetensors");
  }
}
