package dev.bulwark.scan.zstd;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// The checksum of a frame: XXH64 with seed 0 (RFC 8878 §3.1.1).
final class Xxh64 {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long P1 = 0x9E3779B185EBCA87L;
  private static final long P2 = 0xC2B2AE3D27D4EB4FL;
  private static final long P3 = 0x165667B19E3779F9L;
  private static final long P4 = 0x85EBCA77C2B2AE63L;
  private static final long P5 = 0x27D4EB2F165667C5L;
  private static final int STRIPE = 32;

  private final long[] lanes = {0x60EA27EEADC0B5D6L, P2, 0, -P1};
  private final byte[] rest = new byte[STRIPE];
  private int restSize;
  private long total;

  void update(byte[] bytes, int from, int count) {
    total += count;
    int at = from;
    int end = from + count;
    if (restSize > 0) {
      int taken = Math.min(STRIPE - restSize, count);
      System.arraycopy(bytes, at, rest, restSize, taken);
      restSize += taken;
      at += taken;
      if (restSize == STRIPE) {
        stripe(rest, 0);
        restSize = 0;
      }
    }
    while (end - at >= STRIPE) {
      stripe(bytes, at);
      at += STRIPE;
    }
    if (at < end) {
      System.arraycopy(bytes, at, rest, restSize, end - at);
      restSize += end - at;
    }
  }

  private void stripe(byte[] bytes, int at) {
    for (int i = 0; i < 4; i++) {
      lanes[i] = round(lanes[i], (long) LONG.get(bytes, at + 8 * i));
    }
  }

  private static long round(long lane, long input) {
    return Long.rotateLeft(lane + input * P2, 31) * P1;
  }

  long value() {
    long hash = total >= STRIPE ? joined() : P5;
    hash += total;
    int at = 0;
    for (; at + 8 <= restSize; at += 8) {
      hash = Long.rotateLeft(hash ^ round(0, (long) LONG.get(rest, at)), 27) * P1 + P4;
    }
    for (; at + 4 <= restSize; at += 4) {
      long four = (int) INT.get(rest, at) & 0xffff_ffffL;
      hash = Long.rotateLeft(hash ^ (four * P1), 23) * P2 + P3;
    }
    for (; at < restSize; at++) {
      hash = Long.rotateLeft(hash ^ ((rest[at] & 0xff) * P5), 11) * P1;
    }
    hash = (hash ^ (hash >>> 33)) * P2;
    hash = (hash ^ (hash >>> 29)) * P3;
    return hash ^ (hash >>> 32);
  }

  private long joined() {
    long hash =
        Long.rotateLeft(lanes[0], 1)
            + Long.rotateLeft(lanes[1], 7)
            + Long.rotateLeft(lanes[2], 12)
            + Long.rotateLeft(lanes[3], 18);
    for (long lane : lanes) {
      hash = (hash ^ round(0, lane)) * P1 + P4;
    }
    return hash;
  }
}
