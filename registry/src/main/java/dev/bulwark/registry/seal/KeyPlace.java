package dev.bulwark.registry.seal;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.regex.Pattern;

/// Where the data key of one version lies, wrapped: `keys/<hex>`, with one object a wrapping key
/// below it.
///
/// A place is drawn by chance for every push and named by its event, so that two who push the same
/// version, one of them too late, never write or erase at one place.
///
/// @param name `keys/` and 32 digits, or the 64 of a version whose event names none
public record KeyPlace(String name) {
  private static final int RANDOM_SIZE = 16;
  private static final Pattern NAME = Pattern.compile("keys/([0-9a-f]{32}|[0-9a-f]{64})");
  private static final String VERSION_LABEL = "bulwark version v1\n";

  /// @throws IllegalArgumentException for another text
  public KeyPlace {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("expected keys/ and 32 or 64 hexadecimal digits");
    }
  }

  static KeyPlace fresh(SecureRandom random) {
    return new KeyPlace("keys/" + DataKey.randomBytes(RANDOM_SIZE, random).hex());
  }

  /// The place of a version whose event names none: a digest of its id.
  public static KeyPlace ofVersion(String versionId) {
    return new KeyPlace("keys/" + Digest.of(Bytes.utf8(VERSION_LABEL + versionId)).hex());
  }

  /// @return empty for a text that names none
  public static Optional<KeyPlace> parse(String text) {
    return NAME.matcher(text).matches() ? Optional.of(new KeyPlace(text)) : Optional.empty();
  }
}
