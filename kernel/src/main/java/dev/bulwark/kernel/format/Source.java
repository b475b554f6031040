package dev.bulwark.kernel.format;

import dev.bulwark.kernel.check.Place;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Untrusted bytes at rest, and where they are. Mapped from a file or unpacked from a container;
/// random access, never copied as a whole.
///
/// @param place the file, and the way through the containers in it
/// @param bytes read-only; may be larger than 2 GiB
public record Source(Place place, MemorySegment bytes) {
  public Source {
    bytes = bytes.asReadOnly();
  }

  public static Source of(Place place, byte[] bytes) {
    return new Source(place, MemorySegment.ofArray(bytes));
  }

  public long size() {
    return bytes.byteSize();
  }

  /// The unsigned byte at `offset`.
  ///
  /// @throws IndexOutOfBoundsException outside the bytes
  public int at(long offset) {
    return bytes.get(ValueLayout.JAVA_BYTE, offset) & 0xff;
  }

  /// The member `name` of this container, made of the bytes from `offset`, without copying.
  public Source inside(String name, long offset, long size) {
    return new Source(place.inside(name), bytes.asSlice(offset, size));
  }

  public boolean startsWith(byte... magic) {
    if (size() < magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if (bytes.get(ValueLayout.JAVA_BYTE, i) != magic[i]) {
        return false;
      }
    }
    return true;
  }

  /// Two sources are equal when they are in the same place and hold the same bytes, wherever those
  /// lie in memory.
  @Override
  public boolean equals(Object other) {
    return other instanceof Source(Place where, MemorySegment content)
        && place.equals(where)
        && bytes.byteSize() == content.byteSize()
        && bytes.mismatch(content) == -1;
  }

  @Override
  public int hashCode() {
    return 31 * place.hashCode() + Long.hashCode(bytes.byteSize());
  }
}
