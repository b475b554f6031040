package dev.bulwark.scan.gguf;

import java.util.Map;
import java.util.Optional;

/// How the elements of a tensor are stored: `elements` of them in a block of `bytes`.
record GgmlType(int elements, int bytes) {
  /// By the number in the file; from ggml's own table. 4 and 5 were withdrawn before GGUF.
  private static final Map<Integer, GgmlType> TYPES =
      Map.ofEntries(
          type(0, 1, 4),
          type(1, 1, 2),
          type(2, 32, 18),
          type(3, 32, 20),
          type(6, 32, 22),
          type(7, 32, 24),
          type(8, 32, 34),
          type(9, 32, 36),
          type(10, 256, 84),
          type(11, 256, 110),
          type(12, 256, 144),
          type(13, 256, 176),
          type(14, 256, 210),
          type(15, 256, 292),
          type(16, 256, 66),
          type(17, 256, 74),
          type(18, 256, 98),
          type(19, 256, 50),
          type(20, 32, 18),
          type(21, 256, 110),
          type(22, 256, 82),
          type(23, 256, 136),
          type(24, 1, 1),
          type(25, 1, 2),
          type(26, 1, 4),
          type(27, 1, 8),
          type(28, 1, 8),
          type(29, 256, 56),
          type(30, 1, 2),
          type(31, 32, 18),
          type(32, 32, 18),
          type(33, 32, 18),
          type(34, 256, 54),
          type(35, 256, 66),
          type(36, 32, 18),
          type(37, 32, 18),
          type(38, 32, 18),
          type(39, 32, 17),
          type(40, 64, 36),
          type(41, 128, 18),
          type(42, 64, 18));

  private static Map.Entry<Integer, GgmlType> type(int number, int elements, int bytes) {
    return Map.entry(number, new GgmlType(elements, bytes));
  }

  static Optional<GgmlType> of(int number) {
    return Optional.ofNullable(TYPES.get(number));
  }
}
