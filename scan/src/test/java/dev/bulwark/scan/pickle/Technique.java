package dev.bulwark.scan.pickle;

import dev.bulwark.kernel.check.Severity;

/// A way past other scanners.
///
/// @param least how grave it must be called
record Technique(String name, byte[] pickle, Severity least) {
  static Technique critical(String name, byte[] pickle) {
    return new Technique(name, pickle, Severity.CRITICAL);
  }

  static Technique suspicious(String name, byte[] pickle) {
    return new Technique(name, pickle, Severity.MEDIUM);
  }

  @Override
  public String toString() {
    return name;
  }
}
