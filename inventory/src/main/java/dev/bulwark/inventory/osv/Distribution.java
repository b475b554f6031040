package dev.bulwark.inventory.osv;

import dev.bulwark.inventory.purl.PackageUrl;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where OSV keeps the packages of Linux distributions: under the name of their source, in an
/// ecosystem with a release. The package URL tells both in its qualifiers:
/// `upstream=openssl@3.0.11` where the source is called otherwise, `distro=debian-12`.
final class Distribution {
  static final Map<String, String> DEB = Map.of("debian", "Debian", "ubuntu", "Ubuntu");
  static final Map<String, String> APK =
      Map.of("alpine", "Alpine", "wolfi", "Wolfi", "chainguard", "Chainguard");

  /// Names of Debian's releases, as images and package URLs write them.
  private static final Map<String, String> NAMED =
      Map.of("buster", "10", "bullseye", "11", "bookworm", "12", "trixie", "13", "forky", "14");

  private static final Pattern NUMBER = Pattern.compile("v?([0-9]+)(?:\\.([0-9]+))?.*");

  private Distribution() {}

  /// @param families OSV's ecosystems by namespace; another namespace is its own, and has none
  static Ecosystem.Key key(PackageUrl purl, Map<String, String> families) {
    String namespace = purl.namespace().orElse("");
    String ecosystem = families.getOrDefault(namespace, namespace);
    String upstream = purl.qualifiers().getOrDefault("upstream", "");
    int at = upstream.indexOf('@');
    String name = at < 0 ? upstream : upstream.substring(0, at);
    return new Ecosystem.Key(
        ecosystem,
        release(ecosystem, purl.qualifiers().getOrDefault("distro", "")),
        name.isEmpty() ? purl.name() : name,
        at < 0 ? purl.version().orElse("") : upstream.substring(at + 1));
  }

  private static String release(String ecosystem, String distro) {
    String told = distro.substring(distro.indexOf('-') + 1);
    Matcher number = NUMBER.matcher(NAMED.getOrDefault(told, told));
    if (!number.matches()) {
      return "";
    }
    String minor = number.group(2) == null ? "" : "." + number.group(2);
    return switch (ecosystem) {
      case "Debian" -> number.group(1);
      case "Alpine" -> minor.isEmpty() ? "" : "v" + number.group(1) + minor;
      case "Ubuntu" -> minor.isEmpty() ? "" : number.group(1) + minor;
      default -> "";
    };
  }
}
