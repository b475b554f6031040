package dev.bulwark.inventory.osv;

import dev.bulwark.inventory.purl.PackageUrl;
import dev.bulwark.inventory.version.Pep440Version;
import dev.bulwark.inventory.version.VersionScheme;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// How OSV names packages and orders versions, by ecosystem.
final class Ecosystem {
  private static final Pattern PYPI_RUNS = Pattern.compile("[-_.]+");

  private Ecosystem() {}

  /// The name as it is compared: PyPI knows no case and no difference between `-`, `_` and `.`;
  /// where package URLs write lower case, advisories may not.
  static String normalName(String ecosystem, String name) {
    return switch (ecosystem) {
      case "PyPI" -> PYPI_RUNS.matcher(name).replaceAll("-").toLowerCase(Locale.ROOT);
      case "npm", "Go", "Packagist", "NuGet", "Hex", "Pub" -> name.toLowerCase(Locale.ROOT);
      default -> name;
    };
  }

  /// The version as it is looked for among enumerated ones: PyPI has many spellings of one, Go
  /// writes a `v` that OSV does not.
  static String normalVersion(String ecosystem, String version) {
    return switch (ecosystem) {
      case "PyPI" -> Pep440Version.parse(version).map(Pep440Version::canonical).orElse(version);
      case "Go" -> version.startsWith("v") ? version.substring(1) : version;
      default -> version;
    };
  }

  /// A package's ecosystem and name.
  record Key(String ecosystem, String name) {}

  /// Where OSV keeps the package; empty for a type OSV has no ecosystem for.
  static Optional<Key> of(PackageUrl purl) {
    String namespace = purl.namespace().orElse("");
    String slashed = namespace.isEmpty() ? purl.name() : namespace + "/" + purl.name();
    return switch (purl.type()) {
      case "pypi" -> Optional.of(key("PyPI", purl.name()));
      case "npm" -> Optional.of(key("npm", slashed));
      case "maven" -> Optional.of(new Key("Maven", namespace + ":" + purl.name()));
      case "cargo" -> Optional.of(new Key("crates.io", purl.name()));
      case "golang" -> Optional.of(key("Go", slashed));
      case "gem" -> Optional.of(new Key("RubyGems", purl.name()));
      case "nuget" -> Optional.of(key("NuGet", purl.name()));
      case "composer" -> Optional.of(key("Packagist", slashed));
      case "hex" -> Optional.of(new Key("Hex", slashed));
      case "pub" -> Optional.of(new Key("Pub", purl.name()));
      case "deb" ->
          Optional.of(new Key(namespace.equals("ubuntu") ? "Ubuntu" : "Debian", purl.name()));
      case "apk" -> Optional.of(new Key("Alpine", purl.name()));
      default -> Optional.empty();
    };
  }

  private static Key key(String ecosystem, String name) {
    return new Key(ecosystem, normalName(ecosystem, name));
  }

  /// The order of a range; empty where this module knows none, so that nothing is guessed.
  static Optional<VersionScheme> scheme(String ecosystem, String rangeType) {
    if (rangeType.equals("SEMVER")) {
      return Optional.of(VersionScheme.SEMVER);
    }
    return switch (ecosystem) {
      case "PyPI" -> Optional.of(VersionScheme.PEP_440);
      case "Maven" -> Optional.of(VersionScheme.MAVEN);
      case "npm", "crates.io", "Go", "Hex", "Pub" -> Optional.of(VersionScheme.SEMVER);
      default -> Optional.empty();
    };
  }
}
