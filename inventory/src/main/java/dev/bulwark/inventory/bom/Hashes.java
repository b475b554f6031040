package dev.bulwark.inventory.bom;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Hashes as lock files write them, `sha256:<hex>` or `sha512-<base64>`, as bills write them.
///
/// @param algorithm `sha256` and the like
/// @param hex lower-case, of the algorithm's length
record Hashes(String algorithm, String hex) {
  private static final Map<String, Integer> BYTES =
      Map.of("md5", 16, "sha1", 20, "sha256", 32, "sha384", 48, "sha512", 64);
  private static final Pattern WRITTEN = Pattern.compile("([a-z0-9]+)[:-](.+)");

  static Optional<Hashes> of(String text) {
    Matcher found = WRITTEN.matcher(text);
    if (!found.matches() || !BYTES.containsKey(found.group(1))) {
      return Optional.empty();
    }
    int size = BYTES.getOrDefault(found.group(1), 0);
    String value = found.group(2);
    try {
      byte[] bytes =
          value.matches("[0-9a-fA-F]{" + 2 * size + "}")
              ? HexFormat.of().parseHex(value.toLowerCase(Locale.ROOT))
              : Base64.getDecoder().decode(value);
      return bytes.length == size
          ? Optional.of(new Hashes(found.group(1), HexFormat.of().formatHex(bytes)))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /// `SHA-256`.
  String cycloneDx() {
    return algorithm.equals("md5") ? "MD5" : "SHA-" + algorithm.substring(3);
  }
}
