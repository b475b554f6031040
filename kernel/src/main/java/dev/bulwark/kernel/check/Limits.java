package dev.bulwark.kernel.check;

import dev.bulwark.kernel.bytes.ByteSize;
import java.time.Duration;

/// The bounds one examination works under.
///
/// @param bytes how much may be read or produced in all, decompressed bytes included
/// @param entries how many members, records or keys may be visited
/// @param depth how deep containers and structures may nest
/// @param time how long it may take
public record Limits(ByteSize bytes, long entries, int depth, Duration time) {
  /// For one artifact: 64 GiB, ten million entries, 16 containers deep, ten minutes.
  public static final Limits DEFAULT =
      new Limits(ByteSize.ofGib(64), 10_000_000, 16, Duration.ofMinutes(10));
}
