package dev.bulwark.scan.tensorflow;

import dev.bulwark.scan.protobuf.RawMessage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/// Writes the index of a checkpoint as TensorFlow's table builder does: one block of entries in the
/// order of names, an empty meta block, the index of blocks, the footer.
public final class RawCheckpoint {
  private final ByteArrayOutputStream entries = new ByteArrayOutputStream();

  public RawCheckpoint(int shards) {
    put("", RawMessage.message().number(1, shards).put(3, RawMessage.message().number(1, 1)));
  }

  public RawCheckpoint tensor(String name, int shard, long from, byte[] content) {
    CRC32C crc = new CRC32C();
    crc.update(content);
    RawMessage entry = RawMessage.message().number(1, 1);
    if (shard > 0) {
      entry = entry.number(3, shard);
    }
    if (from > 0) {
      entry = entry.number(4, from);
    }
    return put(name, entry.number(5, content.length).fixed32(6, masked(crc)));
  }

  private RawCheckpoint put(String name, RawMessage value) {
    entry(entries, name.getBytes(StandardCharsets.UTF_8), value.build());
    return this;
  }

  private static void entry(ByteArrayOutputStream to, byte[] key, byte[] value) {
    varint(to, 0);
    varint(to, key.length);
    varint(to, value.length);
    to.writeBytes(key);
    to.writeBytes(value);
  }

  private static int masked(CRC32C crc) {
    int value = (int) crc.getValue();
    return (value >>> 15 | value << 17) + 0xa282ead8;
  }

  private static void varint(ByteArrayOutputStream to, long value) {
    long rest = value;
    while (rest > 0x7f) {
      to.write((int) (rest & 0x7f | 0x80));
      rest >>>= 7;
    }
    to.write((int) rest);
  }

  private static byte[] block(ByteArrayOutputStream file, byte[] content) {
    ByteArrayOutputStream handle = new ByteArrayOutputStream();
    varint(handle, file.size());
    varint(handle, content.length + 8L);
    ByteBuffer block =
        ByteBuffer.allocate(content.length + 13)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(content)
            .putInt(0)
            .putInt(1)
            .put((byte) 0);
    CRC32C crc = new CRC32C();
    crc.update(block.array(), 0, content.length + 9);
    block.putInt(masked(crc));
    file.writeBytes(block.array());
    return handle.toByteArray();
  }

  public byte[] build() {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    byte[] data = block(file, entries.toByteArray());
    byte[] meta = block(file, new byte[0]);
    ByteArrayOutputStream index = new ByteArrayOutputStream();
    entry(index, "~".getBytes(StandardCharsets.UTF_8), data);
    byte[] top = block(file, index.toByteArray());
    ByteBuffer footer = ByteBuffer.allocate(48).order(ByteOrder.LITTLE_ENDIAN).put(meta).put(top);
    footer.putLong(40, 0xdb4775248b80fb57L);
    file.writeBytes(footer.array());
    return file.toByteArray();
  }
}
