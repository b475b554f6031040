package dev.bulwark.scan;

import static dev.bulwark.scan.Scans.CLEAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.scan.safetensors.RawSafetensors;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files as they lie on a disk: large, sparse, changing, linked, and no files at all.
class FilesOnDiskTest {
  private static ScannedFile scan(Path root, Path file) {
    return new ModelFileScanner("test", Limits.DEFAULT, System::nanoTime).scan(root, file);
  }

  @Test
  void aLargeFileIsMappedAndReadLikeASmallOne(@TempDir Path folder) throws IOException {
    byte[] large =
        RawSafetensors.of(
            "{" + RawSafetensors.tensor("a", "U8", "[3000000]", 0, 3_000_000) + "}", 3_000_000);
    Path file = Files.write(folder.resolve("large.safetensors"), large);
    assertThat(scan(folder, file))
        .isInstanceOfSatisfying(
            ScannedFile.Scanned.class,
            scanned -> {
              assertThat(scanned.run()).isEqualTo(Scans.scan("large.safetensors", large));
              assertThat(scanned.verdict()).isEqualTo(Verdict.CLEAN);
            });
  }

  @Test
  void aSparseFileOfTenGibibytesIsRead(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("sparse.bin");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(10L << 30);
    }
    ModelFileScanner brief =
        new ModelFileScanner(
            "test",
            new Limits(ByteSize.ofGib(64), 1000, 16, Duration.ofMillis(200)),
            System::nanoTime);
    ScannedFile late = brief.scan(folder, file);
    assertThat(late)
        .isInstanceOfSatisfying(
            ScannedFile.Unread.class,
            unread -> assertThat(unread.why().reason()).isEqualTo(Outcome.Reason.DEADLINE));
  }

  /// The clock is read every 64 MiB of digesting; the second reading cuts the file.
  private static ScannedFile scanWhile(Path folder, ThrowingChange change) throws IOException {
    Path file = folder.resolve("changing.bin");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(200L << 20);
      int[] readings = {0};
      ModelFileScanner scanner =
          new ModelFileScanner(
              "test",
              Limits.DEFAULT,
              () -> {
                if (++readings[0] == 3) {
                  change.to(sparse);
                }
                return 0;
              });
      return scanner.scan(folder, file);
    }
  }

  private interface ThrowingChange {
    void apply(RandomAccessFile file) throws IOException;

    default void to(RandomAccessFile file) {
      try {
        apply(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Test
  void aFileThatShrinksWhileItIsReadIsUnread(@TempDir Path folder) throws IOException {
    assertThat(scanWhile(folder, file -> file.setLength(1 << 20)))
        .isInstanceOfSatisfying(
            ScannedFile.Unread.class,
            unread -> assertThat(unread.why().detail()).contains("shrank while it was read"));
  }

  @Test
  void aFileThatIsWrittenToWhileItIsReadIsUnread(@TempDir Path folder) throws IOException {
    assertThat(scanWhile(folder, file -> file.write(7)))
        .isInstanceOfSatisfying(
            ScannedFile.Unread.class,
            unread -> assertThat(unread.why().detail()).contains("changed while it was read"));
    assertThat(scanWhile(folder, _ -> {})).isInstanceOf(ScannedFile.Scanned.class);
  }

  /// The time of the last write can be set back; that something was changed cannot be hidden where
  /// the file system keeps the time of that as well.
  @Test
  void aWriteWhoseTimeIsSetBackIsSeen(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("changing.bin");
    assumeThat(file.getFileSystem().supportedFileAttributeViews()).contains("unix");
    ScannedFile scanned =
        scanWhile(
            folder,
            open -> {
              FileTime before = Files.getLastModifiedTime(file);
              open.write(7);
              Files.setLastModifiedTime(file, before);
            });
    assertThat(scanned).isInstanceOf(ScannedFile.Unread.class);
  }

  @Test
  void aLinkOutOfTheFolderIsNotFollowed(@TempDir Path folder) throws IOException {
    Path outside = Files.write(folder.resolve("outside.safetensors"), CLEAN);
    Path root = Files.createDirectory(folder.resolve("root"));
    Path link = Files.createSymbolicLink(root.resolve("in.safetensors"), outside);
    assertThat(scan(root, link)).isInstanceOf(ScannedFile.Unread.class);
    Path inside = Files.write(root.resolve("real.safetensors"), CLEAN);
    Path good = Files.createSymbolicLink(root.resolve("good.safetensors"), inside);
    assertThat(scan(root, good).verdict()).isEqualTo(Verdict.CLEAN);
  }

  @Test
  void devicesFoldersAndVanishedFilesAreUnread(@TempDir Path folder) {
    List<Path> odd = new ArrayList<>(List.of(folder, folder.resolve("nowhere")));
    if (Files.exists(Path.of("/dev/zero"))) {
      odd.add(Path.of("/dev/zero"));
    }
    assertThat(odd)
        .allSatisfy(
            path ->
                assertThat(scan(path, path))
                    .isInstanceOfSatisfying(
                        ScannedFile.Unread.class,
                        unread ->
                            assertThat(unread.why().reason())
                                .isEqualTo(Outcome.Reason.UNREADABLE)));
  }
}
