package dev.bulwark.project.scan;

import dev.bulwark.kernel.check.Severity;

/// How sure a scan is that what it found does harm: what a severity means here.
final class Certainty {
  private Certainty() {}

  static String of(Severity severity) {
    return switch (severity) {
      case CRITICAL -> "certain: loading it does this";
      case HIGH -> "likely: honest tools do not write this";
      case MEDIUM, LOW -> "possible: honest tools rarely write this";
      case NOTE -> "for your information";
    };
  }
}
