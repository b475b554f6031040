package dev.bulwark.evidence.vault;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Boxes one behind the other, each behind its length as a big-endian u32.
record Pack(Digest digest, List<Bytes> boxes) {
  Pack {
    boxes = List.copyOf(boxes);
  }

  static Bytes render(List<Bytes> boxes) {
    List<Bytes> parts = new ArrayList<>();
    for (Bytes box : boxes) {
      parts.add(u32(box.size()));
      parts.add(box);
    }
    return Bytes.concat(parts.toArray(Bytes[]::new));
  }

  /// @return empty when the lengths do not fit the bytes
  static Optional<Pack> parse(Bytes content) {
    List<Bytes> boxes = new ArrayList<>();
    int at = 0;
    while (at < content.size()) {
      if (content.size() - at < Integer.BYTES) {
        return Optional.empty();
      }
      int size = content.slice(at, at + Integer.BYTES).buffer().getInt();
      at += Integer.BYTES;
      if (size < 0 || size > content.size() - at) {
        return Optional.empty();
      }
      boxes.add(content.slice(at, at + size));
      at += size;
    }
    return Optional.of(new Pack(Digest.of(content), boxes));
  }

  static Bytes u32(int value) {
    return Bytes.of(ByteBuffer.allocate(Integer.BYTES).putInt(value).flip());
  }
}
