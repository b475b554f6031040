package dev.bulwark.scan.tensorflow;

import static dev.bulwark.scan.protobuf.RawMessage.message;
import static dev.bulwark.scan.tensorflow.RawTensorflow.function;
import static dev.bulwark.scan.tensorflow.RawTensorflow.graph;
import static dev.bulwark.scan.tensorflow.RawTensorflow.metaGraph;
import static dev.bulwark.scan.tensorflow.RawTensorflow.savedModel;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.scan.graph.Use;
import dev.bulwark.scan.onnx.RawOnnx;
import dev.bulwark.scan.protobuf.RawMessage;
import dev.bulwark.scan.tensorflow.TensorflowView.Kind;
import dev.bulwark.testkit.FormatReaderContract;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TensorflowReaderTest extends FormatReaderContract<TensorflowView> {
  private static final byte[] SAVED = savedModel(metaGraph(graph("Const", "Relu"))).build();

  @Override
  protected FormatReader<TensorflowView> reader() {
    return new TensorflowReader();
  }

  @Override
  protected List<byte[]> valid() {
    return List.of(
        SAVED,
        metaGraph(graph("Const")).build(),
        graph("Const", "Relu").build(),
        RawTensorflow.kerasMetadata("{\"class_name\": \"Dense\"}"),
        message().put(2, message().put(1, function("f", "Const"))).build());
  }

  @Override
  protected List<byte[]> broken() {
    return List.of(
        Arrays.copyOf(SAVED, SAVED.length - 3),
        metaGraph(graph("Const").raw(0x0a, 0x7f)).build(),
        graph("Const", "Relu").raw(0x0a, 0x7f).build());
  }

  private TensorflowView view(RawMessage message) {
    assertThat(read(message.build())).isInstanceOf(Reading.View.class);
    return ((Reading.View<TensorflowView>) read(message.build())).view();
  }

  private static List<String> operators(TensorflowView view) {
    return view.operators().stream().map(Use::operator).map(operator -> operator.type()).toList();
  }

  @Test
  void eachMessageIsKnownForWhatItIs() {
    assertThat(
            valid().stream()
                .map(bytes -> ((Reading.View<TensorflowView>) read(bytes)).view().kind()))
        .containsExactly(
            Kind.SAVED_MODEL, Kind.META_GRAPH, Kind.GRAPH, Kind.KERAS_METADATA, Kind.GRAPH);
    byte[] fingerprint =
        message()
            .number(1, 0x123456789abcdefL)
            .number(2, 0x123456789abcdefL)
            .number(3, 0x123456789abcdefL)
            .number(4, 0x123456789abcdefL)
            .put(6, message().number(1, 1))
            .build();
    assertThat(((Reading.View<TensorflowView>) read(fingerprint)).view().kind())
        .isEqualTo(Kind.FINGERPRINT);
  }

  /// Every place a node can stand in.
  static Stream<Arguments> hidingPlaces() {
    RawMessage library = message().put(2, message().put(1, function("f", "WriteFile")));
    RawMessage late =
        message().put(4, message().number(1, 1)).put(1, RawTensorflow.node("n", "WriteFile"));
    return Stream.of(
        Arguments.of("graph", graph("WriteFile")),
        Arguments.of("after the versions", late),
        Arguments.of("function", library),
        Arguments.of("meta graph", metaGraph(graph("WriteFile"))),
        Arguments.of("function of a meta graph", metaGraph(library)),
        Arguments.of("saved model", savedModel(metaGraph(graph("WriteFile")))),
        Arguments.of("function of a saved model", savedModel(metaGraph(library))),
        Arguments.of(
            "second meta graph",
            savedModel(metaGraph(graph("Const"))).put(2, metaGraph(graph("WriteFile")))),
        Arguments.of(
            "second graph", savedModel(metaGraph(graph("Const")).put(2, graph("WriteFile")))),
        Arguments.of("without a version", message().put(2, metaGraph(graph("WriteFile")))),
        Arguments.of(
            "second name", message().put(1, RawTensorflow.node("n", "WriteFile").text(2, "Add"))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("hidingPlaces")
  void anOperatorIsFoundWhereverItStands(String where, RawMessage file) {
    assertThat(operators(view(file))).contains("WriteFile");
  }

  @Test
  void functionsAssetsAndPrintsAreRead() {
    RawMessage print =
        message()
            .put(
                1,
                RawTensorflow.node("p", "PrintV2")
                    .entry(5, "output_stream", RawTensorflow.text("file:///models/x")))
            .put(1, RawTensorflow.node("q", "f"))
            .put(2, message().put(1, function("f", "Const")));
    TensorflowView view =
        view(savedModel(metaGraph(print).put(6, RawTensorflow.asset("vocab.txt"))));
    assertThat(view.operators()).filteredOn(Use::local).hasSize(1);
    assertThat(view.assets()).singleElement().extracting("name").isEqualTo("vocab.txt");
    assertThat(view.prints()).singleElement().extracting("name").isEqualTo("file:///models/x");
    assertThat(view.oddities()).isEmpty();
    assertThat(view.unexplained()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"class_name\":\"Lambda\",\"config\":{\"function\":[\"4wEAAA==\",null,null]}}",
        "{\"config\":{\"function\":[\"4wEAAA==\",null,null]},\"class_name\":\"Lambda\"}",
        "{\"layers\":[{\"a\":{\"class_name\":\"Lambda\",\"config\":{\"function\":[\"4wE\"]}}}]}",
        "{\"class_name\":\"Lambda\",\"config\":{\"function\":{\"class_name\":\"__lambda__\","
            + "\"config\":{\"code\":\"4wE\"}}}}",
        "{\"class_name\":\"TimeDistributed\",\"config\":{\"layer\":{\"class_name\":\"Lambda\","
            + "\"config\":{\"function\":[\"4wE\"]}}}}"
      })
  void codeOfALayerIsFoundWhereverItStands(String json) {
    for (byte[] file :
        List.of(
            RawTensorflow.kerasMetadata(json),
            savedModel(metaGraph(graph("Const")).put(7, RawTensorflow.objects(json))).build())) {
      TensorflowView view = ((Reading.View<TensorflowView>) read(file)).view();
      assertThat(view.layers()).extracting(layer -> layer.severity().name()).contains("CRITICAL");
    }
  }

  @Test
  void aLambdaByNameIsLessSureAndOtherLayersAreNone() {
    String named = "{\"class_name\":\"Lambda\",\"config\":{\"function\":\"f\"}}";
    TensorflowView view =
        ((Reading.View<TensorflowView>) read(RawTensorflow.kerasMetadata(named))).view();
    assertThat(view.layers()).extracting(layer -> layer.severity().name()).containsExactly("HIGH");
    String dense = "{\"class_name\":\"Dense\",\"config\":{\"function\":[\"x\"]}}";
    TensorflowView other =
        ((Reading.View<TensorflowView>) read(RawTensorflow.kerasMetadata(dense))).view();
    assertThat(other.layers()).isEmpty();
  }

  @Test
  void aDescriptionThatIsNoJsonIsTold() {
    byte[] file = RawTensorflow.kerasMetadata("{\"class_name\":");
    assertThat(((Reading.View<TensorflowView>) read(file)).view().oddities()).hasSize(1);
  }

  @Test
  void deepAttributesEndAtTheBound() {
    RawMessage value = message().text(2, "x");
    for (int i = 0; i < 60; i++) {
      value = message().put(10, message().text(1, "f").entry(2, "k", value));
    }
    RawMessage deep = message().put(1, RawTensorflow.node("n", "Const").entry(5, "a", value));
    assertThat(read(deep.build())).isInstanceOf(Reading.OverLimit.class);
  }

  @Test
  void otherThingsAreNotTensorflow() {
    for (byte[] other :
        List.of(
            RawOnnx.linear(),
            RawTensorflow.utf8("\n\nhello\n"),
            RawTensorflow.utf8("{\"a\": 1}"),
            new byte[] {0x0a, 0x00, 0x0a, 0x00},
            new byte[4096])) {
      assertThat(read(other)).isInstanceOf(Reading.NotMine.class);
    }
  }
}
