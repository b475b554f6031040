package dev.bulwark.scan.ocdbt;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/// Writes OCDBT, byte by byte after its published format.
public final class RawStore {
  static final int MANIFEST = 0x0cdb3a2a;
  static final int TREE = 0x0cdb20de;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /// A manifest of one version, whose root is a part of a data file.
  public static byte[] manifest(String file, long offset, long length, int height) {
    return new RawStore()
        .bytes(new byte[16])
        .u8(0) // kind
        .varint(100)
        .varint(8 << 20)
        .u8(4) // versions a node, as bits
        .varint(0) // compression
        .files("", file)
        .varint(1) // one version
        .varint(1) // its number
        .u8(height)
        .varint(0)
        .varint(offset)
        .varint(length)
        .varint(1)
        .varint(length)
        .varint(0)
        .bytes(new byte[8])
        .varint(0) // no older versions
        .block(MANIFEST);
  }

  /// A leaf of keys, each with its own name as value.
  public static byte[] leaf(String... keys) {
    RawStore leaf = new RawStore().u8(0).varint(0).varint(keys.length);
    for (int i = 1; i < keys.length; i++) {
      leaf.varint(0);
    }
    for (String key : keys) {
      leaf.varint(key.length());
    }
    for (String key : keys) {
      leaf.text(key);
    }
    for (String key : keys) {
      leaf.varint(key.length());
    }
    for (int i = 0; i < keys.length; i++) {
      leaf.varint(0);
    }
    for (String key : keys) {
      leaf.text(key);
    }
    return leaf.block(TREE);
  }

  /// A leaf of one key, whose value is a part of a data file.
  static byte[] far(String key, String file, long offset, long length) {
    return new RawStore()
        .u8(0)
        .files("", file)
        .varint(1)
        .varint(key.length())
        .text(key)
        .varint(length)
        .varint(1)
        .varint(0)
        .varint(offset)
        .block(TREE);
  }

  /// An inner node of one child.
  static byte[] inner(int height, String key, int common, String base, String file, long length) {
    return new RawStore()
        .u8(height)
        .files(base, file)
        .varint(1)
        .varint(key.length())
        .varint(common)
        .text(key)
        .varint(0)
        .varint(0)
        .varint(length)
        .varint(1)
        .varint(length)
        .varint(0)
        .block(TREE);
  }

  /// A manifest that names so many data files, all without a name.
  static byte[] crowd(int files) {
    return new RawStore()
        .bytes(new byte[16])
        .u8(0)
        .varint(100)
        .varint(8 << 20)
        .u8(4)
        .varint(0)
        .varint(files)
        .bytes(new byte[3 * files])
        .block(MANIFEST);
  }

  /// The beginning of an inner node whose children all share a long prefix.
  static byte[] sharing(int length, int children) {
    RawStore node = new RawStore().u8(1).files("", "d/x").varint(children);
    for (int i = 1; i < children; i++) {
      node.varint(length);
    }
    for (int i = 0; i < children; i++) {
      node.varint(i == 0 ? length + 2 : 2);
    }
    for (int i = 0; i < children; i++) {
      node.varint(length);
    }
    node.text("k".repeat(length));
    for (int i = 0; i < children; i++) {
      node.u8(i >> 8).u8(i);
    }
    return node.block(TREE);
  }

  /// A table of one data file.
  private RawStore files(String base, String file) {
    return varint(1).varint(base.length() + file.length()).varint(base.length()).text(base + file);
  }

  RawStore u8(int value) {
    out.write(value);
    return this;
  }

  RawStore bytes(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  RawStore text(String text) {
    return bytes(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  RawStore varint(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) (rest & 0x7f | 0x80));
      rest >>>= 7;
    }
    return u8((int) rest);
  }

  /// What was written, as the uncompressed body of a block.
  byte[] block(int magic) {
    return sealed(magic, 0, out.toByteArray());
  }

  static byte[] sealed(int magic, int compression, byte[] body) {
    ByteBuffer block = ByteBuffer.allocate(body.length + 18).order(ByteOrder.LITTLE_ENDIAN);
    block.order(ByteOrder.BIG_ENDIAN).putInt(magic).order(ByteOrder.LITTLE_ENDIAN);
    block.putLong(body.length + 18).put((byte) 0).put((byte) compression).put(body);
    CRC32C crc = new CRC32C();
    crc.update(block.array(), 0, body.length + 14);
    return block.putInt((int) crc.getValue()).array();
  }
}
