package dev.bulwark.scan;

import dev.bulwark.testkit.Mangle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/// Makes a hostile input of honest ones: damaged, spliced with another, with numbers that lie, or
/// with a part of it many times.
final class FuzzMutation {
  private static final long[] EXTREMES = {
    0,
    1,
    -1,
    0x7f,
    0xff,
    0x7fff,
    0xffff,
    0x7fff_ffffL,
    0xffff_ffffL,
    1L << 40,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };
  private static final int LARGEST = 1 << 18;
  private static final int MOST_REPEATS = 64;

  private FuzzMutation() {}

  static byte[] of(List<byte[]> own, List<byte[]> all, RandomGenerator random) {
    byte[] bytes = own.get(random.nextInt(own.size()));
    for (int steps = random.nextInt(4); steps >= 0; steps--) {
      bytes =
          switch (random.nextInt(6)) {
            case 0 -> spliced(bytes, own.get(random.nextInt(own.size())), random);
            case 1 -> inserted(bytes, all.get(random.nextInt(all.size())), random);
            case 2 -> number(bytes, random);
            case 3 -> repeated(bytes, random);
            default -> Mangle.once(bytes, random);
          };
    }
    return bytes.length > LARGEST ? Arrays.copyOf(bytes, LARGEST) : bytes;
  }

  private static byte[] spliced(byte[] one, byte[] other, RandomGenerator random) {
    int end = random.nextInt(one.length + 1);
    int start = random.nextInt(other.length + 1);
    return join(one, end, other, start, other.length);
  }

  private static byte[] inserted(byte[] one, byte[] other, RandomGenerator random) {
    int at = random.nextInt(one.length + 1);
    int start = random.nextInt(other.length + 1);
    int end = start + random.nextInt(other.length - start + 1);
    byte[] head = join(one, at, other, start, end);
    return join(head, head.length, one, random.nextBoolean() ? at : one.length, one.length);
  }

  private static byte[] number(byte[] bytes, RandomGenerator random) {
    int width = 1 << random.nextInt(4);
    if (bytes.length < width) {
      return bytes;
    }
    byte[] copy = bytes.clone();
    ByteOrder order = random.nextInt(4) == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    long value = EXTREMES[random.nextInt(EXTREMES.length)];
    byte[] wide = ByteBuffer.allocate(8).order(order).putLong(value).array();
    int from = order == ByteOrder.BIG_ENDIAN ? 8 - width : 0;
    System.arraycopy(wide, from, copy, random.nextInt(bytes.length - width + 1), width);
    return copy;
  }

  private static byte[] repeated(byte[] bytes, RandomGenerator random) {
    int start = random.nextInt(bytes.length + 1);
    int end = Math.min(bytes.length, start + random.nextInt(256));
    byte[] out = Arrays.copyOf(bytes, end);
    for (int times = random.nextInt(MOST_REPEATS); times > 0; times--) {
      out = join(out, out.length, bytes, start, end);
    }
    return join(out, out.length, bytes, end, bytes.length);
  }

  private static byte[] join(byte[] one, int end, byte[] other, int from, int to) {
    byte[] joined = Arrays.copyOf(one, end + to - from);
    System.arraycopy(other, from, joined, end, to - from);
    return joined;
  }
}
