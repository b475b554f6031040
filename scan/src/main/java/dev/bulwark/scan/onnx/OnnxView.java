package dev.bulwark.scan.onnx;

import dev.bulwark.kernel.check.Place;
import dev.bulwark.scan.graph.Oddity;
import dev.bulwark.scan.graph.Use;
import dev.bulwark.scan.weights.Described;
import java.util.List;

/// What an ONNX model reaches for beside its own numbers, whichever way it is written.
///
/// @param place the file
/// @param irVersion as the model claims
/// @param operators each kind once, sorted by domain and type
/// @param external each file that tensors are read from, once, sorted
/// @param settings the keys of the model's own metadata, sorted
/// @param oddities those that fail first
/// @param graphs how many graphs there are, sub-graphs, training graphs and functions included
/// @param weights which bytes of those files the tensors are
/// @param unexplained bytes of fields the format does not have, or between its parts
public record OnnxView(
    Place place,
    long irVersion,
    List<Use> operators,
    List<External> external,
    List<Setting> settings,
    List<Oddity> oddities,
    long graphs,
    List<Described> weights,
    long unexplained) {
  public OnnxView {
    weights = List.copyOf(weights);
    operators = List.copyOf(operators);
    external = List.copyOf(external);
    settings = List.copyOf(settings);
    oddities = List.copyOf(oddities);
  }

  /// A file that holds tensors of the model.
  ///
  /// @param location as written, relative to the model's folder if it is well-behaved
  /// @param offset of the first mention
  public record External(String location, long count, long offset) {}

  /// An entry of the model's metadata.
  ///
  /// @param offset of the first with this key
  public record Setting(String key, long offset) {}
}
