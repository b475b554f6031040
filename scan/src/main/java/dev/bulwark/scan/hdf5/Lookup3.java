package dev.bulwark.scan.hdf5;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Bob Jenkins' `lookup3` hash, with which HDF5 guards its newer structures.
final class Lookup3 {
  private static final int START = 0xdead_beef;
  private static final int BLOCK = 12;

  private int a;
  private int b;
  private int c;

  private Lookup3(int size) {
    a = START + size;
    b = a;
    c = a;
  }

  static int of(MemorySegment bytes) {
    int size = (int) bytes.byteSize();
    Lookup3 state = new Lookup3(size);
    int at = 0;
    for (; size - at > BLOCK; at += BLOCK) {
      state.add(bytes, at, BLOCK);
      state.mix();
    }
    if (size > at) {
      state.add(bytes, at, size - at);
      state.end();
    }
    return state.c;
  }

  private void add(MemorySegment bytes, int at, int count) {
    a += word(bytes, at, count);
    b += word(bytes, at + 4, count - 4);
    c += word(bytes, at + 8, count - 8);
  }

  private static int word(MemorySegment bytes, int at, int count) {
    int word = 0;
    for (int i = Math.min(count, 4) - 1; i >= 0; i--) {
      word = word << 8 | (bytes.get(ValueLayout.JAVA_BYTE, at + i) & 0xff);
    }
    return word;
  }

  private void mix() {
    a = (a - c) ^ Integer.rotateLeft(c, 4);
    c += b;
    b = (b - a) ^ Integer.rotateLeft(a, 6);
    a += c;
    c = (c - b) ^ Integer.rotateLeft(b, 8);
    b += a;
    a = (a - c) ^ Integer.rotateLeft(c, 16);
    c += b;
    b = (b - a) ^ Integer.rotateLeft(a, 19);
    a += c;
    c = (c - b) ^ Integer.rotateLeft(b, 4);
    b += a;
  }

  private void end() {
    c = (c ^ b) - Integer.rotateLeft(b, 14);
    a = (a ^ c) - Integer.rotateLeft(c, 11);
    b = (b ^ a) - Integer.rotateLeft(a, 25);
    c = (c ^ b) - Integer.rotateLeft(b, 16);
    a = (a ^ c) - Integer.rotateLeft(c, 4);
    b = (b ^ a) - Integer.rotateLeft(a, 14);
    c = (c ^ b) - Integer.rotateLeft(b, 24);
  }
}
