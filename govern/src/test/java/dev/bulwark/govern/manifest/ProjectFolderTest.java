package dev.bulwark.govern.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.check.Subject;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ProjectFolderTest {
  @TempDir Path temp;
  private Path root;

  @BeforeEach
  void project() throws IOException {
    root = Files.createDirectories(temp.resolve("project"));
    write("bulwark.yaml", Sound.text().getBytes());
    write("models/ranker.safetensors", ListedFiles.safetensors());
    write("docs/returns.md", "Send it back.".getBytes());
    write("prompts/system.md", "You help.".getBytes());
  }

  private void write(String name, byte[] content) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }

  private ProjectFolder walk() {
    return walk(Limits.DEFAULT);
  }

  private ProjectFolder walk(Limits limits) {
    return ProjectFolder.walk(root, limits, System::nanoTime);
  }

  private static List<ProjectFiles.Gap.Kind> kinds(ProjectFolder folder) {
    return folder.gaps().stream().map(ProjectFiles.Gap::kind).toList();
  }

  private static ProjectFiles.Content content(ProjectFolder folder, String name) {
    return folder.read(new TreeSet<>(List.of(name))).get(name);
  }

  @Test
  void aSoundProjectOpensValid() {
    Project project = Project.open(walk(), Sound.READER);
    assertThat(Sound.report(project.reading())).isEqualTo("no problems\n");
    assertThat(project.manifest())
        .isEqualTo(new Subject("bulwark.yaml", Digest.of(Bytes.utf8(Sound.text()))));
    assertThat(project.files().gaps()).isEmpty();
  }

  @Test
  void digestsAreOfTheBytesOnDisk() throws IOException {
    byte[] large = new byte[3_000_001];
    large[large.length - 1] = 1;
    write("models/large.bin", large);
    assertThat(content(walk(), "models/large.bin"))
        .isEqualTo(
            new ProjectFiles.Content.Named(
                new Subject("models/large.bin", Digest.of(Bytes.of(large)))));
  }

  @Test
  void aFolderWithoutManifestSaysWhatToDo() throws IOException {
    Files.delete(root.resolve("bulwark.yaml"));
    assertThatThrownBy(() -> Project.open(walk(), Sound.READER))
        .isInstanceOf(ManifestFault.class)
        .hasMessageContaining("bulwark init");
  }

  @Test
  void aFolderThatIsNotThereIsAFault() {
    assertThatThrownBy(
            () -> ProjectFolder.walk(temp.resolve("none"), Limits.DEFAULT, System::nanoTime))
        .isInstanceOf(ManifestFault.class);
    assertThatThrownBy(
            () ->
                ProjectFolder.walk(root.resolve("bulwark.yaml"), Limits.DEFAULT, System::nanoTime))
        .isInstanceOf(ManifestFault.class);
  }

  @Test
  void aGibibyteOfManifestIsRefusedUnread() throws IOException {
    try (RandomAccessFile file =
        new RandomAccessFile(root.resolve("bulwark.yaml").toFile(), "rw")) {
      file.setLength(1L << 30);
    }
    assertThat(Sound.report(Project.open(walk(), Sound.READER).reading())).contains("1GiB");
  }

  @Test
  void linksThatLoopBreakOrLeaveAreToldAndNotFollowed() throws IOException {
    Files.createSymbolicLink(root.resolve("self"), root.resolve("self"));
    Files.createSymbolicLink(root.resolve("up"), root);
    Files.createSymbolicLink(root.resolve("nothing"), root.resolve("gone"));
    Path secret = Files.writeString(temp.resolve("secret"), "s");
    Files.createSymbolicLink(root.resolve("models/out.safetensors"), secret);
    ProjectFolder folder = walk();
    assertThat(folder.gaps())
        .extracting(ProjectFiles.Gap::path)
        .containsExactly("models/out.safetensors", "nothing", "self");
    assertThat(folder.files()).doesNotContainKey("models/out.safetensors");
    assertThat(folder.files().keySet()).noneMatch(name -> name.startsWith("up/"));
    assertThat(Sound.report(Project.open(folder, Sound.READER).reading()))
        .contains("models/out.safetensors")
        .contains("leaves the project");
  }

  @Test
  void aLinkToAFileInsideIsThatFile() throws IOException {
    write("blobs/b1", ListedFiles.safetensors());
    Files.createSymbolicLink(root.resolve("models/x.safetensors"), root.resolve("blobs/b1"));
    ProjectFolder folder = walk();
    assertThat(folder.files().get("models/x.safetensors").format())
        .contains(ModelFormat.SAFETENSORS);
    assertThat(content(folder, "models/x.safetensors"))
        .isInstanceOf(ProjectFiles.Content.Named.class);
  }

  @Test
  void aFileSwappedForALinkAfterTheWalkIsNotRead() throws IOException {
    ProjectFolder folder = walk();
    Path file = root.resolve("docs/returns.md");
    Files.delete(file);
    Files.createSymbolicLink(file, Files.writeString(temp.resolve("secret"), "Send it back."));
    assertThat(content(folder, "docs/returns.md"))
        .isInstanceOf(ProjectFiles.Content.Unreadable.class);
  }

  @Test
  void aFolderSwappedForALinkAfterTheWalkIsNotRead() throws IOException {
    ProjectFolder folder = walk();
    Files.move(root.resolve("docs"), temp.resolve("docs"));
    Files.createSymbolicLink(root.resolve("docs"), temp.resolve("docs"));
    assertThat(content(folder, "docs/returns.md"))
        .isInstanceOf(ProjectFiles.Content.Unreadable.class);
  }

  @Test
  void aFileThatVanishedOrGrewIsUnreadable() throws IOException {
    ProjectFolder folder = walk();
    Files.delete(root.resolve("docs/returns.md"));
    assertThat(content(folder, "docs/returns.md"))
        .isEqualTo(new ProjectFiles.Content.Unreadable("it is not there any more"));
    assertThat(Sound.report(Project.open(folder, Sound.READER).reading()))
        .contains("it is not there any more");
  }

  /// The clock is asked while a file is read: the moment to write to it.
  @Test
  void aFileThatChangesWhileItIsReadIsUnreadable() throws IOException {
    write("models/large.bin", new byte[2_000_000]);
    AtomicBoolean reading = new AtomicBoolean();
    ProjectFolder folder =
        ProjectFolder.walk(
            root,
            Limits.DEFAULT,
            () -> {
              if (reading.get()) {
                overwriteLastByte(root.resolve("models/large.bin"));
              }
              return System.nanoTime();
            });
    assertThat(content(folder, "models/large.bin")).isInstanceOf(ProjectFiles.Content.Named.class);
    reading.set(true);
    assertThat(content(folder, "models/large.bin"))
        .isEqualTo(new ProjectFiles.Content.Unreadable("it changed while it was read"));
  }

  private static void overwriteLastByte(Path file) {
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
      access.seek(access.length() - 1);
      access.write(1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void readingThatTakesTooLongIsUnreadable() throws IOException {
    write("models/large.bin", new byte[2_000_000]);
    AtomicLong now = new AtomicLong();
    Limits limits = new Limits(ByteSize.ofGib(1), 1000, 16, Duration.ofMinutes(1));
    ProjectFolder folder =
        ProjectFolder.walk(root, limits, () -> now.addAndGet(Duration.ofSeconds(20).toNanos()));
    assertThat(content(folder, "models/large.bin"))
        .isInstanceOf(ProjectFiles.Content.Unreadable.class);
  }

  @Test
  void pipesAreToldAndNeverOpened() throws Exception {
    run("mkfifo", root.resolve("docs/pipe").toString());
    ProjectFolder folder = walk();
    assertThat(kinds(folder)).containsExactly(ProjectFiles.Gap.Kind.NO_FILE);
    assertThat(Sound.report(Project.open(folder, Sound.READER).reading())).contains("docs/pipe");
  }

  @Test
  void namesThatAreNoTextAreToldAndStillLookedAt() throws Exception {
    run("sh", "-c", "printf '\\200\\004}.' > \"$1/$(printf 'a\\377.dat')\"", "sh", root.toString());
    ProjectFolder folder = walk();
    assertThat(kinds(folder)).containsExactly(ProjectFiles.Gap.Kind.BAD_NAME);
    assertThat(folder.files().get("a%FF.dat").format()).contains(ModelFormat.PICKLE);
  }

  @Test
  void namesInUtf8AreReadWhateverTheLocale() throws Exception {
    run("sh", "-c", "echo x > \"$1/$(printf 'docs/\\303\\274ber.md')\"", "sh", root.toString());
    assertThat(walk().files()).containsKey("docs/\u00fcber.md");
  }

  @Test
  void installedPackagesAndVersionControlAreLeftAlone() throws IOException {
    write(".git/objects/ab", ListedFiles.pickle());
    write("node_modules/x/y.pkl", ListedFiles.pickle());
    write("env/pyvenv.cfg", "home = /usr".getBytes());
    write("env/lib/z.pkl", ListedFiles.pickle());
    ProjectFolder folder = walk();
    assertThat(folder.ignored()).containsExactly(".git", "env", "node_modules");
    assertThat(folder.files()).hasSize(4);
  }

  @Test
  void boundsOnEntriesDepthAndTimeAreGapsNotSilence() throws IOException {
    for (int i = 0; i < 50; i++) {
      write("many/f" + i, new byte[1]);
    }
    Limits few = new Limits(ByteSize.ofGib(1), 20, 16, Duration.ofMinutes(1));
    assertThat(kinds(walk(few))).containsExactly(ProjectFiles.Gap.Kind.OVER_LIMIT);
    write("a/b/c/d", new byte[1]);
    Limits shallow = new Limits(ByteSize.ofGib(1), 1000, 2, Duration.ofMinutes(1));
    assertThat(walk(shallow).gaps())
        .singleElement()
        .satisfies(gap -> assertThat(gap.path()).isEqualTo("a/b/c"));
    for (int i = 0; i < 1100; i++) {
      write("many/g" + i, new byte[0]);
    }
    AtomicLong hours = new AtomicLong();
    ProjectFolder late =
        ProjectFolder.walk(
            root, Limits.DEFAULT, () -> hours.addAndGet(Duration.ofHours(1).toNanos()));
    assertThat(kinds(late)).containsExactly(ProjectFiles.Gap.Kind.OVER_LIMIT);
  }

  @Test
  void moreBytesThanAllowedAreUnreadable() throws IOException {
    write("models/large.bin", new byte[200_000]);
    Limits small = new Limits(ByteSize.ofKib(100), 1000, 16, Duration.ofMinutes(1));
    assertThat(content(walk(small), "models/large.bin"))
        .isInstanceOf(ProjectFiles.Content.Unreadable.class);
  }

  private static void run(String... command) throws Exception {
    Process process;
    try {
      process = new ProcessBuilder(command).inheritIO().start();
    } catch (IOException e) {
      Assumptions.abort("skipped: this system has no " + command[0]);
      return;
    }
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
  }
}
