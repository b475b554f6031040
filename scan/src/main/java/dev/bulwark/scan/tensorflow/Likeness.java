package dev.bulwark.scan.tensorflow;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.protobuf.BrokenWire;
import dev.bulwark.scan.protobuf.Wire;
import dev.bulwark.scan.tensorflow.TensorflowView.Kind;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Tells which of TensorFlow's messages some bytes are; none of them has a magic number.
///
/// A graph is known by a node that names an operator, or by a function with a name; a model by a
/// graph, or by tags. A message that breaks off is looked into as far as it goes.
final class Likeness {
  /// How many fields of a message are tried before it is given up.
  private static final int TRIES = 1_000;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.][A-Za-z0-9_.\\\\/>\\-^:]*");
  private static final Pattern OPERATOR = Pattern.compile("[A-Za-z_][A-Za-z0-9_.>]*");

  private final Budget budget;

  private Likeness(Budget budget) {
    this.budget = budget;
  }

  /// @throws Budget.OverLimit when the budget is gone
  static Optional<Kind> of(Source source, Budget budget) {
    if (source.size() < 4) {
      return Optional.empty();
    }
    Likeness likeness = new Likeness(budget);
    if (likeness.hasNoText(whole(source))
        && likeness.finds(whole(source), 2, likeness::metaGraph)) {
      return Optional.of(Kind.SAVED_MODEL);
    }
    if (likeness.metaGraph(whole(source))) {
      return Optional.of(Kind.META_GRAPH);
    }
    if (likeness.graph(whole(source))) {
      return Optional.of(Kind.GRAPH);
    }
    if (likeness.finds(whole(source), 1, likeness::kerasNode)) {
      return Optional.of(Kind.KERAS_METADATA);
    }
    return likeness.fingerprint(source) ? Optional.of(Kind.FINGERPRINT) : Optional.empty();
  }

  private static Wire whole(Source source) {
    return new Wire(source.bytes(), 0, source.size());
  }

  /// Whether a length-delimited field of this number has some property.
  private boolean finds(Wire wire, int field, Predicate<Wire> property) {
    try {
      for (int i = 0; i < TRIES && wire.next(); i++) {
        budget.tick();
        if (wire.field() == field && wire.type() == Wire.LENGTH && property.test(wire.inside())) {
          return true;
        }
      }
      return false;
    } catch (BrokenWire e) {
      return wire.field() == field && wire.type() == Wire.LENGTH && property.test(wire.rest());
    }
  }

  /// A SavedModel has a version there, or nothing: some writers leave it out.
  private boolean hasNoText(Wire wire) {
    return !finds(wire, 1, _ -> true);
  }

  private boolean metaGraph(Wire wire) {
    return finds(wire.copy(), 2, this::graph) || finds(wire, 1, this::metaInfo);
  }

  /// A MetaInfoDef has the version of TensorFlow, as a text such as 2.18.0.
  private boolean metaInfo(Wire wire) {
    return finds(wire, 5, Likeness::isVersion);
  }

  private static boolean isVersion(Wire wire) {
    return wire.all(32).matches("[0-9]+\\.[0-9]+[0-9A-Za-z.+\\-]*");
  }

  private boolean graph(Wire wire) {
    return finds(wire.copy(), 1, this::node) || finds(wire, 2, this::library);
  }

  private boolean node(Wire wire) {
    return finds(wire.copy(), 1, text -> NAME.matcher(text.all(512)).matches())
        && finds(wire, 2, text -> OPERATOR.matcher(text.all(512)).matches());
  }

  private boolean library(Wire wire) {
    return finds(wire, 1, this::function);
  }

  private boolean function(Wire wire) {
    return finds(wire.copy(), 1, this::signature) && finds(wire, 3, this::node);
  }

  private boolean signature(Wire wire) {
    return finds(wire, 1, text -> NAME.matcher(text.all(512)).matches());
  }

  /// An object of Keras has an identifier such as `_tf_keras_layer`.
  private boolean kerasNode(Wire wire) {
    return finds(wire, 4, text -> text.all(32).startsWith("_tf_keras_"));
  }

  /// A fingerprint is nothing but a handful of checksums, in order, and a version.
  private boolean fingerprint(Source source) {
    if (source.size() > 256) {
      return false;
    }
    Wire wire = whole(source);
    int last = 0;
    int checksums = 0;
    try {
      while (wire.next()) {
        boolean checksum = wire.field() <= 5 && wire.type() == Wire.VARINT;
        boolean other = wire.field() > 5 && wire.field() <= 7 && wire.type() == Wire.LENGTH;
        if (wire.field() <= last || !(checksum || other)) {
          return false;
        }
        last = wire.field();
        checksums += checksum && wire.number() >>> 32 != 0 ? 1 : 0;
      }
    } catch (BrokenWire e) {
      return false;
    }
    return checksums >= 3 && last >= 6;
  }
}
