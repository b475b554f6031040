package dev.bulwark.scan.gguf;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How large blocks of quantised numbers were before GGUF: until May 2023 (ggjt 2) their scales had
/// 32 bits, since then (ggjt 3) 16, as in GGUF.
enum OldBlocks {
  LARGE,
  SMALL,
  /// The floats of adapters, which are never quantised.
  PLAIN;

  /// Types of GGUF that older programs had as well; what came later is in no older file.
  private static final int TYPES = 16;

  private Optional<GgmlType> type(int number) {
    return switch (this) {
      case LARGE -> Optional.ofNullable(large(number));
      case PLAIN -> number == 0 || number == 1 ? GgmlType.of(number) : Optional.empty();
      case SMALL -> number < TYPES ? GgmlType.of(number) : Optional.empty();
    };
  }

  /// From ggml's structures of April and May 2023; 4 and 5 were withdrawn soon after.
  private static @Nullable GgmlType large(int number) {
    return switch (number) {
      case 0 -> new GgmlType(1, 4);
      case 1 -> new GgmlType(1, 2);
      case 2 -> new GgmlType(32, 20);
      case 3, 7 -> new GgmlType(32, 24);
      case 4 -> new GgmlType(16, 10);
      case 5 -> new GgmlType(16, 12);
      case 6 -> new GgmlType(32, 22);
      case 8 -> new GgmlType(32, 36);
      default -> null;
    };
  }

  /// The bytes of a tensor.
  ///
  /// @param at of its description
  /// @throws Cursor.Broken when type and shape do not fit
  long size(int number, long[] shape, long at) throws Cursor.Broken {
    GgmlType type =
        type(number)
            .orElseThrow(
                () -> new Cursor.Broken(at, "expected a type of old files, found " + number));
    if (shape[0] % type.elements() != 0) {
      throw new Cursor.Broken(at, "expected rows of whole blocks");
    }
    try {
      long size = Math.multiplyExact(shape[0] / type.elements(), (long) type.bytes());
      for (int i = 1; i < shape.length; i++) {
        size = Math.multiplyExact(size, shape[i]);
      }
      return size;
    } catch (ArithmeticException e) {
      throw new Cursor.Broken(at, "expected a shape that fits a file");
    }
  }
}
