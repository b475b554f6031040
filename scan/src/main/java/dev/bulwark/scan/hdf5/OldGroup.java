package dev.bulwark.scan.hdf5;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// B-trees of version 1: the names of a group, or the chunks of a dataset.
final class OldGroup {
  private static final int SOFT = 2;

  private OldGroup() {}

  /// A node's key and the child behind it.
  ///
  /// @param key for chunks, the bytes the chunk takes
  record Child(long key, long at) {}

  /// The links of a group that has a symbol table.
  static List<Link> links(Raw raw, long tree, long heapAt) throws Broken {
    LocalHeap heap = LocalHeap.read(raw, heapAt);
    List<Link> links = new ArrayList<>();
    for (Child leaf : leaves(raw, tree, 0, raw.lengthSize())) {
      symbols(raw, leaf.at(), heap, links);
    }
    return links;
  }

  private static void symbols(Raw raw, long at, LocalHeap heap, List<Link> links) throws Broken {
    Cursor head = raw.open(at, 8, "SNOD", "a symbol table node");
    head.skip(2);
    int count = head.u16();
    Cursor cursor =
        raw.open(at + 8, count * (2L * raw.offsetSize() + 24), "the entries of a symbol table");
    for (int i = 0; i < count; i++) {
      raw.budget().entry();
      String name = heap.text(cursor.number(raw.offsetSize()));
      long header = cursor.address();
      long type = cursor.u32();
      cursor.skip(4);
      Cursor scratch = cursor.part(16);
      if (type == SOFT) {
        links.add(new Link.Soft(name, heap.text(scratch.u32())));
      } else {
        links.add(new Link.Hard(name, header));
      }
    }
  }

  /// Every leaf of a tree, from the left.
  ///
  /// @param type 0 for groups, 1 for chunks
  /// @param keySize bytes of a key
  static List<Child> leaves(Raw raw, long root, int type, long keySize) throws Broken {
    List<Child> leaves = new ArrayList<>();
    Deque<Long> open = new ArrayDeque<>(List.of(root));
    while (!open.isEmpty()) {
      long at = open.removeFirst();
      Cursor head = raw.open(at, 8L + 2L * raw.offsetSize(), "TREE", "a B-tree node");
      if (head.u8() != type) {
        throw new Broken(at + 4, "expected a B-tree of type " + type);
      }
      boolean leaf = head.u8() == 0;
      int count = head.u16();
      Cursor cursor =
          raw.open(
              at + 8 + 2L * raw.offsetSize(),
              count * (keySize + raw.offsetSize()) + keySize,
              "the children of a B-tree node");
      for (int i = 0; i < count; i++) {
        raw.budget().entry();
        Cursor key = cursor.part(keySize);
        Child child = new Child(type == 1 ? key.u32() : 0, cursor.address());
        if (leaf) {
          leaves.add(child);
        } else {
          open.add(child.at());
        }
      }
    }
    return leaves;
  }
}
