package dev.bulwark.evidence.tlog;

import java.util.List;

/// What opening a ledger found and cleaned: the remains of a batch that was never acknowledged.
///
/// @param unpublished tiles beyond the checkpoint, now removed; at most one batch's
/// @param temporary half-written files beside the tiles, now removed
public record Recovered(List<TilePath> unpublished, List<String> temporary) {
  public Recovered {
    unpublished = List.copyOf(unpublished);
    temporary = List.copyOf(temporary);
  }

  /// Whether there was nothing to clean.
  public boolean isClean() {
    return unpublished.isEmpty() && temporary.isEmpty();
  }
}
