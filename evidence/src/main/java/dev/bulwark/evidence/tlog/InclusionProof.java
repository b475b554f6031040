package dev.bulwark.evidence.tlog;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import java.util.List;

/// The hashes that lead from one entry to the root: RFC 6962 §2.1.1. Proves nothing until {@link
/// #proves} says so.
///
/// @param index the entry's place, from 0
/// @param size of the tree it is proved in; greater than `index`
/// @param path from the leaf's sibling up to the root's child; at most 63 hashes
public record InclusionProof(long index, long size, List<Digest> path) {
  public InclusionProof {
    path = List.copyOf(path);
    if (index < 0 || index >= size) {
      throw new IllegalArgumentException("a tree of " + size + " entries has no entry " + index);
    }
  }

  /// Whether the entry is at {@link #index} of the tree that `head` describes.
  public boolean proves(Bytes entry, TreeHead head) {
    return provesLeaf(new Merkle().leaf(entry), head);
  }

  /// As {@link #proves}, for a reader who has the leaf's hash alone.
  public boolean provesLeaf(Digest leaf, TreeHead head) {
    return head.size() == size && Proofs.includes(this, leaf, head.root());
  }
}
