package dev.bulwark.inventory.osv;

/// Whether one version of one package is among those an advisory affects.
public sealed interface VersionMatch {

  /// @param because the enumerated version or the bounds of the range
  record Affected(String because) implements VersionMatch {}

  enum Unaffected implements VersionMatch {
    UNAFFECTED
  }

  /// The version is not enumerated and some range cannot be decided.
  record Undecided(String problem) implements VersionMatch {}

  /// Decides: enumerated, or inside one range; undecided when no range holds it and one cannot say.
  static VersionMatch of(Advisory.Affected affected, String version) {
    return new Matcher(affected.ecosystem(), version).match(affected);
  }
}
