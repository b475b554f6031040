package dev.bulwark.scan;

import dev.bulwark.kernel.check.Place;
import dev.bulwark.scan.weights.Neighbourhood;
import dev.bulwark.scan.weights.Range;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/// What lies beside a fuzzed file: descriptions that hold for some of it, made of its own bytes, so
/// that the same input has the same neighbours.
final class FuzzNeighbours {
  private static final long[] ODD = {
    -1, 0, 1, Long.MAX_VALUE, Long.MIN_VALUE, Integer.MAX_VALUE, 1L << 32
  };

  private FuzzNeighbours() {}

  static Neighbourhood of(Place file, byte[] bytes) {
    Random random = new Random(Arrays.hashCode(bytes));
    TreeMap<String, List<Range>> descriptions = new TreeMap<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      List<Range> ranges = new ArrayList<>();
      for (int j = random.nextInt(12); j >= 0; j--) {
        ranges.add(
            new Range(
                number(random, bytes.length),
                number(random, bytes.length),
                random.nextInt(3) == 0 ? random.nextInt() : Range.UNSUMMED));
      }
      descriptions.put("description-" + i + "/manifest.ocdbt", ranges);
    }
    return new Neighbourhood(file, descriptions, 1 + random.nextInt(2));
  }

  private static long number(Random random, int size) {
    return random.nextInt(8) == 0 ? ODD[random.nextInt(ODD.length)] : random.nextInt(size + 2);
  }
}
