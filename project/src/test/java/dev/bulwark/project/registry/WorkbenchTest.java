package dev.bulwark.project.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkbenchTest {
  private static final Path MEMORY = Path.of("/dev/shm");

  @TempDir Path folder;

  private Workbench onDisk() throws IOException {
    Path registry = Files.createDirectories(folder.resolve("registry"));
    return new Workbench(registry, folder.resolve("no such place"));
  }

  private Workbench inMemory() throws IOException {
    assumeTrue(
        Files.isDirectory(MEMORY) && Files.getFileStore(MEMORY).type().equals("tmpfs"),
        "skipped: there is no file system in memory");
    return Workbench.of(Files.createDirectories(folder.resolve("registry")));
  }

  private static void write(WritableByteChannel channel) {
    try {
      channel.write(ByteBuffer.wrap(new byte[3]));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path look(Workbench bench, long bytes) {
    List<Path> seen = new ArrayList<>();
    bench.during(
        bytes,
        place -> {
          place.file("a/model.bin", WorkbenchTest::write);
          seen.add(place.path());
          assertThat(place.path().resolve("a/model.bin")).exists();
          assertThat(permissions(place.path())).isEqualTo("rwx------");
        });
    assertThat(seen.getFirst()).doesNotExist();
    return seen.getFirst();
  }

  @Test
  void theFolderIsItsOwnersAloneAndGoneAfterwards() throws IOException {
    assertThat(look(onDisk(), 10)).isEqualTo(folder.resolve("registry/examine~"));
  }

  @Test
  void memoryIsTakenWhenThereIsRoomForTwiceTheSize() throws IOException {
    Workbench bench = inMemory();
    assertThat(look(bench, 10)).startsWithRaw(MEMORY);
    assertThat(look(bench, Files.getFileStore(MEMORY).getUsableSpace())).startsWithRaw(folder);
  }

  @Test
  void aFolderThatIsNotInMemoryIsNotTakenForOne() throws IOException {
    assumeTrue(!Files.getFileStore(folder).type().equals("tmpfs"));
    Path registry = Files.createDirectories(folder.resolve("registry"));
    assertThat(look(new Workbench(registry, folder), 10)).startsWithRaw(registry);
  }

  @Test
  void itIsGoneAlsoWhenTheWorkFails() throws IOException {
    Workbench bench = onDisk();
    assertThatThrownBy(
            () ->
                bench.during(
                    1,
                    place -> {
                      place.file("model.bin", WorkbenchTest::write);
                      throw new IllegalStateException("the scan broke");
                    }))
        .hasMessage("the scan broke");
    assertThat(folder.resolve("registry/examine~")).doesNotExist();
  }

  @Test
  void whatACrashLeftIsRemovedAndNothingElse() throws IOException {
    Workbench bench = inMemory();
    Path left = leaveBehind(bench);
    Path other =
        leaveBehind(Workbench.of(Files.createDirectories(folder.resolve("other registry"))));
    Path disk = Files.createDirectories(folder.resolve("registry/examine~"));
    Files.writeString(disk.resolve("model.bin"), "clear");
    try {
      bench.clear();
      assertThat(left).doesNotExist();
      assertThat(disk).doesNotExist();
      assertThat(other).exists();
    } finally {
      Unpacked.remove(other);
    }
  }

  @Test
  void aRehearsalThatWasCutOffIsRemovedAndHindersNoOther() throws IOException {
    Workbench bench = onDisk();
    Path left = Files.createDirectories(folder.resolve("registry/rehearse~/models"));
    Files.writeString(left.resolve("model.bin"), "clear");
    bench.clear();
    assertThat(folder.resolve("registry/rehearse~")).doesNotExist();
    Files.createDirectories(left);
    Files.writeString(left.resolve("model.bin"), "clear");
    bench.rehearsal(
        place -> {
          place.file("models/model.bin", WorkbenchTest::write);
          assertThat(permissions(place.path())).isEqualTo("rwx------");
        });
    assertThat(folder.resolve("registry/rehearse~")).doesNotExist();
  }

  private static String permissions(Path path) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /// As a process that died while it examined.
  private static Path leaveBehind(Workbench bench) throws IOException {
    Path gone = look(bench, 1);
    Path left = Files.createDirectory(gone.resolveSibling(gone.getFileName() + "9"));
    Files.writeString(left.resolve("model.bin"), "clear");
    return left;
  }

  @Test
  void aLinkUnderThatNameLeadsNowhere() throws IOException {
    Workbench bench = inMemory();
    Path gone = look(bench, 1);
    Path precious = Files.createDirectories(folder.resolve("precious"));
    Files.writeString(precious.resolve("file"), "stays");
    Path link = Files.createSymbolicLink(gone.resolveSibling(gone.getFileName() + "8"), precious);
    bench.clear();
    assertThat(link).doesNotExist();
    try (Stream<Path> files = Files.list(precious)) {
      assertThat(files).hasSize(1);
    }
  }
}
