package dev.bulwark.govern.manifest;

import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.system.AiSystem;
import java.util.List;

/// What {@link ManifestReader} made of a manifest.
public sealed interface ManifestReading {

  /// Everything is said that must be said.
  ///
  /// @param drifts where the files contradict a declared fact; the system holds what was seen
  record Valid(AiSystem system, List<Drift> drifts) implements ManifestReading {
    public Valid {
      drifts = List.copyOf(drifts);
    }
  }

  /// @param problems at least one, in the order of the file
  /// @param complete false when there are more problems than are listed
  record Invalid(List<ManifestProblem> problems, boolean complete) implements ManifestReading {
    public Invalid {
      problems = List.copyOf(problems);
      if (problems.isEmpty()) {
        throw new IllegalArgumentException("an invalid manifest has a problem");
      }
    }
  }

  /// A declared fact and the bytes disagree.
  ///
  /// @param at where the manifest declares the element
  /// @param element `model/scorer`
  /// @param file the file that shows it
  record Drift(
      Place at, String element, String fact, String declared, String observed, String file) {}
}
