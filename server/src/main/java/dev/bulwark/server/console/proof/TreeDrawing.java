package dev.bulwark.server.console.proof;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import java.util.ArrayList;
import java.util.List;

/// The way from one entry up to the root, to be drawn: each node is hashed from the one below it
/// and its sibling (RFC 6962 §2.1).
///
/// @param nodes from the root down to the entry
/// @param height of the picture, in its own units
public record TreeDrawing(List<Node> nodes, int height) {
  public static final int WIDTH = 720;
  private static final int STEP = 64;
  private static final int MIDDLE = WIDTH / 2;
  private static final int SHIFT = 150;
  private static final int TOP = 28;

  /// @param x of the node on the way; `y` of its middle
  /// @param hash in hexadecimal
  /// @param sibling the hash beside it, given by the proof; empty at the root
  /// @param siblingX where that is drawn
  /// @param parentX of the node above
  public record Node(
      int x, int y, String hash, String sibling, int siblingX, int parentX, boolean last) {}

  public TreeDrawing {
    nodes = List.copyOf(nodes);
  }

  /// The hash of an entry.
  static Digest leaf(Bytes entry) {
    return Digest.of(Bytes.concat(Bytes.of(new byte[] {0}), entry));
  }

  private static Digest node(Digest left, Digest right) {
    return Digest.of(Bytes.concat(Bytes.of(new byte[] {1}), left.value(), right.value()));
  }

  private record Climb(Digest hash, Digest sibling, boolean siblingIsLeft) {}

  static TreeDrawing of(long index, long size, List<Digest> path, Bytes entry) {
    List<Climb> climbs = new ArrayList<>();
    Digest hash = leaf(entry);
    long at = index;
    long last = size - 1;
    for (Digest sibling : path) {
      while ((at & 1) == 0 && at == last && last > 0) {
        at >>= 1;
        last >>= 1;
      }
      boolean left = (at & 1) == 1;
      climbs.add(new Climb(hash, sibling, left));
      hash = left ? node(sibling, hash) : node(hash, sibling);
      at >>= 1;
      last >>= 1;
    }
    return draw(climbs.reversed(), hash);
  }

  private static TreeDrawing draw(List<Climb> down, Digest root) {
    List<Node> nodes = new ArrayList<>();
    nodes.add(new Node(MIDDLE, TOP, root.hex(), "", 0, MIDDLE, down.isEmpty()));
    int parent = MIDDLE;
    for (int i = 0; i < down.size(); i++) {
      Climb climb = down.get(i);
      int x = climb.siblingIsLeft() ? MIDDLE + SHIFT : MIDDLE - SHIFT;
      int other = climb.siblingIsLeft() ? MIDDLE - SHIFT : MIDDLE + SHIFT;
      nodes.add(
          new Node(
              x,
              TOP + (i + 1) * STEP,
              climb.hash().hex(),
              climb.sibling().hex(),
              other,
              parent,
              i == down.size() - 1));
      parent = x;
    }
    return new TreeDrawing(nodes, TOP * 2 + down.size() * STEP);
  }
}
