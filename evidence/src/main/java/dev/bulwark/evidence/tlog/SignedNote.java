package dev.bulwark.evidence.tlog;

import dev.bulwark.kernel.bytes.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Text with signature lines below it (C2SP signed-note), not verified yet.
///
/// ```
/// the text, any number of lines
///
/// — name base64(key id ‖ signature)
/// ```
///
/// @param text ends in a newline
/// @param lines 1 to 64
public record SignedNote(String text, List<Line> lines) {
  /// The most bytes and the most lines that are read: room for post-quantum lines of many
  /// witnesses.
  public static final int MAX_BYTES = 512 * 1024;

  private static final int MAX_LINES = 64;
  private static final int KEY_ID_BYTES = 4;
  private static final String DASH = "— ";

  public SignedNote {
    lines = List.copyOf(lines);
  }

  /// One signature.
  ///
  /// @param name who says they signed
  /// @param blob four bytes of key id, then the signature; at least five bytes
  public record Line(String name, Bytes blob) {
    Bytes keyId() {
      return blob.slice(0, KEY_ID_BYTES);
    }

    Bytes signature() {
      return blob.slice(KEY_ID_BYTES, blob.size());
    }

    boolean isBy(NoteKey key) {
      return name.equals(key.name()) && keyId().equals(key.keyId());
    }

    String render() {
      return DASH + name + " " + StrictBase64.encode(blob) + "\n";
    }
  }

  /// Parses a note; empty when it is not valid UTF-8, holds control characters, or has another
  /// form.
  public static Optional<SignedNote> parse(Bytes note) {
    if (note.size() > MAX_BYTES) {
      return Optional.empty();
    }
    return decode(note).flatMap(SignedNote::parse);
  }

  private static Optional<SignedNote> parse(String note) {
    int split = note.lastIndexOf("\n\n");
    if (split < 0 || !note.endsWith("\n") || note.chars().anyMatch(c -> c < 0x20 && c != '\n')) {
      return Optional.empty();
    }
    List<String> rows = List.of(note.substring(split + 2).split("\n", -1));
    if (rows.size() < 2 || rows.size() > MAX_LINES + 1) {
      return Optional.empty();
    }
    List<Line> lines = new ArrayList<>();
    for (String row : rows.subList(0, rows.size() - 1)) {
      Optional<Line> line = line(row);
      if (line.isEmpty()) {
        return Optional.empty();
      }
      lines.add(line.get());
    }
    return Optional.of(new SignedNote(note.substring(0, split + 1), lines));
  }

  private static Optional<Line> line(String row) {
    List<String> words = List.of(row.split(" ", -1));
    if (words.size() != 3 || !words.getFirst().equals("—") || !NoteKey.isName(words.get(1))) {
      return Optional.empty();
    }
    return StrictBase64.decode(words.get(2))
        .filter(blob -> blob.size() > KEY_ID_BYTES)
        .map(blob -> new Line(words.get(1), blob));
  }

  private static Optional<String> decode(Bytes note) {
    try {
      ByteBuffer utf8 = note.buffer();
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(utf8).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  public Bytes render() {
    StringBuilder out = new StringBuilder(text).append('\n');
    lines.forEach(line -> out.append(line.render()));
    return Bytes.utf8(out.toString());
  }

  /// What one key has to say about this note.
  enum Verdict {
    HOLDS,
    /// There is no line by that key.
    ABSENT,
    /// There is a line by that key, and it is not the key's signature over this text.
    BROKEN
  }

  /// Every line by the key must hold: one that does not breaks the note (signed-note,
  /// "Signatures").
  Verdict verdict(NoteKey key) {
    List<Line> own = lines.stream().filter(line -> line.isBy(key)).toList();
    if (own.isEmpty()) {
      return Verdict.ABSENT;
    }
    return own.stream().allMatch(line -> key.holds(text, line.signature()))
        ? Verdict.HOLDS
        : Verdict.BROKEN;
  }
}
