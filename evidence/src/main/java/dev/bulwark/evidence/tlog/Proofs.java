package dev.bulwark.evidence.tlog;

import dev.bulwark.kernel.bytes.Digest;
import java.util.ArrayList;
import java.util.List;

/// Makes and checks Merkle proofs. Made by the recursion of RFC 6962 §2.1.1 and §2.1.2; checked by
/// the loops of RFC 9162 §2.1.3.2 and §2.1.4.2, which share no code with the making.
final class Proofs {
  private final Merkle merkle = new Merkle();
  private final Nodes nodes;

  /// The hash of the perfect subtree number `index` of height `level`: entries `index << level` up
  /// to `(index + 1) << level`.
  interface Nodes {
    Digest node(int level, long index);
  }

  Proofs(Nodes nodes) {
    this.nodes = nodes;
  }

  /// MTH(D[from:to]), to > from.
  private Digest hash(long from, long to) {
    long count = to - from;
    if (Long.bitCount(count) == 1) {
      int level = Long.numberOfTrailingZeros(count);
      return nodes.node(level, from >> level);
    }
    long split = from + Long.highestOneBit(count - 1);
    return merkle.node(hash(from, split), hash(split, to));
  }

  /// The root when the tree had `size` entries, at least one.
  Digest root(long size) {
    return hash(0, size);
  }

  InclusionProof inclusion(long index, long size) {
    List<Digest> path = new ArrayList<>();
    path(index, 0, size, path);
    return new InclusionProof(index, size, path);
  }

  private void path(long index, long from, long to, List<Digest> path) {
    if (to - from == 1) {
      return;
    }
    long split = from + Long.highestOneBit(to - from - 1);
    if (index < split) {
      path(index, from, split, path);
      path.add(hash(split, to));
    } else {
      path(index, split, to, path);
      path.add(hash(from, split));
    }
  }

  ConsistencyProof consistency(long older, long newer) {
    List<Digest> path = new ArrayList<>();
    if (older > 0 && older < newer) {
      subproof(older, 0, newer, true, path);
    }
    return new ConsistencyProof(older, newer, path);
  }

  /// @param known whether the verifier has the hash of from..to already, as the older root
  private void subproof(long older, long from, long to, boolean known, List<Digest> path) {
    if (older == to) {
      if (!known) {
        path.add(hash(from, to));
      }
      return;
    }
    long split = from + Long.highestOneBit(to - from - 1);
    if (older <= split) {
      subproof(older, from, split, known, path);
      path.add(hash(split, to));
    } else {
      subproof(older, split, to, false, path);
      path.add(hash(from, split));
    }
  }

  static boolean includes(InclusionProof proof, Digest leaf, Digest root) {
    Merkle merkle = new Merkle();
    long at = proof.index();
    long last = proof.size() - 1;
    Digest hash = leaf;
    for (Digest sibling : proof.path()) {
      if (last == 0) {
        return false;
      }
      if ((at & 1) == 1 || at == last) {
        hash = merkle.node(sibling, hash);
        while ((at & 1) == 0) {
          at >>= 1;
          last >>= 1;
        }
      } else {
        hash = merkle.node(hash, sibling);
      }
      at >>= 1;
      last >>= 1;
    }
    return last == 0 && hash.equals(root);
  }

  static boolean isPrefix(ConsistencyProof proof, Digest oldRoot, Digest newRoot) {
    if (proof.older() == 0) {
      return proof.path().isEmpty()
          && oldRoot.equals(Merkle.EMPTY)
          && (proof.newer() > 0 || newRoot.equals(Merkle.EMPTY));
    }
    if (proof.older() == proof.newer()) {
      return proof.path().isEmpty() && oldRoot.equals(newRoot);
    }
    return climbs(proof, oldRoot, newRoot);
  }

  private static boolean climbs(ConsistencyProof proof, Digest oldRoot, Digest newRoot) {
    List<Digest> path = new ArrayList<>(proof.path());
    if (Long.bitCount(proof.older()) == 1) {
      path.addFirst(oldRoot);
    }
    if (path.isEmpty()) {
      return false;
    }
    Merkle merkle = new Merkle();
    int shift = Long.numberOfTrailingZeros(proof.older());
    long at = (proof.older() - 1) >> shift;
    long last = (proof.newer() - 1) >> shift;
    Digest oldHash = path.getFirst();
    Digest newHash = path.getFirst();
    for (Digest step : path.subList(1, path.size())) {
      if (last == 0) {
        return false;
      }
      if ((at & 1) == 1 || at == last) {
        oldHash = merkle.node(step, oldHash);
        newHash = merkle.node(step, newHash);
        while ((at & 1) == 0 && at != 0) {
          at >>= 1;
          last >>= 1;
        }
      } else {
        newHash = merkle.node(newHash, step);
      }
      at >>= 1;
      last >>= 1;
    }
    return last == 0 && oldHash.equals(oldRoot) && newHash.equals(newRoot);
  }
}
