package dev.bulwark.evidence.tlog;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One file that proves, offline and to anybody who has the ledger's public keys, that an entry was
/// logged: C2SP tlog-proof, kept as `*.tlog-proof`.
///
/// ```
/// c2sp.org/tlog-proof@v1
/// index 73894
/// base64 of a hash, from the leaf's sibling up
///
/// the checkpoint
/// ```
///
/// @param index the entry's place
/// @param path as {@link InclusionProof#path}
/// @param checkpoint a signed note, not verified yet
public record TlogProof(long index, List<Digest> path, Bytes checkpoint) {
  private static final String TITLE = "c2sp.org/tlog-proof@v1";
  private static final int MAX_PATH = 63;

  public TlogProof {
    path = List.copyOf(path);
  }

  /// The proof of one entry under the tree's own checkpoint.
  public static TlogProof of(TiledTree tree, Checkpoint checkpoint, long index) {
    if (!tree.head().equals(checkpoint.head())) {
      throw new IllegalArgumentException("the tree and the checkpoint are not of the same moment");
    }
    return new TlogProof(index, tree.proveInclusion(index).path(), checkpoint.note());
  }

  public Bytes render() {
    StringBuilder out = new StringBuilder(TITLE + "\nindex " + index + "\n");
    path.forEach(hash -> out.append(StrictBase64.encode(hash.value())).append('\n'));
    return Bytes.concat(Bytes.utf8(out.append('\n').toString()), checkpoint);
  }

  /// Parses a proof; empty when it is malformed. A line of `extra` data is passed over: it is not
  /// authenticated.
  public static Optional<TlogProof> parse(Bytes file) {
    if (file.size() > 2 * SignedNote.MAX_BYTES) {
      return Optional.empty();
    }
    int split = blankLine(file);
    if (split < 0) {
      return Optional.empty();
    }
    List<String> lines =
        new ArrayList<>(
            List.of(
                new String(file.slice(0, split).toArray(), StandardCharsets.ISO_8859_1)
                    .split("\n", -1)));
    if (!lines.removeFirst().equals(TITLE)) {
      return Optional.empty();
    }
    if (!lines.isEmpty() && lines.getFirst().startsWith("extra ")) {
      if (StrictBase64.decode(lines.removeFirst().substring(6)).isEmpty()) {
        return Optional.empty();
      }
    }
    if (lines.isEmpty() || !lines.getFirst().startsWith("index ") || lines.size() > MAX_PATH + 1) {
      return Optional.empty();
    }
    return Decimal.parse(lines.getFirst().substring(6))
        .flatMap(
            index ->
                hashes(lines.subList(1, lines.size()))
                    .map(path -> new TlogProof(index, path, file.slice(split + 2, file.size()))));
  }

  /// Where the first of two newlines in a row is; -1 when there is none.
  private static int blankLine(Bytes file) {
    for (int i = 0; i + 1 < file.size(); i++) {
      if (file.at(i) == '\n' && file.at(i + 1) == '\n') {
        return i;
      }
    }
    return -1;
  }

  private static Optional<List<Digest>> hashes(List<String> lines) {
    List<Digest> hashes = new ArrayList<>();
    for (String line : lines) {
      Optional<Bytes> hash = StrictBase64.decode(line).filter(b -> b.size() == Digest.SIZE);
      if (hash.isEmpty()) {
        return Optional.empty();
      }
      hashes.add(new Digest(hash.get()));
    }
    return Optional.of(hashes);
  }

  /// Whether the entry is in the ledger the verifier knows.
  ///
  /// @return the checkpoint it is under; empty when the checkpoint is refused or the proof does not
  ///   lead from this entry to its root
  public Optional<Checkpoint> verify(Bytes entry, LedgerVerifier verifier) {
    return switch (Checkpoint.verify(checkpoint, verifier)) {
      case Checkpoint.Verification.Refused _ -> Optional.empty();
      case Checkpoint.Verification.Verified(Checkpoint verified) ->
          index < verified.size()
                  && new InclusionProof(index, verified.size(), path).proves(entry, verified.head())
              ? Optional.of(verified)
              : Optional.empty();
    };
  }
}
