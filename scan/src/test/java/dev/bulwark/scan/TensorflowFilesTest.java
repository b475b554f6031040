package dev.bulwark.scan;

import static dev.bulwark.scan.Scans.scan;
import static dev.bulwark.scan.protobuf.RawMessage.message;
import static dev.bulwark.scan.tensorflow.RawTensorflow.asset;
import static dev.bulwark.scan.tensorflow.RawTensorflow.function;
import static dev.bulwark.scan.tensorflow.RawTensorflow.graph;
import static dev.bulwark.scan.tensorflow.RawTensorflow.metaGraph;
import static dev.bulwark.scan.tensorflow.RawTensorflow.savedModel;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.check.CheckRun;
import dev.bulwark.scan.tensorflow.RawTensorflow;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TensorflowFilesTest {
  /// Files that TensorFlow 2.18 wrote.
  @ParameterizedTest
  @CsvSource({
    "saved_model.pb, CLEAN,",
    "frozen.pb, CLEAN,",
    "print.pb, CLEAN,",
    "variables.index, CLEAN,",
    "matching-files.pb, SUSPICIOUS, TFM-002",
    "debug-identity.pb, SUSPICIOUS, TFM-002",
    "saved_model-write-file.pb, MALICIOUS, TFM-002",
    "write-file.pb, MALICIOUS, TFM-002",
    "read-file.pb, MALICIOUS, TFM-002",
    "print-file.pb, MALICIOUS, TFM-002",
    "py-func.pb, MALICIOUS, TFM-001"
  })
  void giveTheirVerdict(String name, Verdict verdict, String rule) {
    CheckRun run = scan(name, GraphFiles.read("tensorflow/" + name));
    assertThat(Verdict.of(run)).isEqualTo(verdict);
    assertThat(GraphFiles.failing(run))
        .containsExactlyElementsOf(rule == null ? List.of() : List.of(rule));
    assertThat(run.details().canonical()).contains("\"unaccountedBytes\":0");
  }

  static List<Arguments> dirty() {
    String lambda = "{\"class_name\":\"Lambda\",\"config\":{\"function\":[\"4wE\",null,null]}}";
    return List.of(
        Arguments.of(
            "TFM-001",
            Verdict.MALICIOUS,
            message().put(2, message().put(1, function("f", "EagerPyFunc"))).build()),
        Arguments.of("TFM-001", Verdict.SUSPICIOUS, graph("DatasetFromGraph").build()),
        Arguments.of("TFM-003", Verdict.SUSPICIOUS, graph("MyLayer").build()),
        Arguments.of(
            "TFM-004",
            Verdict.MALICIOUS,
            savedModel(metaGraph(graph("Const")).put(6, asset("../../etc/passwd"))).build()),
        Arguments.of("TFM-005", Verdict.MALICIOUS, RawTensorflow.kerasMetadata(lambda)),
        Arguments.of("TFM-006", Verdict.SUSPICIOUS, graph("XlaCustomCallV2").build()),
        Arguments.of("TFM-006", Verdict.SUSPICIOUS, graph("TRTEngineOp").build()),
        Arguments.of(
            "TFM-007",
            Verdict.SUSPICIOUS,
            graph("Relu").put(2, message().put(1, function("Relu", "Const"))).build()),
        Arguments.of("TFM-008", Verdict.SUSPICIOUS, graph("Const").text(99, "x").build()));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("dirty")
  void dirtyFilesFailByTheirRule(String rule, Verdict verdict, byte[] file) {
    CheckRun run = scan("m.pb", file);
    assertThat(GraphFiles.failing(run)).containsExactly(rule);
    assertThat(Verdict.of(run)).isEqualTo(verdict);
  }

  @Test
  void whatTheRegistryHasIsKnownAndAFunctionOfTheModelIsNoOperator() {
    byte[] file =
        graph("SaveV2", "RestoreV2", "MergeV2Checkpoints", "VarHandleOp", "__inference_f_1")
            .put(2, message().put(1, function("__inference_f_1", "Const", "Identity")))
            .build();
    assertThat(Verdict.of(scan("m.pb", file))).isEqualTo(Verdict.CLEAN);
  }

  @Test
  void aFileThatBreaksOffBehindItsPayloadIsStillMalicious() {
    byte[] file = savedModel(metaGraph(graph("WriteFile", "Const", "Const", "Relu"))).build();
    assertThat(Verdict.of(scan("m.pb", Arrays.copyOf(file, file.length - 9))))
        .isEqualTo(Verdict.MALFORMED);
    byte[] frozen = graph("WriteFile", "Const").raw(0x0a, 0x7f).build();
    assertThat(Verdict.of(scan("m.pb", frozen))).isEqualTo(Verdict.MALICIOUS);
  }

  @Test
  void aMisnamedFileIsReadByItsContent() {
    byte[] file = graph("WriteFile").build();
    for (String name : List.of("m.onnx", "m.txt", "m", "m.safetensors")) {
      assertThat(Verdict.of(scan(name, file))).isEqualTo(Verdict.MALICIOUS);
    }
    assertThat(GraphFiles.failing(scan("m.onnx", graph("Const").build())))
        .containsExactly("FMT-002");
  }
}
