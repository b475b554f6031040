package dev.bulwark.scan.tflite;

import static dev.bulwark.scan.flatbuffer.RawFlatbuffer.table;

import dev.bulwark.scan.flatbuffer.RawFlatbuffer;

/// The TensorFlow Lite models that tests need, by the published schema.
public final class RawTflite {
  private RawTflite() {}

  public static RawFlatbuffer builtin(int code) {
    return table().ubyte(0, Math.min(code, 127)).uint(3, code);
  }

  public static RawFlatbuffer custom(String name) {
    return table().ubyte(0, 32).text(1, name).uint(3, 32);
  }

  public static RawFlatbuffer operator(int code) {
    return table().uint(0, code).bytes(1, new byte[8], 4).bytes(2, new byte[4], 4);
  }

  public static RawFlatbuffer tensor(String name, int buffer) {
    return table()
        .bytes(0, new byte[] {2, 0, 0, 0, 2, 0, 0, 0}, 4)
        .uint(2, buffer)
        .text(3, name)
        .one(4, table().bytes(2, new byte[4], 4).bytes(3, new byte[8], 8));
  }

  public static RawFlatbuffer data(int size) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) (31 * i + 1);
    }
    return table().bytes(0, bytes, 1);
  }

  /// A model that uses each of its operators once, with a constant of 64 bytes.
  public static RawFlatbuffer model(RawFlatbuffer... codes) {
    RawFlatbuffer[] operators = new RawFlatbuffer[codes.length];
    for (int i = 0; i < codes.length; i++) {
      operators[i] = operator(i);
    }
    return table()
        .uint(0, 3)
        .tables(1, codes)
        .tables(
            2,
            table()
                .tables(0, tensor("x", 0), tensor("w", 1))
                .bytes(1, new byte[4], 4)
                .bytes(2, new byte[4], 4)
                .tables(3, operators)
                .text(4, "main"))
        .text(3, "made for a test")
        .tables(4, table(), data(64))
        .tables(6, table().text(0, "min_runtime_version").uint(1, 1))
        .tables(7, table().tables(0, table().text(0, "x")).text(2, "serving_default"));
  }

  public static byte[] file(RawFlatbuffer model) {
    return model.file("TFL3");
  }

  /// A linear layer.
  public static byte[] linear() {
    return file(model(builtin(9), builtin(25)));
  }
}
