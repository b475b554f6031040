package dev.bulwark.evidence.tlog;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a ledger asks a witness (C2SP tlog-witness, "add-checkpoint"): an older size, the proof
/// from there, a newer checkpoint.
///
/// ```
/// old 20852014
/// PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
///
/// example.com/behind-the-sofa
/// …
/// ```
///
/// @param older the size the witness cosigned last; 0 for none
/// @param path of the consistency proof, at most 63
/// @param note the checkpoint, unverified
public record WitnessRequest(long older, List<Digest> path, Bytes note) {
  /// The most bytes that are read: the note, and the proof above it.
  public static final int MAX_BYTES = SignedNote.MAX_BYTES + 64 * 64;

  private static final int MAX_PATH = 63;
  private static final String OLD = "old ";

  public WitnessRequest {
    path = List.copyOf(path);
  }

  /// @return empty for another form
  public static Optional<WitnessRequest> parse(Bytes body) {
    if (body.size() > MAX_BYTES) {
      return Optional.empty();
    }
    int end = emptyLine(body);
    if (end < 0) {
      return Optional.empty();
    }
    List<String> rows = List.of(body.slice(0, end).utf8().split("\n", -1));
    if (rows.size() > MAX_PATH + 1 || !rows.getFirst().startsWith(OLD)) {
      return Optional.empty();
    }
    List<Digest> path = new ArrayList<>();
    for (String row : rows.subList(1, rows.size())) {
      Optional<Bytes> hash = StrictBase64.decode(row).filter(it -> it.size() == Digest.SIZE);
      if (hash.isEmpty()) {
        return Optional.empty();
      }
      path.add(new Digest(hash.get()));
    }
    return Decimal.parse(rows.getFirst().substring(OLD.length()))
        .map(older -> new WitnessRequest(older, path, body.slice(end + 2, body.size())));
  }

  /// Where the first empty line begins, or -1.
  private static int emptyLine(Bytes body) {
    for (int i = 0; i + 1 < body.size(); i++) {
      if (body.at(i) == '\n' && body.at(i + 1) == '\n') {
        return i;
      }
    }
    return -1;
  }

  public Bytes render() {
    StringBuilder text = new StringBuilder(OLD).append(older).append('\n');
    path.forEach(hash -> text.append(StrictBase64.encode(hash.value())).append('\n'));
    return Bytes.concat(Bytes.utf8(text.append('\n').toString()), note);
  }
}
