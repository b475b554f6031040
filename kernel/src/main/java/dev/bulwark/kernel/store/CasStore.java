package dev.bulwark.kernel.store;

import dev.bulwark.kernel.bytes.Bytes;
import java.util.Optional;

/// The seam for small cells that move forward by compare-and-swap: checkpoints, leases.
///
/// Consistency: linearizable per name, also between processes. Durability: {@link #replace} returns
/// only when the new value survives a power cut. Trust: none but this: a rolled-back cell cannot be
/// told from an old one by the store alone.
public interface CasStore {
  /// The largest cell; a checkpoint is about four kilobytes.
  int MAX_BYTES = 1 << 20;

  Optional<Bytes> find(String name);

  /// Replaces `expected` (empty: nothing there yet) by `next`.
  ///
  /// @param next at most {@link #MAX_BYTES}; a larger one is an {@link IllegalArgumentException}
  /// @return false, and nothing changed, when the cell did not hold `expected`
  /// @throws StoreFault `store-unavailable` when the medium fails; the cell then holds the old or
  ///   the new value, never a mixture
  boolean replace(String name, Optional<Bytes> expected, Bytes next);
}
