package dev.bulwark.scan.onnx;

import dev.bulwark.kernel.check.Place;
import java.util.List;

/// What an ONNX model reaches for beside its own numbers.
///
/// @param place the file
/// @param irVersion as the model claims
/// @param operators each kind once, sorted by domain and type
/// @param external each file that tensors are read from, once, sorted
/// @param oddities in the order they were met; at most {@link #MAX_ODDITIES} are kept
/// @param graphs how many graphs there are, sub-graphs, training graphs and functions included
public record OnnxView(
    Place place,
    long irVersion,
    List<Operator> operators,
    List<External> external,
    List<Oddity> oddities,
    long graphs) {
  public static final int MAX_ODDITIES = 100;

  public OnnxView {
    operators = List.copyOf(operators);
    external = List.copyOf(external);
    oddities = List.copyOf(oddities);
  }

  /// A kind of operator.
  ///
  /// @param domain empty for the standard's own
  /// @param local whether the model defines it as a function of its own
  /// @param offset of the first node of this kind
  public record Operator(String domain, String type, boolean local, long count, long offset) {}

  /// A file that holds tensors of the model.
  ///
  /// @param location as written, relative to the model's folder if it is well-behaved
  /// @param offset of the first mention
  public record External(String location, long count, long offset) {}

  /// Something `onnx.proto` does not foresee.
  public record Oddity(long offset, String what) {}
}
