package dev.bulwark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.testkit.ForAll;
import dev.bulwark.testkit.Mangle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Damages one file of a project's ledger, vault or cells at a time: the audit finds every damage.
///
/// A partial tile of an older size may be gone (C2SP tlog-tiles lets it), so partial tiles are
/// changed and never deleted here.
class TamperTest {
  @TempDir Path folder;

  @Test
  void theAuditFindsDamage() {
    damage(60);
  }

  @Test
  @Tag("slow")
  void theAuditFindsTenThousandDamages() {
    damage(10_000);
  }

  private void damage(int times) {
    Session session = new Session(folder, Path.of("..", "examples"));
    session.run(
        "$ copy credit-scoring @/project\n$ bulwark check @/project\n$ bulwark keys new ada --role accountable --insecure-no-passphrase -C @/project\n$ bulwark attest role-acceptance --as ada -C @/project\n");
    assertThat(session.run("$ bulwark audit @/project\n")).contains("[exit 0]");
    List<Path> files = files(folder.resolve("project/.bulwark"));
    assertThat(files).hasSizeGreaterThan(5);
    ForAll.cases(times, random -> once(session, files.get(random.nextInt(files.size())), random));
    assertThat(session.run("$ bulwark audit @/project\n")).contains("[exit 0]");
  }

  private static void once(Session session, Path file, RandomGenerator random) {
    try {
      byte[] whole = Files.readAllBytes(file);
      byte[] damaged = Mangle.once(whole, random);
      boolean gone = random.nextInt(8) == 0 && !file.toString().contains(".p/");
      if (gone) {
        Files.delete(file);
      } else {
        Files.write(file, damaged);
      }
      String audit = session.run("$ bulwark audit @/project\n");
      assertThat(audit)
          .as("%s %s", file, gone ? "deleted" : "changed at " + Arrays.mismatch(whole, damaged))
          .doesNotContain("[exit 0]");
      Files.write(file, whole);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Everything but keys, the lock, and what is remembered for speed alone.
  private static List<Path> files(Path home) {
    try (Stream<Path> files = Files.walk(home)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.startsWith(home.resolve("keys")))
          .filter(file -> !file.getFileName().toString().endsWith("lock"))
          // Says where the ledger lies, to who opens it for writing; no evidence, and no audit
          // reads it.
          .filter(file -> !file.getFileName().toString().equals("ledger-place"))
          .filter(
              file -> !List.of(".gitignore", "verified").contains(file.getFileName().toString()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
