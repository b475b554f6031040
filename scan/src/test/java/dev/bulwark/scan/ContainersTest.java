package dev.bulwark.scan;

import static dev.bulwark.scan.Scans.CLEAN;
import static dev.bulwark.scan.Scans.scan;
import static dev.bulwark.scan.Scans.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.check.CheckRun;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.scan.tar.RawTar;
import dev.bulwark.scan.torch.RawTorch;
import dev.bulwark.testkit.RawZip;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Containers end to end: what is in them counts like the file itself, and nothing in them is too
/// much.
class ContainersTest {
  private static final byte[] EVIL = RawTorch.evilPickle();

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] gzip(byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static byte[] zlib(byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream zlib = new DeflaterOutputStream(out)) {
      zlib.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static byte[] script(String name) {
    try (InputStream in =
        Objects.requireNonNull(
            ContainersTest.class.getResourceAsStream("/dev/bulwark/scan/script/" + name), name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> failed(CheckRun run) {
    return run.outcomes().entrySet().stream()
        .filter(entry -> entry.getValue() instanceof Outcome.Failed)
        .map(entry -> entry.getKey().value())
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"raw", "zlib", "gzip", "bz2", "xz", "lzma", "lz4"})
  void whatJoblibWritesIsCleanHoweverItIsCompressed(String compression) {
    String name = "model-" + compression + ".joblib";
    assertThat(verdict(name, Packed.file(name))).isEqualTo(Verdict.CLEAN);
    assertThat(verdict("model.pkl", Packed.file(name))).isEqualTo(Verdict.CLEAN);
    assertThat(verdict("model.safetensors", Packed.file(name))).isEqualTo(Verdict.SUSPICIOUS);
  }

  @Test
  void joblibsOldWrappingIsOpened() {
    assertThat(verdict("old.joblib", Packed.file("old.joblib"))).isEqualTo(Verdict.CLEAN);
    byte[] packed = zlib(EVIL);
    byte[] header = ascii("ZF%-19s".formatted("0x" + Integer.toHexString(EVIL.length)));
    byte[] evil = Arrays.copyOf(header, header.length + packed.length);
    System.arraycopy(packed, 0, evil, header.length, packed.length);
    assertThat(verdict("old.joblib", evil)).isEqualTo(Verdict.MALICIOUS);
  }

  @Test
  void aPayloadCountsThroughEveryContainer() {
    byte[] zip = new RawZip().deflated("x.pkl", EVIL).build();
    byte[] tar = new RawTar().file("x.pkl", EVIL).build();
    assertThat(verdict("x.gz", gzip(EVIL))).isEqualTo(Verdict.MALICIOUS);
    assertThat(verdict("x.zz", zlib(EVIL))).isEqualTo(Verdict.MALICIOUS);
    assertThat(verdict("x.tar", tar)).isEqualTo(Verdict.MALICIOUS);
    assertThat(verdict("x.tgz", gzip(tar))).isEqualTo(Verdict.MALICIOUS);
    CheckRun nested = scan("a.tar", new RawTar().file("b.zip.gz", gzip(zip)).build());
    assertThat(Verdict.of(nested)).isEqualTo(Verdict.MALICIOUS);
    assertThat(nested.findings().getFirst().place().toString())
        .startsWith("a.tar!/b.zip.gz!/b.zip!/x.pkl@0x");
  }

  @Test
  void aPayloadInATruncatedOrDamagedStreamCounts() {
    byte[] zlib = zlib(EVIL);
    assertThat(verdict("x.joblib", Arrays.copyOf(zlib, zlib.length - 4)))
        .isEqualTo(Verdict.MALICIOUS);
    byte[] gzip = gzip(EVIL);
    gzip[gzip.length - 6] ^= 1;
    assertThat(verdict("x.gz", gzip)).isEqualTo(Verdict.MALICIOUS);
  }

  @Test
  void aPayloadBehindTheEndOfAnArchiveCounts() {
    byte[] tar = new RawTar().file("a.txt", ascii("words")).build();
    byte[] hidden = Arrays.copyOf(tar, tar.length + 512);
    System.arraycopy(EVIL, 0, hidden, tar.length, EVIL.length);
    assertThat(verdict("x.tar", hidden)).isEqualTo(Verdict.MALICIOUS);
  }

  @Test
  void anArchiveThatEndsAMemberIsReadOnceThere() {
    byte[] zip = new RawZip().stored("model.safetensors", CLEAN).build();
    assertThat(failed(scan("a.tar", new RawTar().file("b.zip", zip).build()))).isEmpty();
    byte[] torch = RawTorch.archive(List.of(RawTorch.floats("0", 8))).build();
    assertThat(verdict("a.nemo", new RawTar().file("model.ckpt", torch).build()))
        .isEqualTo(Verdict.CLEAN);
  }

  @Test
  void aZipWhoseRecordsLieOutsideOfMembersIsReadAsWell() {
    byte[] tar = new RawTar().file("a.txt", ascii("words")).build();
    byte[] zip = new RawZip().stored("model.safetensors", CLEAN).build();
    byte[] both = Arrays.copyOf(tar, tar.length + zip.length);
    System.arraycopy(zip, 0, both, tar.length, zip.length);
    assertThat(verdict("a.tar", both)).isEqualTo(Verdict.SUSPICIOUS);
  }

  @Test
  void depthIsBoundedAndWhatIsDeeperIsNoPass() {
    byte[] at = CLEAN;
    for (int depth = 1; depth <= 20; depth++) {
      at =
          switch (depth % 3) {
            case 0 -> new RawTar().file("next", at).build();
            case 1 -> gzip(at);
            default -> new RawZip().deflated("next", at).build();
          };
      assertThat(verdict("model", at)).isEqualTo(depth <= 15 ? Verdict.CLEAN : Verdict.INCOMPLETE);
    }
  }

  @Test
  void manyBombsInOneArchiveShareOneBudget() {
    byte[] layer = gzip(new byte[40 << 20]);
    for (int level = 0; level < 3; level++) {
      RawTar tar = new RawTar();
      for (int i = 0; i < 10; i++) {
        tar.file("bomb" + i, layer);
      }
      layer = gzip(tar.build());
    }
    long start = System.nanoTime();
    assertThat(verdict("42.tgz", layer)).isEqualTo(Verdict.INCOMPLETE);
    assertThat(System.nanoTime() - start).isLessThan(60_000_000_000L);
  }

  @Test
  void largePackedMembersAreReadWithoutTheirBytesOnTheHeap() {
    byte[] large = new byte[80 << 20];
    java.util.Random random = new java.util.Random(3);
    byte[] header = dev.bulwark.scan.safetensors.RawSafetensors.floats(2);
    random.nextBytes(large);
    System.arraycopy(EVIL, 0, large, large.length - EVIL.length, EVIL.length);
    byte[] zip =
        new RawZip().deflated("model.safetensors", header).deflated("large.bin", large).build();
    CheckRun run = scan("a.zip", zip);
    assertThat(run.outcomes().get(new RuleId("ZIP-007"))).isEqualTo(Outcome.passed());
    assertThat(run.outcomes().get(new RuleId("FMT-001")))
        .isInstanceOfSatisfying(
            Outcome.Undecided.class,
            open -> assertThat(open.reason()).isEqualTo(Outcome.Reason.UNSUPPORTED));
  }

  @Test
  void controlCharactersInNamesReachNoTerminal() {
    CheckRun run = scan("a.tar", new RawTar().file("../\u001b[2Jx\u202e.pkl", EVIL).build());
    assertThat(run.findings()).isNotEmpty();
    assertThat(run.findings())
        .allSatisfy(
            finding ->
                assertThat(finding.message() + finding.place())
                    .doesNotContain("\u001b")
                    .doesNotContain("\u202e"));
  }

  @Test
  void aTorchServeArchiveWithAHandlerFails() {
    RawZip archive =
        new RawZip()
            .stored("MAR-INF/MANIFEST.json", ascii("{\"model\": {\"handler\": \"h.py\"}}"))
            .stored("weights.safetensors", CLEAN);
    assertThat(failed(scan("m.mar", archive.build()))).isEmpty();
    archive.stored("h.py", ascii("print('served')\n"));
    assertThat(failed(scan("m.mar", archive.build()))).containsExactly("ZIP-009");
  }

  @Test
  void aWheelIsNoted() {
    byte[] wheel =
        new RawZip().stored("a-1.dist-info/WHEEL", ascii("Wheel-Version: 1.0\n")).build();
    assertThat(verdict("a-1-py3-none-any.whl", wheel)).isEqualTo(Verdict.NOTICE);
  }

  @Test
  void exportedProgramsAreCleanUntilTheyCarryNativeCodeOrPickles() {
    byte[] weights = new byte[64];
    Arrays.fill(weights, (byte) 77);
    RawZip program =
        new RawZip()
            .stored("m/archive_format", ascii("pt2"))
            .stored("m/archive_version", ascii("0"))
            .stored("m/models/model.json", ascii("{\"graph_module\": {}}"))
            .stored("m/data/weights/weight_0", weights);
    assertThat(failed(scan("m.pt2", program.build()))).isEmpty();
    assertThat(verdict("m.pt2", program.build())).isLessThan(Verdict.SUSPICIOUS);
    program.stored("m/data/weights/weight_1", RawTorch.archive(EVIL, List.of()).build());
    assertThat(verdict("m.pt2", program.build())).isEqualTo(Verdict.MALICIOUS);
    byte[] compiled =
        new RawZip()
            .stored("m/archive_format", ascii("pt2"))
            .stored("m/data/aotinductor/model/x.so", ascii("\u007fELF\2\1\1\0"))
            .build();
    assertThat(failed(scan("m.pt2", compiled))).containsExactly("EXP-001");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "script-net.pt",
        "trace-net.pt",
        "script-quantized.pt",
        "script-forky.pt",
        "script-texty.pt"
      })
  void realTorchScriptIsNoted(String name) {
    assertThat(verdict(name, script(name))).isEqualTo(Verdict.NOTICE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bad-from-file.pt", "bad-save.pt"})
  void torchScriptThatTouchesFilesIsMalicious(String name) {
    CheckRun run = scan(name, script(name));
    assertThat(Verdict.of(run)).isEqualTo(Verdict.MALICIOUS);
    assertThat(failed(run)).containsExactly("TOR-003");
  }

  @Test
  void namesOfTorchScriptAreUnknownOutsideOfItsArchives() {
    byte[] pickle = ascii("c__torch__\nNet\n)R.");
    assertThat(verdict("x.pkl", pickle)).isEqualTo(Verdict.SUSPICIOUS);
    byte[] plain = RawTorch.archive(pickle, List.of()).build();
    assertThat(verdict("x.pt", plain)).isEqualTo(Verdict.SUSPICIOUS);
  }

  @Test
  void aPayloadInAPickleOfTorchScriptCounts() {
    byte[] archive =
        RawTorch.archive(EVIL, List.of())
            .stored("archive/constants.pkl", ascii("(t."))
            .stored("archive/code/__torch__.py", ascii("class Net(Module):\n  pass\n"))
            .build();
    CheckRun run = scan("x.pt", archive);
    assertThat(Verdict.of(run)).isEqualTo(Verdict.MALICIOUS);
    assertThat(failed(run)).contains("PKL-001");
    assertThat(run.findings().stream().map(finding -> finding.place().toString()))
        .anyMatch(place -> place.startsWith("x.pt!/archive/data.pkl@0x"));
  }
}
