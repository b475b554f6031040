package dev.bulwark.scan.coreml;

import dev.bulwark.kernel.check.Place;
import dev.bulwark.scan.graph.Oddity;
import java.util.List;

/// What a Core ML model reaches for beside its own numbers.
///
/// @param classes of the application that the model's custom layers and models need
/// @param links to other models, each a file name or a search path
/// @param blobs files that hold the model's weights, as written
/// @param oddities those that fail first
/// @param unexplained bytes of fields the format does not have
public record CoremlView(
    Place place,
    List<Named> classes,
    List<Named> links,
    List<Named> blobs,
    List<Oddity> oddities,
    long unexplained) {
  public CoremlView {
    classes = List.copyOf(classes);
    links = List.copyOf(links);
    blobs = List.copyOf(blobs);
    oddities = List.copyOf(oddities);
  }

  /// A name the model gives, and where first.
  public record Named(String name, long offset) {}
}
