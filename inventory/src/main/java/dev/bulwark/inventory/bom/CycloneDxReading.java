package dev.bulwark.inventory.bom;

import java.util.List;

/// What became of a CycloneDX document of others.
public sealed interface CycloneDxReading {

  /// It follows the schema of its version.
  record Valid(String specVersion) implements CycloneDxReading {}

  /// @param errors where and what, at most a hundred
  record Invalid(String specVersion, List<String> errors) implements CycloneDxReading {
    public Invalid {
      errors = List.copyOf(errors);
    }
  }

  /// It claims a version whose schema this module does not have.
  record UnknownVersion(String specVersion) implements CycloneDxReading {}

  /// It is no JSON, or no CycloneDX.
  record Malformed(int line, String problem) implements CycloneDxReading {}
}
