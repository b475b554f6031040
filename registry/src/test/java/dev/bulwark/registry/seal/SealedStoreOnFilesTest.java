package dev.bulwark.registry.seal;

import static dev.bulwark.registry.seal.SealFixture.content;
import static dev.bulwark.registry.seal.SealFixture.opened;
import static dev.bulwark.registry.seal.SealFixture.push;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.fault.Fault;
import dev.bulwark.registry.seal.PackingList.Item;
import dev.bulwark.registry.seal.SealFixture.Version;
import dev.bulwark.store.FileObjectStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The sealed store on real files.
class SealedStoreOnFilesTest {
  private static final String MARKER = "PLANTED-MARKER-7f3a";
  private static final String NAME = "secret-project-weights";

  @TempDir Path folder;

  private SealedStore store() {
    return SealFixture.store(FileObjectStore.open(folder.resolve("store")));
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.toList();
    }
  }

  /// What an owner of the disk sees: no content, no file name, no version, no key, nothing equal.
  @Test
  void aStoreWithoutTheKeysSaysNothing() throws IOException {
    SealedStore store = store();
    Bytes planted = Bytes.utf8(MARKER.repeat(5_000));
    List<Item> items = new ArrayList<>();
    items.add(SealFixture.seal(store, NAME + "/one.bin", planted));
    items.add(SealFixture.seal(store, NAME + "/two.bin", planted));
    DataKey key = DataKey.generate(SealFixture.RANDOM);
    PackingList list = new PackingList(items);
    store.putList(list, key);
    store.keep(SealFixture.at("scorer@1"), key);
    List<String> secrets = new ArrayList<>(List.of(MARKER, NAME, "one.bin", "scorer", "model"));
    items.forEach(item -> addForms(secrets, item.digest().value()));
    items.forEach(item -> addForms(secrets, item.key().secret()));
    addForms(secrets, key.secret());
    for (Path file : files()) {
      String path = folder.relativize(file).toString();
      assertThat(secrets).noneMatch(path::contains);
      if (Files.isRegularFile(file)) {
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertThat(secrets).as(path).noneMatch(bytes::contains);
      }
    }
  }

  private static void addForms(List<String> forms, Bytes secret) {
    forms.add(secret.hex());
    forms.add(Base64.getEncoder().encodeToString(secret.toArray()).substring(0, 40));
    forms.add(new String(secret.toArray(), StandardCharsets.ISO_8859_1));
  }

  @Test
  void filesGoUnderSealSideBySide() throws Exception {
    SealedStore store = store();
    List<Future<Item>> sealed = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 8; i++) {
        String name = "file-" + i;
        Callable<Item> work = () -> SealFixture.seal(store, name, content(name, 3_000_000));
        sealed.add(threads.submit(work));
      }
    }
    for (int i = 0; i < 8; i++) {
      assertThat(SealFixture.copied(store(), sealed.get(i).get()))
          .isEqualTo(content("file-" + i, 3_000_000));
    }
  }

  @Test
  void anErasedStoreHoldsNoFile() throws IOException {
    SealedStore store = store();
    Version version = push(store, "scorer@1", 100);
    store.erase(SealFixture.at("scorer@1"), version.names());
    assertThat(store().key(SealFixture.at("scorer@1"))).isEmpty();
    assertThat(files().stream().filter(Files::isRegularFile)).isEmpty();
  }

  /// Runs in the child: pushes until it is told why it cannot, and shows what is left.
  static final class Child {
    private Child() {}

    public static void main(String[] args) throws IOException {
      Path folder = Path.of(args[0]);
      try {
        SealedStore store = SealFixture.store(FileObjectStore.open(folder));
        Version version = push(store, "scorer@1", 100_000);
        try {
          push(store, "scorer@2", 20_000_000);
        } catch (Fault e) {
          System.out.println(e.type().slug() + " " + e.getMessage());
        }
        boolean isWhole = opened(store, "scorer@1", version.list()).equals(version.plain());
        System.out.println("the first is whole: " + isWhole);
        try (Stream<Path> files = Files.walk(folder)) {
          System.out.println("files: " + files.filter(Files::isRegularFile).count());
        }
      } catch (Fault e) {
        System.out.println(e.type().slug() + " " + e.getMessage());
      }
    }
  }

  /// @param prepare shell commands that make `$1` what it should be
  private List<String> child(String prepare) throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/unshare")), "skipped: unshare not present");
    Path mounted = Files.createDirectory(folder.resolve("mounted"));
    Process process =
        new ProcessBuilder(
                "unshare",
                "--map-root-user",
                "--mount",
                "sh",
                "-c",
                prepare + " || exit 99; \"$2\" -XX:+UseSerialGC -cp \"$3\" \"$4\" \"$1\"",
                "sh",
                mounted.toString(),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                System.getProperty("java.class.path"),
                Child.class.getName())
            .redirectErrorStream(true)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assumeTrue(
        process.exitValue() != 99 && !out.startsWith("unshare:"),
        "skipped: this machine lets nobody mount in a namespace of their own");
    assertThat(process.exitValue()).as(out).isZero();
    return out.lines().toList();
  }

  @Test
  void aFullDiskIsNamedAndLeavesNothingOfTheUpload() throws Exception {
    List<String> out = child("mount -t tmpfs -o size=8m tmpfs \"$1\"");
    assertThat(out).hasSize(3);
    assertThat(out.get(0)).startsWith("store-unavailable ").contains("No space left", "free some");
    assertThat(out.get(1)).isEqualTo("the first is whole: true");
    assertThat(out.get(2)).isEqualTo("files: 3");
  }

  @Test
  void aReadOnlyDiskIsNamed() throws Exception {
    List<String> out = child("mount -t tmpfs -o ro tmpfs \"$1\"");
    assertThat(out).hasSize(1);
    assertThat(out.getFirst()).startsWith("store-unavailable ").contains("Read-only", "writable");
  }
}
