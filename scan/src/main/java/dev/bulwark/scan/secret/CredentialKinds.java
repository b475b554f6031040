package dev.bulwark.scan.secret;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.Severity;
import dev.bulwark.kernel.format.Source;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The kinds of credentials that are known, from `credentials.tsv`: name, shape, proof, severity.
final class CredentialKinds {
  private static final String BUILTIN = "credentials.tsv";
  private static final int COLUMNS = 4;

  private final List<CredentialKind> kinds;
  private final List<List<CredentialKind>> byFirst = new ArrayList<>(256);
  private final Digest digest;

  CredentialKinds(List<CredentialKind> kinds, Digest digest) {
    this.kinds = List.copyOf(kinds);
    this.digest = digest;
    for (int first = 0; first < 256; first++) {
      int letter = first;
      byFirst.add(
          kinds.stream().filter(kind -> kind.shape().prefix().charAt(0) == letter).toList());
    }
  }

  /// The kinds that come with this version.
  static CredentialKinds builtin() {
    try (InputStream in = CredentialKinds.class.getResourceAsStream(BUILTIN)) {
      if (in == null) {
        throw new IllegalStateException(BUILTIN + " is missing from the program");
      }
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(BUILTIN + " cannot be read", e);
    }
  }

  /// @throws IllegalArgumentException naming the line that is no kind
  static CredentialKinds parse(String text) {
    List<CredentialKind> kinds = new ArrayList<>();
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      if (!line.isBlank() && !line.startsWith("#")) {
        kinds.add(kind(line, number));
      }
    }
    return new CredentialKinds(kinds, Digest.of(Bytes.utf8(text)));
  }

  private static CredentialKind kind(String line, int number) {
    String[] cells = line.split("\t", -1);
    if (cells.length != COLUMNS) {
      throw new IllegalArgumentException(
          "line %d: expected %d columns, found %d".formatted(number, COLUMNS, cells.length));
    }
    try {
      return new CredentialKind(
          cells[0],
          Shape.parse(cells[1]),
          Proof.valueOf(cells[2].toUpperCase(Locale.ROOT).replace('-', '_')),
          Severity.valueOf(cells[3].toUpperCase(Locale.ROOT)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("line %d: %s".formatted(number, e.getMessage()), e);
    }
  }

  List<CredentialKind> all() {
    return kinds;
  }

  Digest digest() {
    return digest;
  }

  /// Whether any credential begins with a letter.
  boolean begins(int letter) {
    return !byFirst.get(letter).isEmpty();
  }

  /// A credential and its length.
  record Match(CredentialKind kind, int length) {}

  /// The credential that starts at an offset.
  Optional<Match> match(Source source, long at) {
    for (CredentialKind kind : byFirst.get(source.at(at))) {
      int length = kind.match(source, at);
      if (length > 0) {
        return Optional.of(new Match(kind, length));
      }
    }
    return Optional.empty();
  }
}
