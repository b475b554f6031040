package dev.bulwark.scan.secret;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.Severity;
import dev.bulwark.scan.rules.PackLines;
import java.util.ArrayList;
import java.util.List;

/// Kinds of credentials a user adds, one a line:
///
/// ```
/// deny TAB what a finding calls it TAB SHAPE TAB SEVERITY      "an ACME key", "acme_ A{32}", medium, high or critical
/// ```
///
/// The language is {@link Shape}'s: literals and runs, read once from left to right. So that a
/// hostile file cannot make it slow, a shape begins with at least three letters and is bounded in
/// all its lengths, and there are not many.
final class AddedKinds {
  private static final int MOST_KINDS = 200;
  private static final int LEAST_PREFIX = 3;
  private static final int MOST_PARTS = 16;
  private static final int MOST_LETTERS = 1024;
  private static final List<Severity> SEVERITIES =
      List.of(Severity.MEDIUM, Severity.HIGH, Severity.CRITICAL);

  private AddedKinds() {}

  /// @throws IllegalArgumentException `LINE: …`
  static CredentialKinds parse(String text) {
    List<CredentialKind> kinds = new ArrayList<>();
    PackLines.each(text, fields -> kinds.add(kind(fields, kinds.size())));
    return new CredentialKinds(kinds, Digest.of(Bytes.utf8(text)));
  }

  private static CredentialKind kind(List<String> fields, int before) {
    if (before == MOST_KINDS) {
      throw new IllegalArgumentException("expected at most " + MOST_KINDS + " kinds, found more");
    }
    PackLines.require(fields, 4, "deny, what it is called, SHAPE, SEVERITY");
    if (!fields.getFirst().equals("deny")) {
      throw new IllegalArgumentException("expected deny, found \"" + fields.getFirst() + "\"");
    }
    Shape shape = Shape.parse(fields.get(2));
    requireBounds(shape, fields.get(2));
    return new CredentialKind(
        PackLines.told(fields.get(1)),
        shape,
        Proof.ENTROPY,
        PackLines.word(fields.get(3), SEVERITIES));
  }

  private static void requireBounds(Shape shape, String text) {
    boolean odd =
        shape.parts().stream()
            .anyMatch(
                part ->
                    part instanceof Shape.Part.Literal(String literal)
                        && (literal.isEmpty()
                            || literal.chars().anyMatch(c -> c <= ' ' || c > '~')
                            || literal.indexOf('{') >= 0));
    boolean wild =
        shape.parts().stream()
            .anyMatch(
                part -> part instanceof Shape.Part.Run(var _, int least, int most) && least > most);
    if (odd
        || wild
        || shape.prefix().length() < LEAST_PREFIX
        || shape.parts().size() > MOST_PARTS
        || shape.length() > MOST_LETTERS) {
      throw new IllegalArgumentException(
          ("expected a shape such as \"acme_ A{32}\": a literal of at least %d letters first, at most %d parts and %d"
                  + " letters, found \"%s\"")
              .formatted(LEAST_PREFIX, MOST_PARTS, MOST_LETTERS, text));
    }
  }
}
