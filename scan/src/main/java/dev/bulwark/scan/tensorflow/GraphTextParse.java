package dev.bulwark.scan.tensorflow;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.graph.Operator;
import dev.bulwark.scan.graph.Tally;
import dev.bulwark.scan.graph.Uses;
import dev.bulwark.scan.protobuf.Notes;
import dev.bulwark.scan.protobuf.TextFormat;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/// Gathers from the text of a graph what {@link TensorflowParse} gathers from its bytes.
///
/// Messages are known by their names: what bears the name of a node is judged as one, wherever it
/// stands.
final class GraphTextParse implements TextFormat.Listener {
  private static final Set<String> WANTED =
      Set.of("op", "key", "s", "name", "filename", "metadata");
  private static final int MAX_TEXT = 4096;

  /// A message that is open, and what it said so far.
  private static final class Message {
    final String name;
    final long at;
    boolean named;
    String key = "";
    String stream = "";

    Message(String name, long at) {
      this.name = name;
      this.at = at;
    }
  }

  private final Source source;
  private final Notes notes;
  private final KerasJson keras;
  private final Uses uses = new Uses();
  private final Tally<String> assets = Tally.ofTexts();
  private final Tally<String> prints = Tally.ofTexts();
  private final Deque<Message> open = new ArrayDeque<>();
  private boolean graph;

  GraphTextParse(Source source, Budget budget) {
    this.source = source;
    this.notes = new Notes(budget);
    this.keras = new KerasJson(notes, budget);
  }

  /// Whether some node named an operator.
  boolean isGraph() {
    return graph;
  }

  TensorflowView view() {
    return new TensorflowView(
        source.place(),
        TensorflowView.Kind.GRAPH,
        uses.list(),
        TensorflowParse.named(assets),
        TensorflowParse.named(prints),
        keras.layers(),
        notes.oddities(),
        List.of(),
        0);
  }

  @Override
  public void open(String name, long at) {
    open.push(new Message(name, at));
  }

  @Override
  public void close() {
    Message message = open.pop();
    if (isNode(message.name) && !message.named) {
      uses.node(new Operator("", ""), message.at);
    }
    if (message.name.equals("attr")) {
      if (message.key.equals("output_stream")
          && !TensorflowParse.OWN_STREAMS.contains(message.stream)) {
        prints.add(message.stream, message.at);
      }
    }
  }

  private static boolean isNode(String message) {
    return message.equals("node") || message.equals("node_def");
  }

  @Override
  public boolean wants(String name) {
    return WANTED.contains(name);
  }

  @Override
  public void scalar(String name, byte[] value, long at) {
    Message message = open.peek();
    if (message == null) {
      return;
    }
    String text = new String(value, 0, Math.min(value.length, MAX_TEXT), ISO_8859_1);
    switch (message.name + "/" + name) {
      case "node/op", "node_def/op" -> {
        uses.node(new Operator("", text), message.at);
        message.named = true;
        graph = true;
      }
      case "signature/name" -> uses.function(new Operator("", text), message.at);
      case "asset_file_def/filename" -> assets.add(text, at);
      case "attr/key" -> message.key = text;
      case "value/s" -> stream(text);
      case "user_object/metadata" -> keras.read(MemorySegment.ofArray(value), at);
      default -> {}
    }
  }

  /// The value of an attribute belongs to the message around it, which has the key.
  private void stream(String text) {
    open.stream().skip(1).findFirst().ifPresent(around -> around.stream = text);
  }
}
