package dev.bulwark.scan.tensorflow;

import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.check.Severity;
import dev.bulwark.scan.graph.Oddity;
import dev.bulwark.scan.graph.Use;
import dev.bulwark.scan.weights.Described;
import java.util.List;

/// What a file of TensorFlow's reaches for beside its own numbers.
///
/// @param operators each kind once, sorted; those of functions included
/// @param assets the files a loader reads from the model's `assets` folder, as written
/// @param prints where nodes print to besides the process's own streams
/// @param layers Python code or functions that Keras would run for a layer
/// @param oddities those that fail first
/// @param weights which bytes of a checkpoint's data files its tensors are
/// @param unexplained bytes of fields the format does not have
public record TensorflowView(
    Place place,
    Kind kind,
    List<Use> operators,
    List<Named> assets,
    List<Named> prints,
    List<Layer> layers,
    List<Oddity> oddities,
    List<Described> weights,
    long unexplained) {
  public TensorflowView {
    weights = List.copyOf(weights);
    operators = List.copyOf(operators);
    assets = List.copyOf(assets);
    prints = List.copyOf(prints);
    layers = List.copyOf(layers);
    oddities = List.copyOf(oddities);
  }

  /// Which of TensorFlow's files it is.
  public enum Kind {
    SAVED_MODEL("SavedModel"),
    META_GRAPH("MetaGraphDef"),
    GRAPH("GraphDef"),
    KERAS_METADATA("SavedMetadata"),
    FINGERPRINT("FingerprintDef"),
    CHECKPOINT("BundleHeaderProto");

    private final String message;

    Kind(String message) {
      this.message = message;
    }

    /// The outermost message.
    String message() {
      return message;
    }
  }

  /// A name the model gives, and where first.
  public record Named(String name, long offset) {}

  /// A layer that is a function of Python's.
  ///
  /// @param severity how sure it is that the file brings the code along
  /// @param what there is, as the start of a sentence
  public record Layer(long offset, Severity severity, String what) {}
}
