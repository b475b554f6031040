package dev.bulwark.scan.tensorflow;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.protobuf.BrokenWire;
import dev.bulwark.scan.protobuf.TextFormat;
import dev.bulwark.scan.text.TextReader;
import dev.bulwark.scan.text.TextView;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads graphs, meta graphs and SavedModels of TensorFlow in protobuf's text format (`.pbtxt`).
///
/// Text is claimed when it begins with a field such files begin with and some node in it names an
/// operator. Other files of this syntax, such as label maps, are text.
public final class GraphTextReader implements FormatReader<GraphText> {
  private static final Set<String> FIRST =
      Set.of(
          "node",
          "library",
          "version",
          "versions",
          "graph_def",
          "meta_info_def",
          "meta_graphs",
          "saved_model_schema_version",
          "saver_def",
          "collection_def",
          "signature_def",
          "asset_file_def",
          "object_graph_def");

  private final TextReader text = new TextReader();

  @Override
  public String format() {
    return "tensorflow text";
  }

  @Override
  public Reading<GraphText> read(Source source, Budget budget) {
    if (source.size() == 0 || !isText(source.at(0))) {
      return new Reading.NotMine<>();
    }
    GraphTextParse parse = new GraphTextParse(source, budget);
    try {
      if (!FIRST.contains(new TextFormat(source, budget, parse).first())
          || !(text.read(source, budget) instanceof Reading.View<TextView> _)) {
        return new Reading.NotMine<>();
      }
      budget.entry();
      new TextFormat(source, budget, parse).read();
      return parse.isGraph()
          ? new Reading.View<>(view(source, parse), List.of())
          : new Reading.NotMine<>();
    } catch (BrokenWire e) {
      return parse.isGraph()
          ? new Reading.Malformed<>(
              Optional.of(view(source, parse)), List.of(), e.offset(), e.problem())
          : new Reading.NotMine<>();
    } catch (Budget.OverLimit e) {
      return new Reading.OverLimit<>(
          parse.isGraph() ? Optional.of(view(source, parse)) : Optional.empty(),
          List.of(),
          e.reason(),
          e.problem());
    }
  }

  /// Whether a byte may begin such a text: a name, a comment or white space.
  private static boolean isText(int first) {
    return first == '#'
        || first == '_'
        || Character.isWhitespace(first)
        || Character.isLetter(first);
  }

  private static GraphText view(Source source, GraphTextParse parse) {
    return new GraphText(source, parse.view());
  }
}
