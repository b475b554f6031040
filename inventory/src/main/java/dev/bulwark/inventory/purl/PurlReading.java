package dev.bulwark.inventory.purl;

/// What became of a text or of parts that claim to be a package URL.
public sealed interface PurlReading {

  record Valid(PackageUrl purl) implements PurlReading {}

  /// @param problem expected and found
  record Refused(String problem) implements PurlReading {}
}
