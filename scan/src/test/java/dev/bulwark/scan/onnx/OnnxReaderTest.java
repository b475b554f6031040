package dev.bulwark.scan.onnx;

import static dev.bulwark.scan.onnx.RawOnnx.externalTensor;
import static dev.bulwark.scan.onnx.RawOnnx.model;
import static dev.bulwark.scan.onnx.RawOnnx.node;
import static dev.bulwark.scan.protobuf.RawMessage.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.scan.protobuf.RawMessage;
import dev.bulwark.testkit.FormatReaderContract;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxReaderTest extends FormatReaderContract<OnnxView> {
  @Override
  protected FormatReader<OnnxView> reader() {
    return new OnnxReader();
  }

  @Override
  protected List<byte[]> valid() {
    return List.of(
        RawOnnx.linear(),
        model(message().put(5, externalTensor("weights.bin"))).build(),
        message().put(8, message().number(2, 21)).put(7, message()).build());
  }

  @Override
  protected List<byte[]> broken() {
    byte[] whole = RawOnnx.linear();
    return List.of(
        Arrays.copyOf(whole, whole.length - 10),
        Arrays.copyOf(whole, 40),
        model(message().bytes(1, new byte[] {0x0a, 0x7f})).build());
  }

  private OnnxView view(byte[] bytes) {
    assertThat(read(bytes)).isInstanceOf(Reading.View.class);
    return ((Reading.View<OnnxView>) read(bytes)).view();
  }

  @Test
  void operatorsAndVersionAreRead() {
    OnnxView view = view(RawOnnx.linear());
    assertThat(view.irVersion()).isEqualTo(10);
    assertThat(view.operators())
        .extracting(use -> use.operator().domain() + ":" + use.operator().type())
        .containsExactly(":Gemm", "ai.onnx.ml:ZipMap");
    assertThat(view.external()).isEmpty();
    assertThat(view.oddities()).isEmpty();
    assertThat(view.graphs()).isOne();
  }

  /// Every place a tensor can stand in.
  static Stream<Arguments> hidingPlaces() {
    RawMessage tensor = externalTensor("../secret");
    RawMessage inNode = message().put(1, node("", "Constant").put(5, message().put(5, tensor)));
    RawMessage inList = message().put(1, node("", "X").put(5, message().put(10, tensor)));
    RawMessage graph = message().put(5, tensor);
    RawMessage inIf = message().put(1, node("", "If").put(5, message().put(6, graph)));
    RawMessage deep = message().put(1, node("", "Loop").put(5, message().put(11, inIf)));
    RawMessage plain = message();
    return Stream.of(
        Arguments.of("initialiser", model(graph)),
        Arguments.of("attribute", model(inNode)),
        Arguments.of("attribute list", model(inList)),
        Arguments.of("branch of an If", model(inIf)),
        Arguments.of("loop within a branch", model(deep)),
        Arguments.of("sparse values", model(message().put(15, message().put(1, tensor)))),
        Arguments.of("sparse indices", model(message().put(15, message().put(2, tensor)))),
        Arguments.of(
            "sparse attribute",
            model(
                message()
                    .put(1, node("", "X").put(5, message().put(22, message().put(1, tensor)))))),
        Arguments.of(
            "function body",
            model(plain)
                .put(25, message().text(1, "f").text(10, "local").put(7, inNodeOf(tensor)))),
        Arguments.of(
            "function attribute",
            model(plain).put(25, message().text(1, "f").put(11, message().put(5, tensor)))),
        Arguments.of("training", model(plain).put(20, message().put(1, graph))),
        Arguments.of("training algorithm", model(plain).put(20, message().put(2, graph))),
        Arguments.of("second graph", model(plain).put(7, graph)));
  }

  private static RawMessage inNodeOf(RawMessage tensor) {
    return node("", "Constant").put(5, message().put(5, tensor));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("hidingPlaces")
  void externalDataIsFoundWhereverItStands(String where, RawMessage model) {
    assertThat(view(model.build()).external())
        .extracting(OnnxView.External::location)
        .containsExactly("../secret");
  }

  @Test
  void aTensorThatClaimsToBeInsideStillHasItsLocationRead() {
    RawMessage tensor = message().put(13, RawOnnx.entry("location", "/etc/passwd")).number(14, 0);
    assertThat(view(model(message().put(5, tensor)).build()).external()).hasSize(1);
  }

  @Test
  void fieldsTheFormatDoesNotHaveAreNoted() {
    assertThat(view(model(message().text(99, "x")).build()).oddities()).hasSize(1);
    assertThat(view(model(message()).text(500, "x").build()).oddities()).hasSize(1);
    RawMessage negative =
        message().put(13, RawOnnx.entry("location", "w")).put(13, RawOnnx.entry("offset", "-1"));
    assertThat(view(model(message().put(5, negative)).build()).oddities()).hasSize(1);
  }

  @Test
  void deepNestingEndsAtTheBound() {
    RawMessage graph = message();
    for (int i = 0; i < 200; i++) {
      graph = message().put(1, node("", "If").put(5, message().put(6, graph)));
    }
    assertThat(read(model(graph).build())).isInstanceOf(Reading.OverLimit.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\b", "hello world, this is text", ":\u0005abcde", "{\"a\":1}"})
  void otherThingsAreNotOnnx(String text) {
    assertThat(read(text.getBytes(StandardCharsets.UTF_8))).isInstanceOf(Reading.NotMine.class);
  }

  @Test
  void anotherModelInProtobufIsNotOnnx() {
    byte[] savedModel = message().number(1, 1).put(2, message().text(1, "graph")).build();
    assertThat(read(savedModel)).isInstanceOf(Reading.NotMine.class);
  }
}
