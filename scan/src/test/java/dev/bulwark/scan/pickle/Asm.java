package dev.bulwark.scan.pickle;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// A small assembler of pickles: what an attacker, or a library, would write.
final class Asm {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  static Asm pickle() {
    return new Asm();
  }

  static Asm proto(int version) {
    return new Asm().op(Op.PROTO, version);
  }

  Asm op(int... bytes) {
    for (int b : bytes) {
      out.write(b);
    }
    return this;
  }

  /// Bytes as they are, one per character.
  Asm raw(String text) {
    return raw(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  Asm utf8(String text) {
    return raw(text.getBytes(StandardCharsets.UTF_8));
  }

  Asm raw(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  Asm little(long value, int width) {
    for (int i = 0; i < width; i++) {
      out.write((int) (value >>> 8 * i));
    }
    return this;
  }

  Asm mark() {
    return op(Op.MARK);
  }

  Asm none() {
    return op(Op.NONE);
  }

  /// A string of up to 255 bytes of UTF-8.
  Asm str(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return utf8.length < 256
        ? op(Op.SHORT_BINUNICODE, utf8.length).raw(utf8)
        : op(Op.BINUNICODE).little(utf8.length, 4).raw(utf8);
  }

  Asm bytes(byte... content) {
    return op(Op.BINBYTES).little(content.length, 4).raw(content);
  }

  Asm num(int value) {
    return op(Op.BININT).little(value, 4);
  }

  Asm ints(int... values) {
    mark();
    for (int value : values) {
      num(value);
    }
    return op(Op.TUPLE);
  }

  Asm global(String module, String name) {
    return raw("c" + module + "\n" + name + "\n");
  }

  Asm stackGlobal(String module, String name) {
    return str(module).str(name).op(Op.STACK_GLOBAL);
  }

  /// Calls `module.name(argument)`.
  Asm call(String module, String name, String argument) {
    return global(module, name).str(argument).op(Op.TUPLE1, Op.REDUCE);
  }

  Asm framed(long length) {
    return op(Op.FRAME).little(length, 8);
  }

  Asm frame(byte[] content) {
    return framed(content.length).raw(content);
  }

  byte[] stop() {
    return op(Op.STOP).toArray();
  }

  byte[] toArray() {
    return out.toByteArray();
  }

  static byte[] join(byte[]... parts) {
    Asm all = new Asm();
    for (byte[] part : parts) {
      all.raw(part);
    }
    return all.toArray();
  }
}
