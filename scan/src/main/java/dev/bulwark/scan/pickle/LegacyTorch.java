package dev.bulwark.scan.pickle;

import dev.bulwark.kernel.format.Source;
import java.util.HashSet;
import java.util.Set;

/// PyTorch's stream from before its zip format: five programs (magic number, protocol, system,
/// object, list of storage keys), then for each storage eight bytes of its number of elements and
/// the elements (`torch/serialization.py`, `_legacy_save`).
final class LegacyTorch {
  static final int PROGRAMS = 5;

  /// LONG1 of the magic number, and STOP.
  private static final byte[] MAGIC = {
    (byte) 0x8a,
    10,
    0x6c,
    (byte) 0xfc,
    (byte) 0x9c,
    0x46,
    (byte) 0xf9,
    0x20,
    0x6a,
    (byte) 0xa8,
    0x50,
    0x19,
    '.'
  };

  private LegacyTorch() {}

  /// Whether the first program, which ends at `end`, is the magic number and nothing else.
  static boolean isMagic(Source source, long end) {
    if (end < MAGIC.length || end > MAGIC.length + 11) {
      return false;
    }
    for (int i = 0; i < MAGIC.length; i++) {
      if (source.at(end - MAGIC.length + i) != (MAGIC[i] & 0xff)) {
        return false;
      }
    }
    return true;
  }

  /// How many bytes the storages take behind the programs, or -1 when that cannot be said.
  static long size(Iterable<PickleView.Storage> storages) {
    Set<String> keys = new HashSet<>();
    long size = 0;
    for (PickleView.Storage storage : storages) {
      if (keys.add(storage.key())) {
        long element = elementSize(storage.type().qualified());
        if (element < 0 || storage.elements() > Long.MAX_VALUE / 32) {
          return -1;
        }
        size += 8 + element * storage.elements();
        if (size < 0) {
          return -1;
        }
      }
    }
    return size;
  }

  /// Bytes per element of a storage class; -1 when it is not known.
  static long elementSize(String storageClass) {
    return switch (storageClass) {
      case "ComplexDoubleStorage" -> 16;
      case "DoubleStorage", "LongStorage", "ComplexFloatStorage" -> 8;
      case "FloatStorage", "IntStorage", "QInt32Storage" -> 4;
      case "HalfStorage", "BFloat16Storage", "ShortStorage" -> 2;
      case "CharStorage",
          "ByteStorage",
          "BoolStorage",
          "QInt8Storage",
          "QUInt8Storage",
          "UntypedStorage" ->
          1;
      default -> -1;
    };
  }
}
