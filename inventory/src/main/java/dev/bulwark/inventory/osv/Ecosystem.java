package dev.bulwark.inventory.osv;

import dev.bulwark.inventory.purl.PackageUrl;
import dev.bulwark.inventory.version.Pep440Version;
import dev.bulwark.inventory.version.VersionScheme;
import java.util.List;
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

  /// Where OSV keeps a package.
  ///
  /// @param release of a distribution, such as `12` of Debian or `v3.18` of Alpine; empty when it
  ///   is not known or there are none
  record Key(String ecosystem, String release, String name, String version) {

    /// Whether an entry is about the package, in its release where that is known.
    boolean concerns(Advisory.Affected affected) {
      return affected.ecosystem().equals(ecosystem)
          && affected.name().equals(name)
          && (release.isEmpty() || ofRelease(affected.release()));
    }

    /// `22.04` is meant by `22.04:LTS` and `Pro:22.04:LTS` as well.
    private boolean ofRelease(String other) {
      return other.isEmpty() || List.of(other.split(":", -1)).contains(release);
    }

    /// Whether an ecosystem of a file, with its release, is this one.
    boolean isIn(String home) {
      int colon = home.indexOf(':');
      String family = colon < 0 ? home : home.substring(0, colon);
      return family.equals(ecosystem)
          && (release.isEmpty() || ofRelease(colon < 0 ? "" : home.substring(colon + 1)));
    }
  }

  /// Empty for a type OSV has no ecosystem for.
  static Optional<Key> of(PackageUrl purl) {
    String namespace = purl.namespace().orElse("");
    String slashed = namespace.isEmpty() ? purl.name() : namespace + "/" + purl.name();
    String version = purl.version().orElse("");
    return switch (purl.type()) {
      case "pypi" -> Optional.of(key("PyPI", purl.name(), version));
      case "npm" -> Optional.of(key("npm", slashed, version));
      case "maven" -> Optional.of(key("Maven", namespace + ":" + purl.name(), version));
      case "cargo" -> Optional.of(key("crates.io", purl.name(), version));
      case "golang" -> Optional.of(key("Go", slashed, version));
      case "gem" -> Optional.of(key("RubyGems", purl.name(), version));
      case "nuget" -> Optional.of(key("NuGet", purl.name(), version));
      case "composer" -> Optional.of(key("Packagist", slashed, version));
      case "hex" -> Optional.of(key("Hex", slashed, version));
      case "pub" -> Optional.of(key("Pub", purl.name(), version));
      case "deb" -> Optional.of(Distribution.key(purl, Distribution.DEB));
      case "apk" -> Optional.of(Distribution.key(purl, Distribution.APK));
      default -> Optional.empty();
    };
  }

  private static Key key(String ecosystem, String name, String version) {
    return new Key(ecosystem, "", normalName(ecosystem, name), version);
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
      case "Debian", "Ubuntu" -> Optional.of(VersionScheme.DEBIAN);
      case "Alpine", "Wolfi", "Chainguard" -> Optional.of(VersionScheme.ALPINE);
      default -> Optional.empty();
    };
  }
}
