package dev.bulwark.scan;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/// Files that real programs packed; see the README beside them.
public final class Packed {
  private Packed() {}

  public static byte[] file(String name) {
    try (InputStream in =
        Objects.requireNonNull(
            Packed.class.getResourceAsStream("/dev/bulwark/scan/packed/" + name), name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What most of them hold.
  public static byte[] plain() {
    return file("plain");
  }
}
