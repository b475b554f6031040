package dev.bulwark.scan.engine;

import dev.bulwark.kernel.check.Place;

/// A file that is known for what it is and is not read further.
///
/// @param what whose it is
public record EngineView(Place place, Engine what, long size) {

  /// What is known of such a file.
  public enum Engine {
    TENSORRT("A TensorRT engine", true),
    RKNN("An RKNN model", true),
    CNTK("A CNTK model of version 1", false);

    private final String words;
    private final boolean compiled;

    Engine(String words, boolean compiled) {
      this.words = words;
      this.compiled = compiled;
    }

    String words() {
      return words;
    }

    /// Whether it is compiled for a device, so that loading it runs machine code it brings.
    boolean compiled() {
      return compiled;
    }
  }
}
