package dev.bulwark.scan.secret;

import dev.bulwark.kernel.check.Severity;
import dev.bulwark.kernel.format.Source;

/// One kind of credential.
///
/// @param name what a finding calls it, with its article
record CredentialKind(String name, Shape shape, Proof proof, Severity severity) {
  private static final double CHANCE = 3.0;
  private static final double HEXADECIMAL_CHANCE = 2.7;

  /// How long the credential of this kind at an offset is; -1 when there is none.
  int match(Source source, long at) {
    int length = shape.match(source, at);
    if (length < 0) {
      return -1;
    }
    String token = Shape.text(source, at, length);
    String body = token.substring(shape.prefix().length());
    double least = shape.hexadecimal() ? HEXADECIMAL_CHANCE : CHANCE;
    return Chance.entropy(body) >= least
            && !Chance.isPlaceholder(body)
            && proof.holds(source, at, token, shape.prefix())
        ? length
        : -1;
  }
}
