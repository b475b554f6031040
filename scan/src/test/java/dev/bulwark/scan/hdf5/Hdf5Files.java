package dev.bulwark.scan.hdf5;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// The files that h5py wrote, see `README.md` beside them.
public final class Hdf5Files {
  private Hdf5Files() {}

  public static byte[] file(String name) {
    try (InputStream in = Hdf5Files.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalArgumentException("no test file " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
