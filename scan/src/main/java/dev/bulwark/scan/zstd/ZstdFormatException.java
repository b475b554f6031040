package dev.bulwark.scan.zstd;

import java.io.IOException;

/// The bytes break the Zstandard format.
final class ZstdFormatException extends IOException {
  ZstdFormatException(String problem) {
    super(problem);
  }

  /// @throws ZstdFormatException unless `holds`
  static void require(boolean holds, String otherwise) throws ZstdFormatException {
    if (!holds) {
      throw new ZstdFormatException(otherwise);
    }
  }
}
