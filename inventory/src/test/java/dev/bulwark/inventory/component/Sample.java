package dev.bulwark.inventory.component;

import java.util.List;
import java.util.stream.Stream;

/// One small valid file of a kind.
///
/// @param path which reader claims it
/// @param tells what is read from it, a line each
record Sample(String path, String text, String tells) {
  /// One of each kind.
  static List<Sample> all() {
    return Stream.of(PythonSamples.all(), CondaSamples.all(), OtherSamples.all())
        .flatMap(List::stream)
        .toList();
  }
}
