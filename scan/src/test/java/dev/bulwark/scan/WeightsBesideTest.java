package dev.bulwark.scan;

import static dev.bulwark.scan.protobuf.RawMessage.message;
import static dev.bulwark.scan.torch.RawTorch.evilPickle;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.check.CheckRun;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.scan.onnx.RawOnnx;
import dev.bulwark.scan.protobuf.RawMessage;
import dev.bulwark.scan.tensorflow.RawCheckpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Folders in which one file describes the raw bytes of another.
class WeightsBesideTest {
  @TempDir private Path root;

  private static byte[] numbers(int count) {
    byte[] bytes = new byte[count];
    new Random(7).nextBytes(bytes);
    bytes[0] = (byte) 0xc1; // begins like nothing else
    return bytes;
  }

  private void write(String name, byte[] bytes) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }

  private ScannedFile scan(String name) {
    return new ModelFileScanner("test", Limits.DEFAULT, System::nanoTime)
        .scan(root, root.resolve(name));
  }

  private List<String> rules(String name) {
    return ((ScannedFile.Scanned) scan(name))
        .run().findings().stream().map(finding -> finding.rule().value()).distinct().toList();
  }

  private static byte[] openvino(int... sizes) {
    StringBuilder xml =
        new StringBuilder("<?xml version=\"1.0\"?><net name=\"m\" version=\"11\"><layers>");
    int at = 0;
    for (int size : sizes) {
      xml.append(
          "<layer id=\"%d\" name=\"c\" type=\"Const\" version=\"opset1\"><data element_type=\"u8\" shape=\"%d\" offset=\"%d\" size=\"%d\"/></layer>"
              .formatted(at, size, at, size));
      at += size;
    }
    return xml.append("</layers></net>").toString().getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void theConstantsOfAnOpenvinoModelAreAccountedForByIt() throws IOException {
    write("m.bin", numbers(300));
    assertThat(scan("m.bin").verdict()).isEqualTo(Verdict.INCOMPLETE);
    write("m.xml", openvino(100, 200));
    assertThat(scan("m.bin").verdict()).isEqualTo(Verdict.CLEAN);
    assertThat(((ScannedFile.Scanned) scan("m.bin")).run().details().texts("formats"))
        .containsExactly("weights");
    write("m.xml", openvino(100, 150));
    assertThat(rules("m.bin")).contains("WGT-002");
    write("m.xml", openvino(100, 201));
    assertThat(rules("m.bin")).contains("WGT-001");
    assertThat(scan("m.bin").verdict()).isEqualTo(Verdict.SUSPICIOUS);
    Files.move(root.resolve("m.xml"), root.resolve("other.xml"));
    assertThat(scan("m.bin").verdict()).isEqualTo(Verdict.INCOMPLETE);
  }

  @Test
  void theShardsOfACheckpointAreAccountedForByItsIndex() throws IOException {
    byte[] one = numbers(64);
    byte[] two = Arrays.copyOfRange(numbers(200), 64, 200);
    byte[] index =
        new RawCheckpoint(2)
            .tensor("a", 0, 0, one)
            .tensor("b", 1, 0, Arrays.copyOf(two, 100))
            .tensor("c", 1, 100, Arrays.copyOfRange(two, 100, two.length))
            .build();
    write("v/variables.index", index);
    write("v/variables.data-00000-of-00002", one);
    write("v/variables.data-00001-of-00002", two);
    assertThat(scan("v/variables.index").verdict()).isEqualTo(Verdict.CLEAN);
    assertThat(scan("v/variables.data-00000-of-00002").verdict()).isEqualTo(Verdict.CLEAN);
    assertThat(scan("v/variables.data-00001-of-00002").verdict()).isEqualTo(Verdict.CLEAN);
    two[50]++;
    write("v/variables.data-00001-of-00002", two);
    assertThat(rules("v/variables.data-00001-of-00002")).containsExactly("WGT-004");
    index[20]++;
    write("v/variables.index", index);
    assertThat(scan("v/variables.index").verdict().fails()).isTrue();
  }

  private static byte[] onnx(String location, long... fromAndSize) {
    RawMessage graph = message().put(1, RawOnnx.node("", "Gemm")).text(2, "g");
    for (int i = 0; i < fromAndSize.length; i += 2) {
      graph =
          graph.put(
              5,
              message()
                  .number(1, 4)
                  .number(2, 1)
                  .text(8, "w" + i)
                  .put(13, RawOnnx.entry("location", location))
                  .put(13, RawOnnx.entry("offset", "" + fromAndSize[i]))
                  .put(13, RawOnnx.entry("length", "" + fromAndSize[i + 1]))
                  .number(14, 1));
    }
    return RawOnnx.model(graph.put(11, message().text(1, "x")).put(12, message().text(1, "y")))
        .build();
  }

  @Test
  void externalDataOfOnnxIsAccountedForByTheModel() throws IOException {
    write("model.onnx", onnx("data/w.data", 0, 100, 128, 72));
    byte[] data = numbers(200);
    Arrays.fill(data, 100, 128, (byte) 0);
    write("data/w.data", data);
    assertThat(scan("data/w.data").verdict()).isEqualTo(Verdict.CLEAN);
    write("data/w.data", numbers(180));
    assertThat(rules("data/w.data")).contains("WGT-001");
    data[110] = 1;
    write("data/w.data", data);
    assertThat(rules("data/w.data")).contains("WGT-002");
  }

  @Test
  void aPathOutOfTheFolderDescribesNothing() throws IOException {
    write("a/model.onnx", onnx("../w.data", 0, 100));
    write("w.data", numbers(100));
    assertThat(scan("w.data").verdict()).isEqualTo(Verdict.INCOMPLETE);
  }

  @Test
  void aLinkIsNotDescribedAndAHardLinkIsToldOf() throws IOException {
    write("model.onnx", onnx("w.data", 0, 100));
    write("real", numbers(100));
    Files.createSymbolicLink(root.resolve("w.data"), root.resolve("real"));
    assertThat(scan("w.data").verdict()).isEqualTo(Verdict.INCOMPLETE);
    Files.delete(root.resolve("w.data"));
    Files.createLink(root.resolve("w.data"), root.resolve("real"));
    assertThat(rules("w.data")).containsExactly("WGT-005");
  }

  @Test
  void aDescriptionDoesNotMakeAPickleWeights() throws IOException {
    byte[] evil = evilPickle();
    write("model.onnx", onnx("w.data", 0, evil.length));
    write("w.data", evil);
    assertThat(scan("w.data").verdict()).isEqualTo(Verdict.MALICIOUS);
    byte[] behind = Arrays.copyOf(numbers(100), 100 + evil.length);
    System.arraycopy(evil, 0, behind, 100, evil.length);
    write("model.onnx", onnx("w.data", 0, 100));
    write("w.data", behind);
    assertThat(scan("w.data").verdict()).isEqualTo(Verdict.MALICIOUS);
  }

  @Test
  void aBrokenDescriptionDescribesNothing() throws IOException {
    byte[] model = onnx("w.data", 0, 100);
    write("model.onnx", Arrays.copyOf(model, model.length - 3));
    write("w.data", numbers(100));
    assertThat(scan("w.data").verdict()).isEqualTo(Verdict.INCOMPLETE);
  }

  @Test
  void whatDependsOnAnotherFileIsNotRemembered() throws IOException {
    RunMemory memory =
        new RunMemory() {
          private CheckRun kept;

          @Override
          public Optional<CheckRun> recall(Key key) {
            return Optional.ofNullable(kept);
          }

          @Override
          public void keep(Key key, CheckRun run) {
            kept = run;
          }
        };
    ModelFileScanner scanner =
        new ModelFileScanner("test", Limits.DEFAULT, System::nanoTime, memory);
    write("m.bin", numbers(100_000));
    write("m.xml", openvino(100_000));
    assertThat(scanner.scan(root, root.resolve("m.bin")).verdict()).isEqualTo(Verdict.CLEAN);
    Files.delete(root.resolve("m.xml"));
    assertThat(scanner.scan(root, root.resolve("m.bin")).verdict()).isEqualTo(Verdict.INCOMPLETE);
  }
}
