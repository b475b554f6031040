package dev.bulwark.scan;

import static dev.bulwark.scan.Scans.scan;
import static dev.bulwark.scan.Scans.verdict;
import static dev.bulwark.scan.msgpack.MsgpackReaderTest.file;
import static dev.bulwark.scan.skops.SkopsJson.archive;
import static dev.bulwark.scan.skops.SkopsJson.clean;
import static dev.bulwark.scan.skops.SkopsJson.model;
import static dev.bulwark.scan.skops.SkopsJson.node;
import static dev.bulwark.scan.torch.RawTorch.evilPickle;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.scan.npy.RawNpy;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// Whole skops and MessagePack files, through every reader.
class SkopsAndMsgpackFilesTest {
  @Test
  void cleanFilesAreClean() {
    assertThat(verdict("m.skops", archive(clean()).build())).isEqualTo(Verdict.CLEAN);
    assertThat(verdict("m.msgpack", file("flax.msgpack"))).isEqualTo(Verdict.CLEAN);
    assertThat(scan("m.skops", archive(clean()).build()).details().texts("formats"))
        .containsExactly("json", "npy", "skops");
    assertThat(scan("params", file("flax.msgpack")).details().texts("formats"))
        .containsExactly("msgpack");
  }

  @Test
  void harmIsFoundWhereverItIs() {
    String evil = model(node("FunctionNode", "os", "system"));
    assertThat(verdict("m.skops", archive(evil).build())).isEqualTo(Verdict.MALICIOUS);
    assertThat(verdict("m.skops", archive(clean()).stored("x.pkl", evilPickle()).build()))
        .isEqualTo(Verdict.MALICIOUS);
    assertThat(
            verdict(
                "m.skops", archive(clean()).stored("2.npy", RawNpy.objects(evilPickle())).build()))
        .isEqualTo(Verdict.MALICIOUS);
    assertThat(
            verdict(
                "m.skops",
                archive(evil)
                    .stored(
                        "schema.json", clean().getBytes(java.nio.charset.StandardCharsets.UTF_8))
                    .build()))
        .isEqualTo(Verdict.MALICIOUS);
  }

  /// CVE-2025-54886: a library that finds no archive under the name falls back to a pickle.
  @Test
  void aPickleUnderTheNameFailsByItsName() {
    assertThat(
            scan("m.skops", new byte[] {(byte) 0x80, 2, 'N', '.'})
                .outcomes()
                .get(new RuleId("FMT-002")))
        .isInstanceOf(Outcome.Failed.class);
    assertThat(
            scan("m.msgpack", new byte[] {(byte) 0x80, 2, 'N', '.'})
                .outcomes()
                .get(new RuleId("FMT-002")))
        .isInstanceOf(Outcome.Failed.class);
  }

  @Test
  void cutFilesHaveNotPassed() {
    byte[] flax = file("flax.msgpack");
    byte[] skops = archive(clean()).build();
    assertThat(verdict("m.msgpack", Arrays.copyOf(flax, flax.length - 3)))
        .isEqualTo(Verdict.MALFORMED);
    assertThat(verdict("m.skops", Arrays.copyOf(skops, skops.length - 30)))
        .isGreaterThanOrEqualTo(Verdict.INCOMPLETE);
  }

  @Test
  void anArchiveThatUnpacksToTooMuchHasNotPassed() {
    byte[] bomb = archive(clean()).deflated("zeros.bin", new byte[80 << 20]).build();
    assertThat(verdict("m.skops", bomb)).isGreaterThanOrEqualTo(Verdict.INCOMPLETE);
  }
}
