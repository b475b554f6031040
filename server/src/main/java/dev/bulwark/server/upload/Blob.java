package dev.bulwark.server.upload;

import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.registry.seal.PackingList;
import java.util.List;

/// Bytes that arrived whole and wait under seal.
///
/// @param parts in order; none for no bytes
/// @param digest of all of them
public record Blob(List<PackingList.Item> parts, long size, Digest digest) {
  public Blob {
    parts = List.copyOf(parts);
  }

  /// Neither its parts' keys nor their places.
  @Override
  public String toString() {
    return "Blob[" + size + " bytes]";
  }
}
