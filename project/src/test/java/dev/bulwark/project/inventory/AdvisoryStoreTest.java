package dev.bulwark.project.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.bulwark.inventory.InventoryFault;
import dev.bulwark.inventory.osv.AdvisoryFile;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.fault.Fault;
import dev.bulwark.kernel.store.StoreFault;
import dev.bulwark.project.Shell;
import dev.bulwark.project.terminal.Progress;
import dev.bulwark.project.terminal.Terminal;
import dev.bulwark.project.workspace.Home;
import dev.bulwark.testkit.FaultPlan;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What was imported is there as it was imported, or a fault says that it is not: never less of it,
/// and never nothing.
class AdvisoryStoreTest {
  private static final String KEV =
      """
      {"catalogVersion":"2026.11.22","vulnerabilities":[{"cveID":"CVE-2026-1","dateAdded":"2026-11-22"}]}
      """;
  private static final String VEX =
      """
      {"@context":"https://openvex.dev/ns/v0.2.0","author":"Ann","statements":[
       {"vulnerability":{"name":"CVE-2026-1"},"products":["pkg:pypi/torch@2.1.0"],
        "status":"not_affected","justification":"vulnerable_code_not_present"}]}
      """;

  @TempDir Path temp;
  private Home home;
  private Path one;
  private Path other;

  @BeforeEach
  void zips() throws IOException {
    home = Home.of(temp.resolve("project"));
    one = zip("one.zip", "PYSEC-1");
    other = zip("other.zip", "PYSEC-2", "PYSEC-3");
  }

  private Path zip(String name, String... ids) throws IOException {
    Path zip = temp.resolve(name);
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      for (String id : ids) {
        out.putNextEntry(new ZipEntry(id + ".json"));
        out.write(
            """
            {"id":"%s","modified":"2026-11-20T00:00:00Z",
             "affected":[{"package":{"ecosystem":"PyPI","name":"torch"},"versions":["1.0"]}]}
            """
                .formatted(id)
                .getBytes(StandardCharsets.UTF_8));
      }
    }
    return zip;
  }

  private static Shell shell() {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    return new Shell(
        new Terminal(nowhere, nowhere, false, false),
        InstantSource.fixed(Instant.parse("2026-11-24T10:00:00Z")),
        System::nanoTime);
  }

  private AdvisoryStore store() {
    return new AdvisoryStore(home, shell());
  }

  private static void take(AdvisoryStore store, AdvisoryStore.Given given) {
    Shell shell = shell();
    try (Progress progress = new Progress(shell.terminal(), shell.nanoTime())) {
      store.take(given, progress);
    }
  }

  private AdvisoryStore.Given given(Path... zips) {
    return new AdvisoryStore.Given(List.of(zips), Optional.empty(), Optional.empty(), List.of());
  }

  private AdvisoryStore.Given everything(Path zip) {
    return new AdvisoryStore.Given(
        List.of(zip), Optional.of(content(KEV)), Optional.empty(), List.of(content(VEX)));
  }

  private AdvisoryStore.Content content(String text) {
    return new AdvisoryStore.Content(temp.resolve("given"), Bytes.utf8(text));
  }

  /// What is open, in one line.
  private String seen() {
    try (OpenAdvisories open = store().open()) {
      return open.advisories()
              .map(
                  all ->
                      all.files().stream()
                              .map(AdvisoryFile::imported)
                              .map(imported -> imported.advisories() + " records")
                              .toList()
                          + ", "
                          + all.kev().entries().size()
                          + " exploited, ")
              .orElse("nothing, ")
          + open.statements().size()
          + " statements";
    }
  }

  private TreeSet<String> names() throws IOException {
    try (Stream<Path> files = Files.list(home.advisories())) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .collect(java.util.stream.Collectors.toCollection(TreeSet::new));
    }
  }

  /// The newest record is of 20 November.
  @Test
  void whatIsDatedAheadIsAWeakness() {
    take(store(), given(one));
    try (OpenAdvisories open = store().open()) {
      assertThat(open.weakness(Instant.parse("2026-11-21T00:00:00Z"))).isEmpty();
      assertThat(open.weakness(Instant.parse("2026-11-19T01:00:00Z"))).isEmpty();
      assertThat(open.weakness(Instant.parse("2026-11-18T23:00:00Z")).orElse(""))
          .contains("still to come");
    }
  }

  @Test
  void whatIsNotGivenStaysAsItIs() {
    assertThat(seen()).isEqualTo("nothing, 0 statements");
    take(store(), everything(one));
    assertThat(seen()).isEqualTo("[1 records], 1 exploited, 1 statements");
    take(store(), given(other));
    assertThat(seen()).isEqualTo("[2 records], 1 exploited, 1 statements");
    take(store(), given(one, other));
    assertThat(seen()).isEqualTo("[1 records, 2 records], 1 exploited, 1 statements");
  }

  /// Every change fails in turn, lost or kept, and then the process is gone.
  @Test
  void afterACrashBetweenAnyTwoWritesItIsTheOldOneOrTheNewOne() throws IOException {
    String before = "[1 records], 1 exploited, 1 statements";
    String after = "[2 records], 1 exploited, 1 statements";
    FaultPlan counting = FaultPlan.none();
    take(store(), everything(one));
    take(new AdvisoryStore(home, shell(), counting::write), everything(other));
    long writes = counting.writes();
    assertThat(writes).isGreaterThanOrEqualTo(5);
    int old = 0;
    for (long failing = 0; failing < writes; failing++) {
      for (boolean kept : new boolean[] {false, true}) {
        for (long count : new long[] {1, Long.MAX_VALUE}) {
          take(store(), everything(one));
          assertThat(seen()).isEqualTo(before);
          FaultPlan plan = FaultPlan.of(failing, count, kept);
          assertThatThrownBy(
                  () -> take(new AdvisoryStore(home, shell(), plan::write), everything(other)))
              .as("write %d, kept %s", failing, kept)
              .isInstanceOf(StoreFault.class);
          String now = seen();
          assertThat(now).as("write %d, kept %s, %d", failing, kept, count).isIn(before, after);
          old += now.equals(before) ? 1 : 0;
          take(store(), everything(other));
          assertThat(seen()).isEqualTo(after);
          assertThat(names()).as("nothing is left behind").hasSize(5);
        }
      }
    }
    assertThat(old).as("both outcomes were seen").isBetween(1, (int) (4 * writes) - 1);
  }

  /// The first import, too: nothing, or all of it.
  @Test
  void aCrashInTheFirstImportLeavesNothingOrAll() throws IOException {
    FaultPlan counting = FaultPlan.none();
    take(new AdvisoryStore(home, shell(), counting::write), everything(one));
    for (long failing = 0; failing < counting.writes(); failing++) {
      for (boolean kept : new boolean[] {false, true}) {
        for (String name : names()) {
          Files.delete(home.advisories().resolve(name));
        }
        FaultPlan plan = FaultPlan.of(failing, Long.MAX_VALUE, kept);
        catchThrowable(() -> take(new AdvisoryStore(home, shell(), plan::write), everything(one)));
        assertThat(seen()).isIn("nothing, 0 statements", "[1 records], 1 exploited, 1 statements");
      }
    }
  }

  @Test
  void aRefusedImportChangesNothing() throws IOException {
    take(store(), everything(one));
    TreeSet<String> before = names();
    Path foreign = Files.writeString(temp.resolve("foreign.zip"), "no zip");
    Path broken = zip("broken.zip", "PYSEC-4", "bad\"quote");
    AdvisoryStore.Content nonsense = content("nonsense");
    List<AdvisoryStore.Given> bad =
        List.of(
            given(foreign),
            given(other, broken),
            new AdvisoryStore.Given(
                List.of(other), Optional.of(nonsense), Optional.empty(), List.of()),
            new AdvisoryStore.Given(
                List.of(other), Optional.empty(), Optional.of(nonsense), List.of()),
            new AdvisoryStore.Given(
                List.of(other), Optional.empty(), Optional.empty(), List.of(nonsense)));
    for (AdvisoryStore.Given given : bad) {
      assertThatThrownBy(() -> take(store(), given)).isInstanceOf(Fault.class);
      assertThat(seen()).isEqualTo("[1 records], 1 exploited, 1 statements");
      assertThat(names()).isEqualTo(before);
    }
  }

  @Test
  void oneImportAtATime() throws IOException {
    take(store(), everything(one));
    try (FileChannel channel =
            FileChannel.open(home.advisories().resolve("lock"), StandardOpenOption.WRITE);
        var held = channel.lock()) {
      assertThat(held.isValid()).isTrue();
      assertThatThrownBy(() -> take(store(), given(other)))
          .isInstanceOf(StoreFault.class)
          .hasMessageContaining("found another");
      assertThat(seen()).isEqualTo("[1 records], 1 exploited, 1 statements");
    }
    take(store(), given(other));
    assertThat(seen()).startsWith("[2 records]");
  }

  /// One that reads while another imports keeps what it has open.
  @Test
  void whatIsOpenStaysReadableWhileItIsReplaced() {
    take(store(), everything(one));
    try (OpenAdvisories open = store().open()) {
      take(store(), given(other));
      assertThat(open.advisories().orElseThrow().files().getFirst().named("PYSEC-1")).hasSize(1);
    }
  }

  @Test
  void everyChangedByteIsAFault() throws IOException {
    take(store(), everything(one));
    for (String name : names()) {
      Path file = home.advisories().resolve(name);
      byte[] whole = Files.readAllBytes(file);
      for (int at = 0; at < whole.length; at++) {
        byte[] changed = whole.clone();
        changed[at] ^= 1;
        Files.write(file, changed);
        assertThatThrownBy(this::seen).as("%s, byte %d", name, at).isInstanceOf(Fault.class);
      }
      Files.write(file, whole);
    }
    assertThat(seen()).isEqualTo("[1 records], 1 exploited, 1 statements");
  }

  @Test
  void everyCutAndEveryMissingFileIsAFault() throws IOException {
    take(store(), everything(one));
    for (String name : names()) {
      Path file = home.advisories().resolve(name);
      byte[] whole = Files.readAllBytes(file);
      for (int length = 0; length < whole.length; length++) {
        Files.write(file, java.util.Arrays.copyOf(whole, length));
        assertThatThrownBy(this::seen).as("%s, cut at %d", name, length).isInstanceOf(Fault.class);
      }
      if (whole.length > 0 && !name.equals("index")) {
        Files.delete(file);
        assertThatThrownBy(this::seen).as("%s, missing", name).isInstanceOf(Fault.class);
      }
      Files.write(file, whole);
    }
  }

  /// A sound file under the name of another one, an index line too few.
  @Test
  void filesThatAreSoundAndNotMeantAreFaults() throws IOException {
    take(store(), given(one, other));
    List<String> lines = Files.readAllLines(home.advisories().resolve("index"));
    Path first = home.advisories().resolve(lines.get(1).substring(4));
    Path second = home.advisories().resolve(lines.get(2).substring(4));
    byte[] kept = Files.readAllBytes(first);
    Files.write(first, Files.readAllBytes(second));
    assertThatThrownBy(this::seen)
        .isInstanceOfSatisfying(
            InventoryFault.class, e -> assertThat(e.type()).isEqualTo(InventoryFault.DAMAGED));
    Files.write(first, kept);
    lines.remove(2);
    Files.write(home.advisories().resolve("index"), lines);
    assertThatThrownBy(this::seen).isInstanceOf(InventoryFault.class);
  }

  @Test
  void aForeignIndexAndOneOfALaterVersionAreFaultsThatAnImportMends() throws IOException {
    for (String text : List.of("", "hello\n", "bulwark-advisories 1\n", "bulwark-advisories 3\n")) {
      take(store(), everything(one));
      Files.writeString(home.advisories().resolve("index"), text);
      assertThatThrownBy(this::seen)
          .isInstanceOfSatisfying(
              InventoryFault.class,
              e -> assertThat(e.type()).isEqualTo(InventoryFault.UNKNOWN_FORMAT))
          .hasMessageContaining("again");
      assertThatThrownBy(
              () ->
                  take(
                      store(),
                      new AdvisoryStore.Given(
                          List.of(), Optional.of(content(KEV)), Optional.empty(), List.of())))
          .as("what stays as it is must be known")
          .isInstanceOf(InventoryFault.class);
      take(store(), everything(other));
      assertThat(seen()).isEqualTo("[2 records], 1 exploited, 1 statements");
    }
  }

  @Test
  void aPlaceThatCannotBeWrittenIsAFault() throws IOException {
    Files.createDirectories(home.advisories().getParent());
    Files.writeString(home.advisories(), "a file where the folder should be");
    assertThatThrownBy(() -> take(store(), given(one))).isInstanceOf(StoreFault.class);
    Files.delete(home.advisories());
    take(store(), given(one));
    Files.delete(home.advisories().resolve("lock"));
    Files.createDirectory(home.advisories().resolve("lock"));
    assertThatThrownBy(() -> take(store(), given(other))).isInstanceOf(StoreFault.class);
    assertThat(seen()).startsWith("[1 records]");
  }

  @Test
  void aReadOnlyFolderIsAFault() throws IOException {
    take(store(), given(one));
    Files.setPosixFilePermissions(home.advisories(), PosixFilePermissions.fromString("r-xr-xr-x"));
    try {
      Assumptions.assumeFalse(
          Files.isWritable(home.advisories()), "skipped: this user may write everywhere");
      assertThatThrownBy(() -> take(store(), given(other))).isInstanceOf(Fault.class);
      assertThat(seen()).startsWith("[1 records]");
    } finally {
      Files.setPosixFilePermissions(
          home.advisories(), PosixFilePermissions.fromString("rwx------"));
    }
  }
}
