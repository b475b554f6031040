package dev.bulwark.scan.npy;

import java.io.ByteArrayOutputStream;

/// Writes NumPy arrays for the tests of formats that carry them.
public final class RawNpy {
  private RawNpy() {}

  public static byte[] floats(int count) {
    return NpyReaderTest.npy(
        1,
        "{'descr': '<f4', 'fortran_order': False, 'shape': (%d,), }".formatted(count),
        4 * count);
  }

  /// An array of objects, which are in a pickle.
  public static byte[] objects(byte[] pickle) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(
        NpyReaderTest.npy(1, "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", 0));
    out.writeBytes(pickle);
    return out.toByteArray();
  }
}
