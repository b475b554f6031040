package dev.bulwark.scan;

import static dev.bulwark.scan.Scans.scan;
import static dev.bulwark.scan.onnx.RawOnnx.linear;
import static dev.bulwark.scan.protobuf.RawMessage.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.check.CheckRun;
import dev.bulwark.scan.onnx.RawOnnx;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Files that onnx 1.12 wrote, through the whole scanner.
class OnnxFilesTest {
  @ParameterizedTest
  @CsvSource({
    "initializer, CLEAN,",
    "sparse, CLEAN,",
    "function, CLEAN,",
    "test_if_opt, CLEAN,",
    "test_loop13_seq, CLEAN,",
    "test_scan9_sum, CLEAN,",
    "test_sequence_map_identity_1_sequence, CLEAN,",
    "test_training_dropout, CLEAN,",
    "external, NOTICE,",
    "training, NOTICE,",
    "custom, SUSPICIOUS, ONX-003",
    "function-shadow, SUSPICIOUS, ONX-006",
    "external-escape, MALICIOUS, ONX-001",
    "if-escape, MALICIOUS, ONX-001",
    "function-escape, MALICIOUS, ONX-001",
    "python, MALICIOUS, ONX-002"
  })
  void giveTheirVerdict(String name, Verdict verdict, String rule) {
    CheckRun run = scan(name + ".onnx", GraphFiles.read("onnx/" + name + ".onnx"));
    assertThat(Verdict.of(run)).isEqualTo(verdict);
    assertThat(GraphFiles.failing(run))
        .containsExactlyElementsOf(rule == null ? java.util.List.of() : java.util.List.of(rule));
    assertThat(run.details().texts("formats")).containsExactly("onnx");
    assertThat(run.details().canonical()).contains("\"unaccountedBytes\":0");
  }

  @Test
  void aSecondNameOfAnOperatorHidesNeither() {
    byte[] model =
        RawOnnx.model(message().put(1, RawOnnx.node("", "PyOp").text(4, "Relu"))).build();
    CheckRun run = scan("m.onnx", model);
    assertThat(Verdict.of(run)).isEqualTo(Verdict.MALICIOUS);
    assertThat(GraphFiles.failing(run)).containsExactlyInAnyOrder("ONX-002", "ONX-004");
  }

  @Test
  void aSecondLocationHidesNeither() {
    for (String[] order : new String[][] {{"../x", "w"}, {"w", "../x"}}) {
      byte[] model =
          RawOnnx.model(
                  message()
                      .put(
                          5,
                          message().put(13, RawOnnx.entry("location", order[0]).text(2, order[1]))))
              .build();
      assertThat(GraphFiles.failing(scan("m.onnx", model)))
          .containsExactlyInAnyOrder("ONX-001", "ONX-004");
    }
  }

  @Test
  void unknownFieldsAreUnaccountedBytes() {
    CheckRun run = scan("m", RawOnnx.model(message()).text(99, "12345678").build());
    assertThat(run.details().canonical()).contains("\"unaccountedBytes\":11");
    assertThat(Verdict.of(run)).isEqualTo(Verdict.SUSPICIOUS);
  }

  @Test
  void aModelThatBreaksOffIsMalformed() {
    byte[] whole = linear();
    assertThat(Scans.verdict("m.onnx", Arrays.copyOf(whole, whole.length - 20)))
        .isEqualTo(Verdict.MALFORMED);
  }
}
