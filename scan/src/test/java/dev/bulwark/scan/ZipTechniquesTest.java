package dev.bulwark.scan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.check.CheckRun;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.testkit.RawZip;
import dev.bulwark.testkit.RawZip.Part;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Known ways to make a scanner and a loader see different archives. Each must fail by the rule
/// named, while the payload inside is still found.
class ZipTechniquesTest {
  private static final byte[] CLEAN = Scans.CLEAN;
  private static final byte[] DIRTY = Scans.DIRTY;

  /// @param payload whether the archive carries {@link #DIRTY}, which must be found as well
  record Technique(String name, String rule, boolean payload, byte[] zip) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Technique member(String name, String rule, Consumer<Part> change) {
    return new Technique(name, rule, true, new RawZip().stored("m", DIRTY, change).build());
  }

  private static Technique archive(String name, String rule, Consumer<RawZip> change) {
    return new Technique(name, rule, true, new RawZip().stored("m", DIRTY).with(change).build());
  }

  static Stream<Technique> techniques() {
    return Stream.of(
        member("wrong CRC in the directory", "ZIP-001", part -> part.crc ^= 1),
        member("wrong CRC in both places", "ZIP-007", part -> part.localCrc = part.crc = 1),
        member("encryption flag in the directory", "ZIP-001", part -> part.flags = 0x1),
        member("encryption flag in both places", "ZIP-001", p -> p.flags = p.localFlags = 0x1),
        member("patched-data flag in the directory", "ZIP-001", part -> part.flags = 0x20),
        member("strong-encryption flag in the directory", "ZIP-001", part -> part.flags = 0x40),
        member("another name in the directory", "ZIP-001", part -> part.name = "other"),
        member("another name in the own header", "ZIP-001", part -> part.localName = "other"),
        member("another method in the directory", "ZIP-001", part -> part.method = 12),
        member("another method in the own header", "ZIP-001", part -> part.localMethod = 8),
        member("a shorter size in the own header", "ZIP-001", part -> part.localPacked = 4),
        member("a shorter size in the directory", "ZIP-001", part -> part.packedSize = 40),
        member("a size that unpacks to more", "ZIP-007", part -> part.localSize = part.size = 9),
        member("an absolute name", "ZIP-006", part -> part.name = part.localName = "/etc/x"),
        member("a name that climbs", "ZIP-006", part -> part.name = part.localName = "a/../../x"),
        member("a name that climbs backwards", "ZIP-006", p -> p.name = p.localName = "..\\x"),
        member("a drive", "ZIP-006", part -> part.name = part.localName = "C:x"),
        member("a name cut by NUL", "ZIP-006", part -> part.name = part.localName = "a.txt\0.pkl"),
        member("a symbolic link", "ZIP-006", part -> part.external = 0xa1ff_0000L),
        member("hidden from the directory", "ZIP-005", part -> part.listed = false),
        archive("entry count 0", "ZIP-001", zip -> zip.entries = 0),
        archive("entry count too high", "ZIP-001", zip -> zip.entries = 3),
        archive("bytes in front, offsets kept", "ZIP-004", zip -> zip.prefix = new byte[77]),
        archive(
            "bytes in front, offsets shifted",
            "ZIP-004",
            zip -> {
              zip.prefix = new byte[77];
              zip.shiftOffsets = true;
            }),
        archive("bytes behind", "ZIP-004", zip -> zip.trailer = new byte[500]),
        archive("many bytes behind", "ZIP-004", zip -> zip.trailer = new byte[200_000]),
        archive("a comment that is not text", "ZIP-004", zip -> zip.comment = new byte[50]),
        new Technique(
            "the same name twice, malicious first",
            "ZIP-002",
            true,
            new RawZip().stored("m", DIRTY).stored("m", CLEAN).build()),
        new Technique(
            "the same name twice, malicious last",
            "ZIP-002",
            true,
            new RawZip().stored("m", CLEAN).stored("m", DIRTY).build()),
        new Technique(
            "names that differ by case",
            "ZIP-002",
            true,
            new RawZip().stored("Model/A", DIRTY).stored("model/a", CLEAN).build()),
        new Technique(
            "bytes between members",
            "ZIP-004",
            true,
            new RawZip().stored("a", CLEAN).stored("m", DIRTY, p -> p.gapBefore = DIRTY).build()),
        new Technique(
            "two entries over the same bytes",
            "ZIP-003",
            true,
            new RawZip().stored("a", DIRTY).stored("b", CLEAN, part -> part.offset = 0).build()),
        new Technique(
            "a stored member around the next one",
            "ZIP-003",
            true,
            new RawZip()
                .stored("a", CLEAN, part -> part.packedSize = part.localPacked += 50)
                .stored("m", DIRTY)
                .build()),
        new Technique(
            "a comment with a second archive",
            "ZIP-004",
            true,
            new RawZip()
                .stored("m", CLEAN)
                .with(zip -> zip.comment = new RawZip().stored("p", DIRTY).build())
                .build()));
  }

  @ParameterizedTest
  @MethodSource("techniques")
  void isSeenAndHidesNothing(Technique technique) {
    CheckRun run = Scans.scan("model", technique.zip());
    assertThat(failed(run)).contains(technique.rule());
    if (technique.payload() && !technique.name().contains("method in the directory")) {
      assertThat(failed(run)).contains("SFT-004");
    }
  }

  private static Stream<String> failedStream(CheckRun run) {
    return run.outcomes().entrySet().stream()
        .filter(entry -> entry.getValue() instanceof Outcome.Failed)
        .map(entry -> entry.getKey().value());
  }

  private static java.util.List<String> failed(CheckRun run) {
    return failedStream(run).toList();
  }

  @Test
  void aNestOfArchivesIsReadToTheEnd() {
    byte[] nest = DIRTY;
    for (int depth = 0; depth < 5; depth++) {
      nest =
          depth % 2 == 0
              ? new RawZip().deflated("n", nest).build()
              : new RawZip().stored("n", nest).build();
    }
    assertThat(failed(Scans.scan("a", nest))).containsExactly("SFT-004");
  }

  @Test
  void aTruncatedArchiveIsNeverAPass() {
    byte[] whole = new RawZip().stored("a", CLEAN).deflated("b", CLEAN).build();
    for (int size = 4; size < whole.length; size++) {
      assertThat(Scans.verdict("a.zip", Arrays.copyOf(whole, size)).fails())
          .as("first %d bytes", size)
          .isTrue();
    }
  }
}
