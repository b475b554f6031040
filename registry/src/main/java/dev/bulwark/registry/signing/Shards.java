package dev.bulwark.registry.signing;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.registry.signing.Manifest.Resource;
import dev.bulwark.registry.signing.TreeVerification.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Pieces of files in a manifest: `path:start:end`, without gap or overlap.
final class Shards {
  private static final int MAX_DIGITS = 16;

  private Shards() {}

  /// @throws Refusal when the name is not `path:start:end` in canonical decimals, without another
  ///   colon
  static Resource parse(String name, Bytes digest) {
    int second = name.lastIndexOf(':');
    int first = second < 0 ? -1 : name.lastIndexOf(':', second - 1);
    if (first >= 0 && name.indexOf(':') == first) {
      long start = number(name.substring(first + 1, second));
      long end = number(name.substring(second + 1));
      if (start >= 0 && end > start) {
        return new Resource(name.substring(0, first), start, end, digest);
      }
    }
    throw new Refusal(
        Reason.NAME_UNSAFE,
        "expected shard names path:start:end with no other colon, found another",
        List.of(name));
  }

  private static long number(String digits) {
    boolean isCanonical =
        !digits.isEmpty()
            && digits.length() < MAX_DIGITS
            && digits.chars().allMatch(c -> c >= '0' && c <= '9')
            && (digits.length() == 1 || digits.charAt(0) != '0');
    return isCanonical ? Long.parseLong(digits) : -1;
  }

  /// Refuses a list whose pieces do not make whole files, each cut at multiples of `size`.
  static void requireWhole(List<Resource> shards, long size) {
    Map<String, Resource> last = new HashMap<>();
    for (Resource shard : shards) {
      Resource before = last.put(shard.file(), shard);
      long expected = before == null ? 0 : before.end();
      boolean fitsBefore = before == null || before.end() - before.start() == size;
      if (shard.start() != expected || shard.end() - shard.start() > size || !fitsBefore) {
        throw new Refusal(
            Reason.STATEMENT_MALFORMED,
            "expected shards of %,d bytes one after another, found a gap, an overlap or another size"
                .formatted(size),
            List.of(shard.name()));
      }
    }
  }

  /// The pieces of a file, without digests; a file of no bytes has none.
  static List<Resource> cut(String file, long bytes, long size) {
    List<Resource> shards = new ArrayList<>();
    for (long start = 0; start < bytes; start += size) {
      shards.add(new Resource(file, start, Math.min(bytes, start + size), Bytes.EMPTY));
    }
    return shards;
  }
}
