package dev.bulwark.evidence.tlog;

import dev.bulwark.kernel.bytes.Digest;
import java.util.List;

/// The hashes that show a newer tree to begin with all of an older one: RFC 6962 §2.1.2. Proves
/// nothing until {@link #proves} says so.
///
/// @param older from 0; the empty tree is a prefix of every tree
/// @param newer at least `older`
/// @param path in the order of RFC 6962 §2.1.2; empty when the sizes are equal or `older` is 0
public record ConsistencyProof(long older, long newer, List<Digest> path) {
  public ConsistencyProof {
    path = List.copyOf(path);
    if (older < 0 || older > newer) {
      throw new IllegalArgumentException(
          "a tree of " + newer + " entries does not contain one of " + older);
    }
  }

  /// Whether `newHead` only adds to `oldHead`.
  public boolean proves(TreeHead oldHead, TreeHead newHead) {
    return oldHead.origin().equals(newHead.origin())
        && oldHead.size() == older
        && newHead.size() == newer
        && Proofs.isPrefix(this, oldHead.root(), newHead.root());
  }
}
