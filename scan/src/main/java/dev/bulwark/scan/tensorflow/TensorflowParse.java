package dev.bulwark.scan.tensorflow;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.graph.Operator;
import dev.bulwark.scan.graph.Tally;
import dev.bulwark.scan.graph.Uses;
import dev.bulwark.scan.protobuf.Fields;
import dev.bulwark.scan.protobuf.Notes;
import dev.bulwark.scan.protobuf.Schema;
import dev.bulwark.scan.tensorflow.TensorflowView.Kind;
import dev.bulwark.scan.tensorflow.TensorflowView.Named;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// One walk through one file.
final class TensorflowParse {
  static final Schema SCHEMA = Schema.resource(TensorflowParse.class, "tensorflow.schema");
  static final Set<String> OWN_STREAMS =
      Set.of("stderr", "stdout", "log(info)", "log(warning)", "log(error)");

  private final Source source;
  private final Kind kind;
  private final Notes notes;
  private final Uses uses = new Uses();
  private final Tally<String> assets = Tally.ofTexts();
  private final Tally<String> prints = Tally.ofTexts();
  private final KerasJson keras;

  TensorflowParse(Source source, Kind kind, Budget budget) {
    this.source = source;
    this.kind = kind;
    this.notes = new Notes(budget);
    this.keras = new KerasJson(notes, budget);
  }

  TensorflowView view() {
    return new TensorflowView(
        source.place(),
        kind,
        uses.list(),
        named(assets),
        named(prints),
        keras.layers(),
        notes.oddities(),
        List.of(),
        notes.unknownBytes());
  }

  static List<Named> named(Tally<String> names) {
    List<Named> all = new ArrayList<>();
    names.counts().forEach((name, seen) -> all.add(new Named(name, seen.offset())));
    return all;
  }

  void file() {
    Fields fields = Fields.of(source.bytes(), SCHEMA.message(kind.message()), notes);
    switch (kind) {
      case SAVED_MODEL -> savedModel(fields);
      case META_GRAPH -> metaGraph(fields);
      case GRAPH -> graph(fields);
      case KERAS_METADATA -> kerasMetadata(fields);
      case FINGERPRINT, CHECKPOINT -> rest(fields);
    }
  }

  private static void rest(Fields fields) {
    while (fields.next()) {
      fields.check();
    }
  }

  private void savedModel(Fields model) {
    while (model.next()) {
      if (model.number() == 2) {
        metaGraph(model.inside());
      }
    }
  }

  private void metaGraph(Fields meta) {
    while (meta.next()) {
      switch (meta.number()) {
        case 2 -> graph(meta.inside());
        case 6 -> asset(meta.inside());
        case 7 -> objects(meta.inside());
        default -> meta.check();
      }
    }
  }

  private void asset(Fields asset) {
    while (asset.next()) {
      if (asset.number() == 2) {
        assets.add(asset.text(), asset.offset());
      } else {
        asset.check();
      }
    }
  }

  /// The objects that Python's loader revives; those of Keras say how in JSON.
  private void objects(Fields graph) {
    while (graph.next()) {
      if (graph.number() == 1) {
        object(graph.inside());
      } else {
        graph.check();
      }
    }
  }

  private void object(Fields object) {
    while (object.next()) {
      if (object.number() == 4) {
        userObject(object.inside());
      } else {
        object.check();
      }
    }
  }

  private void userObject(Fields user) {
    while (user.next()) {
      if (user.number() == 3) {
        keras.read(user.bytes(), user.offset());
      } else {
        user.check();
      }
    }
  }

  private void kerasMetadata(Fields metadata) {
    while (metadata.next()) {
      Fields node = metadata.inside();
      while (node.next()) {
        if (node.number() == 5) {
          keras.read(node.bytes(), node.offset());
        } else {
          node.check();
        }
      }
    }
  }

  private void graph(Fields graph) {
    while (graph.next()) {
      switch (graph.number()) {
        case 1 -> node(graph.inside(), graph.offset());
        case 2 -> library(graph.inside());
        default -> graph.check();
      }
    }
  }

  private void library(Fields library) {
    while (library.next()) {
      if (library.number() == 1) {
        function(library.inside(), library.offset());
      } else {
        library.check();
      }
    }
  }

  private void function(Fields function, long offset) {
    while (function.next()) {
      switch (function.number()) {
        case 1 -> signature(function.inside(), offset);
        case 3 -> node(function.inside(), function.offset());
        default -> function.check();
      }
    }
  }

  private void signature(Fields signature, long offset) {
    while (signature.next()) {
      if (signature.number() == 1) {
        uses.function(new Operator("", signature.text()), offset);
      } else {
        signature.check();
      }
    }
  }

  /// When a node names two operators, both count: which one a parser takes is its own affair.
  private void node(Fields node, long offset) {
    boolean named = false;
    while (node.next()) {
      switch (node.number()) {
        case 2 -> {
          uses.node(new Operator("", node.text()), offset);
          named = true;
        }
        case 5 -> attribute(node.inside(), offset);
        default -> node.check();
      }
    }
    if (!named) {
      uses.node(new Operator("", ""), offset);
    }
  }

  private void attribute(Fields entry, long offset) {
    String key = "";
    String stream = "";
    while (entry.next()) {
      if (entry.number() == 1) {
        key = entry.text();
      } else {
        Fields value = entry.inside();
        while (value.next()) {
          if (value.number() == 2 && value.size() <= Fields.MAX_TEXT) {
            stream = value.text();
          } else {
            value.check();
          }
        }
      }
    }
    if (key.equals("output_stream") && !OWN_STREAMS.contains(stream)) {
      prints.add(stream, offset);
    }
  }
}
