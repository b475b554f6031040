package dev.bulwark.scan.mxnet;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Writes lists of MXNet's arrays, byte by byte.
public final class RawParams {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  public static RawParams list(int arrays) {
    return new RawParams().u64(0x112).u64(0).u64(arrays);
  }

  /// Two arrays with their names, as Gluon saves a layer.
  public static byte[] dense() {
    return list(2)
        .u32(0xF993FAC9)
        .u32(0)
        .shape(2, 3)
        .u32(1)
        .u32(0)
        .u32(0)
        .bytes(new byte[24])
        .u32(0xF993FAC9)
        .u32(0)
        .shape(4)
        .u32(1)
        .u32(0)
        .u32(6)
        .bytes(new byte[32])
        .names("weight", "bias");
  }

  public RawParams u32(long value) {
    return little(value, 4);
  }

  public RawParams u64(long value) {
    return little(value, 8);
  }

  private RawParams little(long value, int bytes) {
    for (int i = 0; i < bytes; i++) {
      out.write((int) (value >> 8 * i));
    }
    return this;
  }

  public RawParams shape(long... sizes) {
    u32(sizes.length);
    for (long size : sizes) {
      u64(size);
    }
    return this;
  }

  public RawParams bytes(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  public byte[] names(String... names) {
    u64(names.length);
    for (String name : names) {
      u64(name.length());
      bytes(name.getBytes(StandardCharsets.US_ASCII));
    }
    return out.toByteArray();
  }
}
