package dev.bulwark.evidence.tlog;

import java.util.List;
import java.util.Optional;

/// What a reader must know of a ledger beforehand: its origin and the public keys that sign its
/// checkpoints. Every one of them must have signed; one suffices to be here, and the ledger itself
/// uses two.
///
/// @param keys at least one; together they outlive a break of either algorithm
public record LedgerVerifier(String origin, List<NoteKey> keys) {
  public LedgerVerifier {
    NoteKey.requireName(origin);
    keys = List.copyOf(keys);
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("a checkpoint that nobody signed proves nothing");
    }
  }

  /// Parses one vkey a line, blank lines allowed; empty when a line is not a vkey or there is none.
  public static Optional<LedgerVerifier> parse(String origin, String vkeys) {
    List<Optional<NoteKey>> keys =
        vkeys.lines().filter(line -> !line.isBlank()).map(NoteKey::parse).toList();
    if (keys.isEmpty() || keys.stream().anyMatch(Optional::isEmpty) || !NoteKey.isName(origin)) {
      return Optional.empty();
    }
    return Optional.of(
        new LedgerVerifier(origin, keys.stream().map(Optional::orElseThrow).toList()));
  }

  /// The keys as vkeys, one a line.
  public String vkeys() {
    StringBuilder out = new StringBuilder();
    keys.forEach(key -> out.append(key.vkey()).append('\n'));
    return out.toString();
  }
}
