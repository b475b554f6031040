package dev.bulwark.scan.onnx;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.flatbuffer.BrokenFlatbuffer;
import dev.bulwark.scan.flatbuffer.Flatbuffer;
import dev.bulwark.scan.flatbuffer.Table;
import java.util.List;
import java.util.Optional;

/// Reads ONNX Runtime's own form of a model, a FlatBuffer; fields are numbered as in `ort.fbs`.
///
/// Gives the view of an ONNX model: the same operators do the same things. What the format keeps
/// for speed (types of values, edges between nodes) is not read.
public final class OrtReader implements FormatReader<OnnxView> {
  @Override
  public String format() {
    return "onnx-runtime";
  }

  @Override
  public Reading<OnnxView> read(Source source, Budget budget) {
    if (!Flatbuffer.bears(source.bytes(), "ORTM")) {
      return new Reading.NotMine<>();
    }
    OnnxFacts facts = new OnnxFacts();
    try {
      Flatbuffer buffer = new Flatbuffer(source.bytes(), budget);
      buffer.root().table(1, model -> model(model, facts));
      return new Reading.View<>(view(source, facts), List.of());
    } catch (BrokenFlatbuffer e) {
      return new Reading.Malformed<>(
          Optional.of(view(source, facts)), List.of(), e.offset(), e.problem());
    } catch (Budget.OverLimit e) {
      return new Reading.OverLimit<>(
          Optional.of(view(source, facts)), List.of(), e.reason(), e.problem());
    }
  }

  private static OnnxView view(Source source, OnnxFacts facts) {
    return facts.view(source.place(), List.of(), 0);
  }

  private static void model(Table model, OnnxFacts facts) {
    facts.version(model.slong(0));
    model.table(7, graph -> graph(graph, facts));
    model.tables(9, entry -> facts.setting(entry.text(0), entry.offset()));
  }

  private static void graph(Table graph, OnnxFacts facts) {
    facts.graph();
    graph.tables(0, OrtReader::tensor);
    graph.tables(2, node -> node(node, facts));
    graph.tables(
        7,
        sparse -> {
          sparse.table(0, OrtReader::tensor);
          sparse.table(1, OrtReader::tensor);
        });
  }

  private static void node(Table node, OnnxFacts facts) {
    facts.node(node.text(2), node.text(5), node.offset());
    node.tables(
        10,
        attribute -> {
          attribute.table(6, OrtReader::tensor);
          attribute.table(7, graph -> graph(graph, facts));
          attribute.tables(11, OrtReader::tensor);
          attribute.tables(12, graph -> graph(graph, facts));
        });
  }

  /// A tensor's bytes must lie in the file.
  private static void tensor(Table tensor) {
    tensor.vector(2, 8);
    tensor.vector(4, 1);
  }
}
