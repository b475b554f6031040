package dev.bulwark.testkit;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/// Damages valid input in the ways storage, networks and attackers do.
public final class Mangle {
  private Mangle() {}

  /// One random damage: a flipped bit, a changed byte, a cut, a repeated, removed or inserted run,
  /// or two runs swapped. The result differs from the input unless the input is empty.
  public static byte[] once(byte[] valid, RandomGenerator random) {
    if (valid.length == 0) {
      return new byte[] {(byte) random.nextInt(256)};
    }
    byte[] damaged =
        switch (random.nextInt(7)) {
          case 0 -> flipped(valid, random);
          case 1 -> changed(valid, random);
          case 2 -> Arrays.copyOf(valid, random.nextInt(valid.length));
          case 3 -> repeated(valid, random);
          case 4 -> removed(valid, random);
          case 5 -> inserted(valid, random);
          default -> swapped(valid, random);
        };
    return Arrays.equals(damaged, valid) ? flipped(valid, random) : damaged;
  }

  private static byte[] flipped(byte[] valid, RandomGenerator random) {
    byte[] copy = valid.clone();
    copy[random.nextInt(copy.length)] ^= (byte) (1 << random.nextInt(8));
    return copy;
  }

  private static byte[] changed(byte[] valid, RandomGenerator random) {
    byte[] copy = valid.clone();
    copy[random.nextInt(copy.length)] = (byte) random.nextInt(256);
    return copy;
  }

  private static byte[] repeated(byte[] valid, RandomGenerator random) {
    int start = random.nextInt(valid.length);
    int end = random.nextInt(start, valid.length) + 1;
    return join(Arrays.copyOf(valid, end), Arrays.copyOfRange(valid, start, valid.length));
  }

  private static byte[] removed(byte[] valid, RandomGenerator random) {
    int start = random.nextInt(valid.length);
    int end = random.nextInt(start, valid.length) + 1;
    return join(Arrays.copyOf(valid, start), Arrays.copyOfRange(valid, end, valid.length));
  }

  private static byte[] inserted(byte[] valid, RandomGenerator random) {
    int at = random.nextInt(valid.length + 1);
    byte[] extra = new byte[1 + random.nextInt(16)];
    random.nextBytes(extra);
    return join(join(Arrays.copyOf(valid, at), extra), Arrays.copyOfRange(valid, at, valid.length));
  }

  private static byte[] swapped(byte[] valid, RandomGenerator random) {
    byte[] copy = valid.clone();
    int length = 1 + random.nextInt(Math.min(16, copy.length));
    int one = random.nextInt(copy.length - length + 1);
    int other = random.nextInt(copy.length - length + 1);
    byte[] first = Arrays.copyOfRange(copy, one, one + length);
    System.arraycopy(copy, other, copy, one, length);
    System.arraycopy(first, 0, copy, other, length);
    return copy;
  }

  private static byte[] join(byte[] head, byte[] tail) {
    byte[] joined = Arrays.copyOf(head, head.length + tail.length);
    System.arraycopy(tail, 0, joined, head.length, tail.length);
    return joined;
  }
}
