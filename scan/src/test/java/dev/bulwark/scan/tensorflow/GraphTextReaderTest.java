package dev.bulwark.scan.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.testkit.FormatReaderContract;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class GraphTextReaderTest extends FormatReaderContract<GraphText> {
  private static final String NODE =
      "node {\n  name: \"a\"\n  op: \"Placeholder\"\n  attr {\n    key: \"dtype\"\n    value { type: DT_FLOAT }\n  }\n}\n";

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  protected FormatReader<GraphText> reader() {
    return new GraphTextReader();
  }

  @Override
  protected List<byte[]> valid() {
    return List.of(
        text(NODE),
        text("# made by hand\n" + NODE + "versions { producer: 22 min_consumer: -1 }\n"),
        text(
            "library { function { signature { name: 'f' } node_def < name: \"b\" op: \"Wri\" \"teFile\"; > } }"),
        text(
            "meta_graphs { graph_def { node { op: \"\\x41dd\", input: [\"a\", 'b'] f: 1.5e-3 [x.y/z]: 2 } } }"));
  }

  @Override
  protected List<byte[]> broken() {
    return List.of(
        text(NODE + "}"),
        text(NODE + "node {"),
        text(NODE + "node { op \"x\" }"),
        text(NODE + "node { op: \"x }\n}"),
        text("item { id: 1 name: 'cat' }"),
        text("node { calculator: \"Mediapipe\" }"),
        text("ir_version: 7 graph { node { op_type: \"Add\" } }"),
        text("node: 1"));
  }

  private GraphText graph(String text) {
    return ((Reading.View<GraphText>) read(text(text))).view();
  }

  @Test
  void everyOperatorIsSeenHoweverItIsWritten() {
    assertThat(graph(new String(valid().get(2), StandardCharsets.UTF_8)).graph().operators())
        .anySatisfy(use -> assertThat(use.operator().type()).isEqualTo("WriteFile"))
        .anySatisfy(use -> assertThat(use.local()).isTrue());
    assertThat(graph("node { op: '\\127rite' \"\\x46ile\" }").graph().operators())
        .extracting(use -> use.operator().type())
        .containsExactly("WriteFile");
    assertThat(graph("node { op: 'Add' op: 'ReadFile' }").graph().operators()).hasSize(2);
  }

  @Test
  void whereANodePrintsAndWhatIsAnAssetIsSeen() {
    TensorflowView view =
        graph(
                "graph_def { node { op: 'PrintV2' attr { key: 'output_stream' value { s: 'file:///srv/x' } } } }"
                    + " asset_file_def { filename: '../x' }")
            .graph();
    assertThat(view.prints())
        .extracting(TensorflowView.Named::name)
        .containsExactly("file:///srv/x");
    assertThat(view.assets()).extracting(TensorflowView.Named::name).containsExactly("../x");
  }

  @Test
  void aBreakDoesNotHideWhatStandsBeforeIt() {
    assertThat(read(text("node { op: 'WriteFile' } ]")))
        .isInstanceOfSatisfying(
            Reading.Malformed.class,
            broken ->
                assertThat(((GraphText) broken.before().get()).graph().operators()).hasSize(1));
  }

  @Test
  void deepNestingIsBroken() {
    assertThat(read(text("node { op: 'a' " + "x {".repeat(10_000))))
        .isInstanceOf(Reading.Malformed.class);
  }
}
