package dev.bulwark.scan.tflite;

import dev.bulwark.kernel.check.Place;
import dev.bulwark.scan.graph.Oddity;
import dev.bulwark.scan.graph.Use;
import java.util.List;

/// What a TensorFlow Lite model reaches for beside its own numbers.
///
/// @param custom operators that are not built into the runtime, by their name
/// @param flex operators of TensorFlow itself, by TensorFlow's name for them
/// @param outside parts that are said to lie where the file has nothing
/// @param oddities bytes and settings the format does not foresee
/// @param unexplained bytes that belong to no part of the model
public record TfliteView(
    Place place,
    List<Use> custom,
    List<Use> flex,
    List<Oddity> outside,
    List<Oddity> oddities,
    long unexplained) {
  public TfliteView {
    custom = List.copyOf(custom);
    flex = List.copyOf(flex);
    outside = List.copyOf(outside);
    oddities = List.copyOf(oddities);
  }
}
