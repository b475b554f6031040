package dev.bulwark.server.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.server.ServerFault;
import dev.bulwark.server.disk.FreeRoom;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ParcelTest {
  private static final Parcel.Bounds SMALL = new Parcel.Bounds(ByteSize.ofKib(64), 5, 8);

  @TempDir private Path temp;

  private Path zip(String... namesAndTexts) throws IOException {
    return write(bytes(namesAndTexts));
  }

  private Path write(byte[] bytes) throws IOException {
    return Files.write(Files.createTempFile(temp, "sent", ".zip"), bytes);
  }

  private static byte[] bytes(String... namesAndTexts) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (int i = 0; i < namesAndTexts.length; i += 2) {
        zip.putNextEntry(new ZipEntry(namesAndTexts[i]));
        zip.write(namesAndTexts[i + 1].getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  private FreeRoom.Meter room() {
    return FreeRoom.of(temp).meter();
  }

  private Path target() throws IOException {
    return Files.createTempDirectory(temp, "target");
  }

  private static Set<String> files(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  @Test
  void filesAreWrittenAsTheyWereSent() throws IOException {
    Path target = target();
    Parcel.Content content =
        Parcel.unpack(zip("bulwark.yaml", "a: b\n", "models/m.bin", "xyz"), target, SMALL, room());
    assertThat(content).isEqualTo(new Parcel.Content(2, 8));
    assertThat(files(target)).containsExactly("bulwark.yaml", "models/m.bin");
    assertThat(target.resolve("models/m.bin")).hasContent("xyz");
  }

  @Test
  void theOneFolderAForgePutsAroundIsTakenOff() throws IOException {
    Path target = target();
    Parcel.unpack(zip("repo-main/bulwark.yaml", "a", "repo-main/x/y", "b"), target, SMALL, room());
    assertThat(files(target)).containsExactly("bulwark.yaml", "x/y");
  }

  @Test
  void whatNoProjectIsMadeOfIsLeftOut() throws IOException {
    Path target = target();
    Parcel.unpack(
        zip("bulwark.yaml", "a", ".git/config", "b", "x/node_modules/y/z", "c"),
        target,
        SMALL,
        room());
    assertThat(files(target)).containsExactly("bulwark.yaml");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../x",
        "a/../../x",
        "/etc/x",
        "a//b",
        "a/./b",
        "a\\b",
        "C:x",
        "a\u0000b",
        "a\nb",
        "BULWARK.yaml",
        "b/ss",
        "bulwark.yaml/x",
        ".bulwark/keys/x",
        "a/.bulwark/x",
        "1/2/3/4/5/6/7/8/9"
      })
  void namesThatLeadElsewhereAreRefused(String name) throws IOException {
    Path zip = zip("bulwark.yaml", "a", "b/ß", "b", name, "c");
    Path target = target();
    assertThatThrownBy(() -> Parcel.unpack(zip, target, SMALL, room()))
        .isInstanceOfSatisfying(
            ServerFault.class, fault -> assertThat(fault.type()).isEqualTo(ServerFault.INVALID));
    assertThat(files(temp)).allMatch(file -> file.startsWith("sent") || file.startsWith("target"));
  }

  @Test
  void aBombIsCountedAsItUnpacks() throws IOException {
    Path zip = zip("bulwark.yaml", "a", "big", "0".repeat(70_000));
    assertThatThrownBy(() -> Parcel.unpack(zip, target(), SMALL, room()))
        .isInstanceOfSatisfying(
            ServerFault.class, fault -> assertThat(fault.type()).isEqualTo(ServerFault.TOO_LARGE));
  }

  @Test
  void filesAreCounted() throws IOException {
    Path zip = zip("bulwark.yaml", "", "1", "", "2", "", "3", "", "4", "", "5", "");
    assertThatThrownBy(() -> Parcel.unpack(zip, target(), SMALL, room()))
        .isInstanceOfSatisfying(
            ServerFault.class, fault -> assertThat(fault.type()).isEqualTo(ServerFault.TOO_LARGE));
  }

  @Test
  void aFolderWithoutManifestIsNoProject() throws IOException {
    for (Path zip : List.of(zip("x", "a"), zip("a/bulwark.yaml", "a", "b", "c"), zip())) {
      assertThatThrownBy(() -> Parcel.unpack(zip, target(), SMALL, room()))
          .isInstanceOf(ServerFault.class);
    }
  }

  /// Either the files that were sent, or a refusal: no cut and no flipped bit gives anything else.
  @Test
  void mangledZipsAreRefusedOrRight() throws IOException {
    byte[] whole = bytes("bulwark.yaml", "system: x\n", "m/n", "some text that is here");
    int refused = 0;
    for (int cut = 0; cut < whole.length; cut++) {
      refused += outcome(java.util.Arrays.copyOf(whole, cut)) ? 0 : 1;
    }
    assertThat(refused).isEqualTo(whole.length);
    for (int bit = 0; bit < whole.length * 8; bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      outcome(flipped);
    }
  }

  /// What unpacks a zip compares neither.
  @Test
  void contentsAreComparedWithTheirChecksumAndSize() throws IOException {
    byte[] whole = bytes("bulwark.yaml", "system: x\n", "m", "0".repeat(50));
    int directory = new String(whole, StandardCharsets.ISO_8859_1).lastIndexOf("PK\u0001\u0002");
    for (int field : new int[] {16, 24}) {
      byte[] other = whole.clone();
      other[directory + field] ^= 1;
      assertThatThrownBy(() -> Parcel.unpack(write(other), target(), SMALL, room()))
          .isInstanceOfSatisfying(
              ServerFault.class, fault -> assertThat(fault.type()).isEqualTo(ServerFault.INVALID));
    }
  }

  /// All of the directory is in memory as soon as a zip is opened.
  @Test
  void theDirectoryIsBoundedBeforeItIsRead() throws IOException {
    List<String> entries = new java.util.ArrayList<>(List.of("bulwark.yaml", "a"));
    for (int i = 0; i < 20; i++) {
      entries.addAll(List.of(".git/" + i, ""));
    }
    tooLarge(zip(entries.toArray(String[]::new)));
    int claimed = 40 << 20;
    ByteBuffer end = little(22).putInt(0, 0x06054b50).putInt(12, claimed);
    tooLarge(ending(claimed, end));
    ByteBuffer large =
        little(56 + 20 + 22)
            .putInt(0, 0x06064b50)
            .putLong(32, 1)
            .putLong(40, claimed)
            .putInt(56, 0x07064b50)
            .putLong(64, claimed)
            .putInt(76, 0x06054b50)
            .putShort(86, (short) -1)
            .putInt(88, -1);
    tooLarge(ending(claimed, large));
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(java.nio.ByteOrder.LITTLE_ENDIAN);
  }

  private Path ending(int after, ByteBuffer end) throws IOException {
    Path zip = write(new byte[0]);
    try (FileChannel file = FileChannel.open(zip, java.nio.file.StandardOpenOption.WRITE)) {
      file.write(end, after);
    }
    return zip;
  }

  private void tooLarge(Path zip) {
    assertThatThrownBy(() -> Parcel.unpack(zip, target(), SMALL, room()))
        .isInstanceOfSatisfying(
            ServerFault.class, fault -> assertThat(fault.type()).isEqualTo(ServerFault.TOO_LARGE));
  }

  @Test
  void aNameTheDiskCannotKeepIsTheSendersFault() throws IOException {
    for (String name : List.of("é".repeat(200), ("d".repeat(250) + "/").repeat(10) + "x")) {
      Parcel.Bounds deep = new Parcel.Bounds(ByteSize.ofKib(64), 5, 64);
      Path zip = zip("bulwark.yaml", "a", name, "b");
      assertThatThrownBy(() -> Parcel.unpack(zip, target(), deep, room()))
          .isInstanceOfSatisfying(
              ServerFault.class, fault -> assertThat(fault.type()).isEqualTo(ServerFault.INVALID));
    }
  }

  /// Whether it was taken; any other end than a refusal fails the test.
  private boolean outcome(byte[] bytes) throws IOException {
    Path target = target();
    try {
      Parcel.unpack(write(bytes), target, SMALL, room());
      assertThat(target.resolve("bulwark.yaml")).hasContent("system: x\n");
      Set<String> files = files(target);
      assertThat(files).hasSize(2);
      for (String name : files) {
        // Nothing in a zip vouches for a name.
        assertThat(Files.readString(target.resolve(name)))
            .isEqualTo(name.equals("bulwark.yaml") ? "system: x\n" : "some text that is here");
      }
      return true;
    } catch (ServerFault e) {
      return false;
    }
  }

  @Test
  void aZipThatWouldFillTheDiskIsStoppedOnItsWay() throws IOException {
    Path target = target();
    AtomicInteger looks = new AtomicInteger();
    FreeRoom shortly =
        new FreeRoom(temp, _ -> looks.getAndIncrement() < 3 ? Long.MAX_VALUE : (1 << 30) - 1);
    Path zip = zip("bulwark.yaml", "a", "large", "0".repeat(100 << 20));
    assertThatThrownBy(() -> Parcel.unpack(zip, target, Parcel.Bounds.DEFAULT, shortly.meter()))
        .isInstanceOfSatisfying(
            ServerFault.class, fault -> assertThat(fault.type()).isEqualTo(ServerFault.NOT_STORED));
    assertThat(Files.size(target.resolve("large"))).isBetween(32L << 20, 48L << 20);
  }
}
