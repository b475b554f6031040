package dev.bulwark.scan.onnx;

import static dev.bulwark.kernel.check.Severity.MEDIUM;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.graph.NamedPath;
import dev.bulwark.scan.protobuf.Fields;
import dev.bulwark.scan.protobuf.Notes;
import dev.bulwark.scan.protobuf.Schema;
import dev.bulwark.scan.weights.Range;
import java.util.Set;

/// One walk through one model.
///
/// When a name occurs twice in a node, every combination is counted: which one a parser takes is
/// its own affair.
final class OnnxParse {
  static final Schema.Message MODEL =
      Schema.resource(OnnxParse.class, "onnx.schema").message("ModelProto");

  private static final Set<String> EXTERNAL_KEYS =
      Set.of("location", "offset", "length", "checksum", "basepath");

  private final Source source;
  private final Notes notes;
  private final OnnxFacts facts = new OnnxFacts();

  OnnxParse(Source source, Budget budget) {
    this.source = source;
    this.notes = new Notes(budget);
  }

  OnnxView view() {
    return facts.view(source.place(), notes.oddities(), notes.unknownBytes());
  }

  void model() {
    Fields model = Fields.of(source.bytes(), MODEL, notes);
    while (model.next()) {
      switch (model.number()) {
        case 1 -> facts.version(model.value());
        case 7 -> graph(model.inside());
        case 14 -> setting(model.inside(), model.offset());
        case 20 -> training(model.inside());
        case 25 -> function(model.inside(), model.offset());
        default -> model.check();
      }
    }
  }

  private void setting(Fields entry, long offset) {
    while (entry.next()) {
      if (entry.number() == 1) {
        facts.setting(entry.text(), offset);
      }
    }
  }

  private void graph(Fields graph) {
    facts.graph();
    while (graph.next()) {
      switch (graph.number()) {
        case 1 -> node(graph.inside(), graph.offset());
        case 5 -> tensor(graph.inside());
        case 15 -> sparse(graph.inside());
        default -> graph.check();
      }
    }
  }

  private void training(Fields training) {
    while (training.next()) {
      if (training.number() <= 2) {
        graph(training.inside());
      } else {
        training.check();
      }
    }
  }

  private void function(Fields function, long offset) {
    facts.graph();
    String name = "";
    String domain = "";
    while (function.next()) {
      switch (function.number()) {
        case 1 -> name = function.text();
        case 7 -> node(function.inside(), function.offset());
        case 10 -> domain = function.text();
        case 11 -> attribute(function.inside());
        default -> function.check();
      }
    }
    facts.function(domain, name, offset);
  }

  private void node(Fields node, long offset) {
    String type = "";
    String domain = "";
    boolean typed = false;
    boolean placed = false;
    while (node.next()) {
      switch (node.number()) {
        case 4 -> {
          if (typed) {
            facts.node(domain, type, offset);
          }
          type = node.text();
          typed = true;
        }
        case 5 -> attribute(node.inside());
        case 7 -> {
          if (placed) {
            facts.node(domain, type, offset);
          }
          domain = node.text();
          placed = true;
        }
        default -> node.check();
      }
    }
    facts.node(domain, type, offset);
  }

  private void attribute(Fields attribute) {
    while (attribute.next()) {
      switch (attribute.number()) {
        case 5, 10 -> tensor(attribute.inside());
        case 6, 11 -> graph(attribute.inside());
        case 22, 23 -> sparse(attribute.inside());
        default -> attribute.check();
      }
    }
  }

  private void sparse(Fields sparse) {
    while (sparse.next()) {
      if (sparse.number() <= 2) {
        tensor(sparse.inside());
      }
    }
  }

  /// External data counts wherever it stands, also when the tensor says that it does not use it.
  private void tensor(Fields tensor) {
    boolean declared = false;
    boolean located = false;
    long offset = tensor.offset();
    Stored stored = new Stored();
    while (tensor.next()) {
      offset = tensor.offset();
      switch (tensor.number()) {
        case 13 -> located |= external(tensor.inside(), tensor.offset(), stored);
        case 14 -> declared |= tensor.value() == 1;
        default -> tensor.check();
      }
    }
    if (declared && !located) {
      notes.odd(
          offset, MEDIUM, "a tensor is said to lie in another file and does not say in which");
    }
    if (located) {
      facts.stored(stored.location, Range.of(stored.from, stored.size));
    }
  }

  /// Where a tensor lies, as far as its entries have said.
  private static final class Stored {
    private String location = "";
    private long from;
    private long size = Range.TO_THE_END;

    /// A number that is none leaves nothing described.
    void take(String key, String value) {
      switch (key) {
        case "location" -> location = value;
        case "offset" -> from = value.matches("[0-9]{1,18}") ? Long.parseLong(value) : -1;
        case "length" -> size = value.matches("[0-9]{1,18}") ? Long.parseLong(value) : -2;
        default -> {}
      }
    }
  }

  /// A value that a later one replaces is taken for a location whatever its key.
  ///
  /// @return whether the entry names a file
  private boolean external(Fields entry, long offset, Stored stored) {
    String key = "";
    String value = "";
    boolean located = false;
    boolean valued = false;
    while (entry.next()) {
      if (entry.number() == 1) {
        key = entry.text();
        located |= key.equals("location");
      } else {
        if (valued) {
          facts.external(value, offset);
        }
        value = entry.text();
        valued = true;
      }
    }
    stored.take(located ? "location" : key, value);
    if (located) {
      facts.external(value, offset);
    } else {
      detail(key, value, offset);
    }
    return located;
  }

  private void detail(String key, String value, long offset) {
    if (!EXTERNAL_KEYS.contains(key) && !key.startsWith("prepacked_")) {
      notes.odd(
          offset,
          MEDIUM,
          "external data has the key \"%s\", which the format does not have"
              .formatted(NamedPath.shown(key)));
    } else if ((key.equals("offset") || key.equals("length")) && !value.matches("[0-9]{1,18}")) {
      notes.odd(
          offset, MEDIUM, "external data has the %s \"%s\"".formatted(key, NamedPath.shown(value)));
    } else if (key.equals("basepath") && !value.isEmpty() && !NamedPath.staysInside(value)) {
      facts.external(value, offset);
    }
  }
}
