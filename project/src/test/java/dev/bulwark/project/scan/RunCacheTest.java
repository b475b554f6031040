package dev.bulwark.project.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.CheckRun;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.check.Severity;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.scan.RunMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCacheTest {
  private static final Digest FILE = Digest.of(Bytes.of(new byte[] {1}));
  private static final Digest RULES = Digest.of(Bytes.of(new byte[] {2}));
  private static final CheckRun.Checker CHECKER = new CheckRun.Checker("bulwark-scan", "1");
  private static final RunMemory.Key KEY = new RunMemory.Key(CHECKER, RULES, "a/b.pt", FILE);

  @TempDir Path folder;

  /// Every outcome and every kind of place.
  private static CheckRun run() {
    Place inside = Place.of("a/b.pt").inside("data.pkl\u001b");
    RuleId rule = new RuleId("PKL-001");
    return new CheckRun(
        "model-file-scan",
        CHECKER,
        RULES,
        List.of(new Subject("a/b.pt", FILE)),
        new TreeMap<>(
            Map.of(
                rule,
                new Outcome.Failed(
                    List.of(
                        new Finding(rule, Severity.CRITICAL, inside.at(31), "runs"),
                        new Finding(rule, Severity.NOTE, inside.at(3, 4), "notes"))),
                new RuleId("PKL-002"),
                new Outcome.Passed(List.of(new Finding(rule, Severity.NOTE, inside, "\"quoted\""))),
                new RuleId("PKL-003"),
                new Outcome.NotApplicable("nothing of its format"),
                new RuleId("PKL-004"),
                new Outcome.Undecided(
                    Outcome.Reason.MALFORMED,
                    "expected a pickle",
                    List.of(new Finding(rule, Severity.HIGH, inside, "so far"))))),
        Json.object().put("bytes", 7).put("formats", Json.texts(List.of("pickle"))).build());
  }

  private RunCache cache() {
    return RunCache.open(folder.resolve("cache"), List.of(folder.resolve("scanned")));
  }

  private RunCacheTest scanned() throws IOException {
    Files.createDirectory(folder.resolve("scanned"));
    return this;
  }

  @Test
  void whatWasKeptIsRecalledAndNothingElse() throws IOException {
    RunCache cache = scanned().cache();
    assertThat(cache.recall(KEY)).isEmpty();
    cache.keep(KEY, run());
    assertThat(cache().recall(KEY)).contains(run());
    assertThat(cache.recall(new RunMemory.Key(CHECKER, RULES, "a/c.pt", FILE))).isEmpty();
    assertThat(cache.recall(new RunMemory.Key(CHECKER, FILE, "a/b.pt", FILE))).isEmpty();
    assertThat(cache.recall(new RunMemory.Key(CHECKER, RULES, "a/b.pt", RULES))).isEmpty();
  }

  @Test
  void aDamagedOrMisplacedFileCountsAsAbsent() throws IOException {
    RunCache cache = scanned().cache();
    cache.keep(KEY, run());
    Path file = onlyFile();
    byte[] bytes = Files.readAllBytes(file);
    for (int cut = 0; cut < bytes.length; cut += 17) {
      Files.write(file, java.util.Arrays.copyOf(bytes, cut));
      assertThat(cache.recall(KEY)).isEmpty();
    }
    RunMemory.Key other = new RunMemory.Key(CHECKER, RULES, "other", FILE);
    Files.write(file, bytes);
    cache.keep(other, run());
    try (Stream<Path> files = Files.walk(folder.resolve("cache"))) {
      Path otherFile =
          files
              .filter(Files::isRegularFile)
              .filter(it -> !it.equals(file))
              .findFirst()
              .orElseThrow();
      Files.write(otherFile, bytes);
    }
    assertThat(cache.recall(other)).isEmpty();
  }

  private Path onlyFile() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("cache"))) {
      List<Path> all = files.filter(Files::isRegularFile).toList();
      assertThat(all).hasSize(1);
      return all.getFirst();
    }
  }

  @Test
  void aCacheOthersCanWriteIsRefused() throws IOException {
    scanned();
    Path open = Files.createDirectory(folder.resolve("cache"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThatThrownBy(this::cache).isInstanceOf(ScanFault.class).hasMessageContaining("rwxrwxrwx");
  }

  @Test
  void aCacheInsideOfWhatIsScannedIsRefused() throws IOException {
    scanned();
    Path inside = folder.resolve("scanned").resolve("cache");
    assertThatThrownBy(() -> RunCache.open(inside, List.of(folder.resolve("scanned"))))
        .isInstanceOf(ScanFault.class)
        .hasMessageContaining("inside");
    assertThat(inside).doesNotExist();
  }
}
