package dev.bulwark.registry.seal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.registry.seal.SealFixture.Version;
import dev.bulwark.store.FileObjectStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process that pushes is killed at a random moment, again and again on one store: every version
/// it had acknowledged opens, and what it was about is swept away.
class SealKilledProcessTest {
  private static final int[] SIZES = {100, 40_000, 700_000};

  @TempDir Path folder;

  private final Map<String, String> acknowledged = new HashMap<>();

  /// Runs in the child: pushes until it is killed, and tells of each version when it is kept.
  static final class Child {
    private Child() {}

    public static void main(String[] args) {
      SealedStore store = open(Path.of(args[0]));
      for (int i = 0; ; i++) {
        Version version = SealFixture.push(store, args[1] + "@" + i, SIZES);
        System.out.println(version.id() + " " + version.list() + " whole");
      }
    }
  }

  private static SealedStore open(Path folder) {
    return SealFixture.store(
        FileObjectStore.open(folder.resolve("store")),
        KeystoreKey.open(folder.resolve("registry.key"), SealFixture.RANDOM));
  }

  @Test
  void noAcknowledgedVersionIsLostInFiveKills() throws Exception {
    kill(5, new Random(1));
  }

  @Test
  @Tag("slow")
  void noAcknowledgedVersionIsLostInTwoHundredKills() throws Exception {
    kill(200, new Random(2));
  }

  private void kill(int times, Random random) throws Exception {
    SealFixture.KEY.createFile(folder.resolve("registry.key"));
    int left = 0;
    for (int run = 0; run < times; run++) {
      liveAndDie("run" + run, random);
      left += look();
    }
    System.out.printf(
        "%d kills: %d versions acknowledged, %d files swept%n", times, acknowledged.size(), left);
    assertThat(acknowledged).hasSizeGreaterThan(times);
  }

  private void liveAndDie(String run, Random random) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                folder.toString(),
                run)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out = process.inputReader()) {
      for (int i = 1 + random.nextInt(4); i > 0; i--) {
        acknowledge(out.readLine());
      }
      LockSupport.parkNanos(random.nextInt(60_000_000));
      // By its handle: Process.destroyForcibly would close the pipe and lose what it holds.
      process.toHandle().destroyForcibly();
      out.lines().forEach(this::acknowledge);
    }
    assertThat(process.waitFor()).isNotZero();
  }

  /// A line that the kill has cut does not count.
  private void acknowledge(String line) {
    String[] words = line.split(" ");
    if (words.length == 3 && words[2].equals("whole")) {
      assertThat(acknowledged.put(words[0], words[1])).isNull();
    }
  }

  /// @return how many files were swept
  private int look() {
    SealedStore store = open(folder);
    int left = FileObjectStore.open(folder.resolve("store")).sweep().size();
    Set<String> names = new HashSet<>(acknowledged.values());
    acknowledged.forEach(
        (id, list) ->
            names.addAll(store.list(list, store.key(SealFixture.at(id)).orElseThrow()).objects()));
    left +=
        store
            .sweep(
                acknowledged.keySet().stream().map(SealFixture::at).collect(Collectors.toSet()),
                names)
            .size();
    List<SealedStore.Live> live =
        acknowledged.entrySet().stream()
            .map(entry -> new SealedStore.Live(SealFixture.at(entry.getKey()), entry.getValue()))
            .toList();
    assertThat(store.scrub(live, Optional.empty(), Progress.SILENT).flaws()).isEmpty();
    String one = acknowledged.keySet().iterator().next();
    List<Bytes> opened = SealFixture.opened(store, one, acknowledged.get(one));
    assertThat(opened).extracting(Bytes::size).containsExactly(SIZES[0], SIZES[1], SIZES[2]);
    return left;
  }
}
