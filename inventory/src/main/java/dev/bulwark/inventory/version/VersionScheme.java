package dev.bulwark.inventory.version;

import dev.bulwark.kernel.check.Place;
import java.util.Optional;

/// The version orders this module knows.
public enum VersionScheme {
  /// Python packages.
  PEP_440("PEP 440"),
  /// Java packages; every text is a version.
  MAVEN("Maven"),
  /// npm, Cargo, Go and others.
  SEMVER("Semantic Versioning"),
  /// Debian, Ubuntu and what descends from them.
  DEBIAN("dpkg"),
  /// Alpine, Wolfi, Chainguard.
  ALPINE("apk"),
  CONDA("conda");

  /// Longer texts are no versions: the grammars need a bound, and the longest real one has 100.
  static final int LONGEST = 256;

  private final String word;

  VersionScheme(String word) {
    this.word = word;
  }

  /// How `one` stands to `other`.
  public Order compare(String one, String other) {
    return new VersionMemo(this).compare(one, other);
  }

  /// Versions of one scheme are of one class.
  Optional<? extends Comparable<?>> parse(String text) {
    return switch (this) {
      case PEP_440 -> Pep440Version.parse(text);
      case MAVEN -> MavenVersion.parse(text);
      case SEMVER -> SemanticVersion.parsePadded(text);
      case DEBIAN -> DebianVersion.parse(text);
      case ALPINE -> AlpineVersion.parse(text);
      case CONDA -> CondaVersion.parse(text);
    };
  }

  Order unknown(String text) {
    return new Order.NotComparable(
        "expected a version as " + word + " writes it, found " + quoted(text));
  }

  static String quoted(String text) {
    String shown = text.length() > 60 ? text.substring(0, 60) + "…" : text;
    return "\"" + Place.printable(shown) + "\"";
  }
}
