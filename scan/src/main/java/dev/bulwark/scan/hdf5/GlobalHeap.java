package dev.bulwark.scan.hdf5;

import java.util.HashMap;
import java.util.Map;

/// Collections of objects of variable length: strings, above all. A collection is read once.
final class GlobalHeap {
  private final Raw raw;
  private final Map<Long, Map<Integer, Cursor>> collections = new HashMap<>();

  GlobalHeap(Raw raw) {
    this.raw = raw;
  }

  /// The object an id of a collection's place and a number names.
  Cursor object(long at, int index) throws Broken {
    Map<Integer, Cursor> objects = collections.get(at);
    if (objects == null) {
      objects = collection(at);
      collections.put(at, objects);
    }
    Cursor found = objects.get(index);
    if (found == null) {
      throw new Broken(at, "expected an object number %d in the heap".formatted(index));
    }
    return new Cursor(raw, found.at(), found.end());
  }

  private Map<Integer, Cursor> collection(long at) throws Broken {
    long headSize = 8L + raw.lengthSize();
    Cursor head = raw.open(at, headSize, "GCOL", "a global heap");
    head.skip(4);
    long size = head.length();
    Cursor cursor = raw.open(at + headSize, size - headSize, "the objects of a global heap");
    Map<Integer, Cursor> objects = new HashMap<>();
    try {
      read(cursor, objects);
    } catch (Broken e) {
      raw.note(e); // the objects before are there
    }
    return objects;
  }

  private void read(Cursor cursor, Map<Integer, Cursor> objects) throws Broken {
    while (cursor.left() >= 8L + raw.lengthSize()) {
      raw.budget().entry();
      int index = cursor.u16();
      cursor.skip(6);
      long length = cursor.length();
      if (index == 0) {
        break; // the rest is free
      }
      objects.putIfAbsent(index, cursor.part(length));
      cursor.skip(Math.min(cursor.left(), (8 - length % 8) % 8));
    }
  }
}
