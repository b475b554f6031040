package dev.bulwark.server.oci;

import dev.bulwark.kernel.bytes.Digest;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a manifest is asked for by.
sealed interface Reference {
  Pattern TAG = Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}");
  Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

  record Tag(String name) implements Reference {}

  record ByDigest(Digest digest) implements Reference {}

  /// @throws dev.bulwark.server.ServerFault `oci-digest-invalid`, `oci-manifest-invalid`
  static Reference parse(String text) {
    if (text.contains(":")) {
      return new ByDigest(digest(text));
    }
    if (TAG.matcher(text).matches()) {
      return new Tag(text);
    }
    throw OciProblem.MANIFEST_INVALID.because(
        "expected a tag of letters, digits, ., _ and -, at most 128, found another text");
  }

  /// @throws dev.bulwark.server.ServerFault `oci-digest-invalid`
  static Digest digest(String text) {
    return find(text)
        .orElseThrow(
            () ->
                OciProblem.DIGEST_INVALID.because(
                    "expected sha256: and 64 lower-case hexadecimal digits, found another digest"));
  }

  static Optional<Digest> find(String text) {
    return DIGEST.matcher(text).matches() ? Optional.of(Digest.parse(text)) : Optional.empty();
  }
}
