package dev.bulwark.server.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.server.ServerFault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
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
        Parcel.unpack(zip("bulwark.yaml", "a: b\n", "models/m.bin", "xyz"), target, SMALL);
    assertThat(content).isEqualTo(new Parcel.Content(2, 8));
    assertThat(files(target)).containsExactly("bulwark.yaml", "models/m.bin");
    assertThat(target.resolve("models/m.bin")).hasContent("xyz");
  }

  @Test
  void theOneFolderAForgePutsAroundIsTakenOff() throws IOException {
    Path target = target();
    Parcel.unpack(zip("repo-main/bulwark.yaml", "a", "repo-main/x/y", "b"), target, SMALL);
    assertThat(files(target)).containsExactly("bulwark.yaml", "x/y");
  }

  @Test
  void whatNoProjectIsMadeOfIsLeftOut() throws IOException {
    Path target = target();
    Parcel.unpack(
        zip("bulwark.yaml", "a", ".git/config", "b", "x/node_modules/y/z", "c"), target, SMALL);
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
    assertThatThrownBy(() -> Parcel.unpack(zip, target, SMALL))
        .isInstanceOfSatisfying(
            ServerFault.class, fault -> assertThat(fault.type()).isEqualTo(ServerFault.INVALID));
    assertThat(files(temp)).allMatch(file -> file.startsWith("sent") || file.startsWith("target"));
  }

  @Test
  void aBombIsCountedAsItUnpacks() throws IOException {
    Path zip = zip("bulwark.yaml", "a", "big", "0".repeat(70_000));
    assertThatThrownBy(() -> Parcel.unpack(zip, target(), SMALL))
        .isInstanceOfSatisfying(
            ServerFault.class, fault -> assertThat(fault.type()).isEqualTo(ServerFault.TOO_LARGE));
  }

  @Test
  void filesAreCounted() throws IOException {
    Path zip = zip("bulwark.yaml", "", "1", "", "2", "", "3", "", "4", "", "5", "");
    assertThatThrownBy(() -> Parcel.unpack(zip, target(), SMALL))
        .isInstanceOfSatisfying(
            ServerFault.class, fault -> assertThat(fault.type()).isEqualTo(ServerFault.TOO_LARGE));
  }

  @Test
  void aFolderWithoutManifestIsNoProject() throws IOException {
    for (Path zip : List.of(zip("x", "a"), zip("a/bulwark.yaml", "a", "b", "c"), zip())) {
      assertThatThrownBy(() -> Parcel.unpack(zip, target(), SMALL)).isInstanceOf(ServerFault.class);
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

  /// Whether it was taken; any other end than a refusal fails the test.
  private boolean outcome(byte[] bytes) throws IOException {
    Path target = target();
    try {
      Parcel.unpack(write(bytes), target, SMALL);
      assertThat(target.resolve("bulwark.yaml")).exists();
      return true;
    } catch (ServerFault e) {
      return false;
    }
  }
}
