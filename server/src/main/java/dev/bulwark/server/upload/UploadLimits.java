package dev.bulwark.server.upload;

import dev.bulwark.kernel.bytes.ByteSize;
import java.time.Duration;

/// How much may wait here to become a version.
///
/// @param file the largest single file
/// @param waiting everything one person has waiting in one system
/// @param pieces how many files and unfinished uploads one person has waiting in one system
/// @param atOnce uploads one system takes side by side
/// @param patience how long something waits after it was last touched
/// @param pace the slowest average an upload may have after its first seconds, in bytes a second
/// @param grace those first seconds
/// @param kept what must stay free on the disk
public record UploadLimits(
    ByteSize file,
    ByteSize waiting,
    int pieces,
    int atOnce,
    Duration patience,
    ByteSize pace,
    Duration grace,
    ByteSize kept) {

  public static final UploadLimits DEFAULT =
      new UploadLimits(
          new ByteSize(1L << 40),
          new ByteSize(1L << 41),
          10_000,
          8,
          Duration.ofHours(24),
          new ByteSize(8 << 10),
          Duration.ofSeconds(20),
          new ByteSize(1L << 30));
}
