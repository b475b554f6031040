package dev.bulwark.scan.pickle;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// One case of another scanner's tests, as a fact: what is named, how it is called, and what it is.
///
/// @param technique a word {@link PeerPickles} knows
/// @param argument the kind of arguments
public record PeerCase(
    String source,
    String title,
    String technique,
    String module,
    String name,
    String argument,
    Label label) {

  /// What the peer's test, or CPython, says of it.
  public enum Label {
    MALICIOUS,
    SUSPICIOUS,
    BENIGN,
    /// Cannot be loaded, or not by us: must not pass.
    UNREADABLE
  }

  /// The table of one peer, `peers/SOURCE.tsv`.
  public static List<PeerCase> table(String source) {
    try (InputStream in = PeerCase.class.getResourceAsStream("/peers/" + source + ".tsv")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("\t", -1))
          .map(
              f ->
                  new PeerCase(
                      source,
                      f[0],
                      f[1],
                      f[2],
                      f[3],
                      f[4],
                      Label.valueOf(f[5].toUpperCase(java.util.Locale.ROOT))))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return source + ": " + title;
  }
}
