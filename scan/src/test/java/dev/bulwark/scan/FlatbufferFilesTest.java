package dev.bulwark.scan;

import static dev.bulwark.scan.Scans.scan;
import static dev.bulwark.scan.flatbuffer.RawFlatbuffer.table;
import static dev.bulwark.scan.tflite.RawTflite.builtin;
import static dev.bulwark.scan.tflite.RawTflite.custom;
import static dev.bulwark.scan.tflite.RawTflite.file;
import static dev.bulwark.scan.tflite.RawTflite.linear;
import static dev.bulwark.scan.tflite.RawTflite.model;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.check.CheckRun;
import dev.bulwark.scan.onnx.RawOnnx;
import dev.bulwark.scan.torch.RawTorch;
import dev.bulwark.testkit.RawZip;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FlatbufferFilesTest {
  private static byte[] join(byte[] head, byte[] tail) {
    byte[] whole = Arrays.copyOf(head, head.length + tail.length);
    System.arraycopy(tail, 0, whole, head.length, tail.length);
    return whole;
  }

  private static void behind(RawZip zip, byte[] model) {
    zip.prefix = model;
    zip.shiftOffsets = true;
  }

  private static byte[] ort(String domain, String type) {
    return table()
        .one(1, table().one(7, table().tables(2, table().text(2, domain).text(5, type))))
        .file("ORTM");
  }

  private static byte[] pte(String operator) {
    return table().tables(1, table().tables(6, table().text(0, operator))).file("ET12");
  }

  static List<Arguments> files() {
    return List.of(
        Arguments.of("", Verdict.CLEAN, linear()),
        Arguments.of("", Verdict.CLEAN, file(model(custom("TFLite_Detection_PostProcess")))),
        Arguments.of("", Verdict.CLEAN, file(model(custom("FlexErf")))),
        Arguments.of("TFL-001", Verdict.SUSPICIOUS, file(model(custom("MyLayer")))),
        Arguments.of("TFL-001", Verdict.SUSPICIOUS, file(model(custom("FlexMyLayer")))),
        Arguments.of("TFL-002", Verdict.MALICIOUS, file(model(custom("FlexWriteFile")))),
        Arguments.of("TFL-002", Verdict.MALICIOUS, file(model(custom("FlexEagerPyFunc")))),
        Arguments.of(
            "TFL-003",
            Verdict.SUSPICIOUS,
            file(model(builtin(9)).tables(4, table(), table().slong(1, 1L << 40).slong(2, 8)))),
        Arguments.of("TFL-004", Verdict.SUSPICIOUS, file(model(builtin(51)))),
        Arguments.of("", Verdict.CLEAN, ort("", "Relu")),
        Arguments.of("ONX-003", Verdict.SUSPICIOUS, ort("mine", "Layer")),
        Arguments.of("ONX-002", Verdict.MALICIOUS, ort("ai.onnx.contrib", "PyOp")),
        Arguments.of("", Verdict.CLEAN, pte("aten::add")),
        Arguments.of("FLB-001", Verdict.SUSPICIOUS, pte("mine::f")));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("files")
  void giveTheirVerdict(String rule, Verdict verdict, byte[] file) {
    CheckRun run = scan("m", file);
    assertThat(GraphFiles.failing(run))
        .containsExactlyElementsOf(rule.isEmpty() ? List.of() : List.of(rule));
    assertThat(Verdict.of(run)).isEqualTo(verdict);
  }

  /// As the tool that packs label files behind a model writes it: offsets from the model's start.
  @Test
  void anArchivePackedBehindAModelIsAPartOfItAndIsRead() {
    byte[] clean =
        new RawZip().with(zip -> behind(zip, linear())).stored("m.onnx", RawOnnx.linear()).build();
    CheckRun run = scan("m.tflite", clean);
    assertThat(GraphFiles.failing(run)).isEmpty();
    assertThat(run.details().texts("formats")).containsExactly("onnx", "tflite");
    byte[] evil =
        new RawZip()
            .with(zip -> behind(zip, linear()))
            .stored("l.txt", RawTorch.evilPickle())
            .build();
    assertThat(Verdict.of(scan("m.tflite", evil))).isEqualTo(Verdict.MALICIOUS);
  }

  @Test
  void aPickleBehindAModelIsFound() {
    CheckRun run = scan("m.tflite", join(linear(), RawTorch.evilPickle()));
    assertThat(Verdict.of(run)).isEqualTo(Verdict.MALICIOUS);
    assertThat(GraphFiles.failing(run)).contains("TFL-004");
  }

  @Test
  void aCutModelIsMalformedAndAMisnamedOneIsTold() {
    byte[] whole = linear();
    assertThat(Verdict.of(scan("m.tflite", Arrays.copyOf(whole, whole.length - 30))))
        .isEqualTo(Verdict.MALFORMED);
    assertThat(Verdict.of(scan("m.tflite", RawOnnx.linear()))).isEqualTo(Verdict.NOTICE);
  }
}
