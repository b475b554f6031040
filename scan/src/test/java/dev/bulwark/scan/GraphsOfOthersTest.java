package dev.bulwark.scan;

import static dev.bulwark.scan.Scans.scan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.check.CheckRun;
import dev.bulwark.scan.mxnet.RawParams;
import dev.bulwark.scan.paddle.RawPaddle;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Graphs as text, PaddlePaddle and MXNet as whole files.
class GraphsOfOthersTest {
  private static void assertScans(String name, byte[] bytes, Verdict verdict, String... rules) {
    CheckRun run = scan(name, bytes);
    assertThat(Verdict.of(run)).as("%s %s", name, run.findings()).isEqualTo(verdict);
    assertThat(run.findings().stream().map(finding -> finding.rule().value()).distinct())
        .contains(rules);
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void aGraphAsTextIsJudgedLikeOneInBytes() {
    assertScans("g.pbtxt", text("node { name: 'a' op: 'Placeholder' }\n"), Verdict.CLEAN);
    assertScans(
        "g.pbtxt", text("node { name: 'a' op: 'WriteFile' }\n"), Verdict.MALICIOUS, "TFM-002");
    assertScans("g.txt", text("node { name: 'a' op: 'PyFunc' }\n"), Verdict.MALICIOUS, "TFM-001");
    assertScans("g.pbtxt", text("node { name: 'a' op: 'Placeholder' }\n}"), Verdict.MALFORMED);
    assertScans("labels.pbtxt", text("item { id: 1 name: 'cat' }\n"), Verdict.CLEAN);
    assertScans(
        "g.pbtxt",
        text("node { name: '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' op: 'Placeholder' }\n"),
        Verdict.SUSPICIOUS,
        "SEC-001");
  }

  @Test
  void aProgramOfPaddleIsJudgedByItsOperators() {
    assertScans("m.pdmodel", RawPaddle.program("feed", "relu", "fetch"), Verdict.CLEAN);
    assertScans("m.pdmodel", RawPaddle.program("py_func"), Verdict.SUSPICIOUS, "PDL-001");
    assertScans("m.pdmodel", RawPaddle.program("save"), Verdict.MALICIOUS, "PDL-001");
    byte[] tensor = RawPaddle.tensor(4, 5);
    assertScans("m.pdiparams", tensor, Verdict.CLEAN);
    assertScans(
        "m.pdiparams", Arrays.copyOf(tensor, tensor.length + 20), Verdict.SUSPICIOUS, "PDL-003");
    assertThat(Verdict.of(scan("m.pdiparams", Arrays.copyOf(tensor, 50))))
        .isEqualTo(Verdict.INCOMPLETE);
  }

  @Test
  void anMxnetModelIsJudgedByItsOperators() {
    assertScans("m.params", RawParams.dense(), Verdict.CLEAN);
    byte[] dense = RawParams.dense();
    assertScans("m.params", Arrays.copyOf(dense, dense.length - 1), Verdict.MALFORMED);
    assertScans("m.params", Arrays.copyOf(dense, dense.length + 1), Verdict.SUSPICIOUS, "MXN-002");
    for (String op : List.of("Custom", "_Native")) {
      assertScans(
          "m-symbol.json",
          text(
              "{\"nodes\": [{\"op\": \"%s\", \"name\": \"a\", \"inputs\": []}], \"arg_nodes\": [], \"heads\": []}"
                  .formatted(op)),
          op.equals("Custom") ? Verdict.SUSPICIOUS : Verdict.MALICIOUS,
          "MXN-001");
    }
  }
}
