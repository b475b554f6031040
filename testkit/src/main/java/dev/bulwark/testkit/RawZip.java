package dev.bulwark.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// Writes zip archives in which every field can be a lie.
public final class RawZip {
  public static final class Part {
    public byte[] gapBefore = new byte[0];
    public String localName = "";
    public String name = "";
    public int localFlags;
    public int flags;
    public int localMethod;
    public int method;
    public long localCrc;
    public long crc;
    public long localPacked;
    public long packedSize;
    public long localSize;
    public long size;
    public byte[] localExtra = new byte[0];
    public byte[] extra = new byte[0];
    public byte[] packed = new byte[0];
    public boolean descriptor;
    public boolean wideDescriptor;
    public boolean listed = true;
    public long external;
    public long offset = -1;
    private long writtenAt;
  }

  private final List<Part> parts = new ArrayList<>();
  public byte[] prefix = new byte[0];
  public boolean shiftOffsets;
  public byte[] trailer = new byte[0];
  public byte[] comment = new byte[0];
  public int entries = -1;
  public boolean wideEnd;

  public RawZip stored(String name, byte[] content) {
    return stored(name, content, _ -> {});
  }

  public RawZip stored(String name, byte[] content, Consumer<Part> change) {
    return add(name, content, content, 0, change);
  }

  public RawZip deflated(String name, byte[] content) {
    return deflated(name, content, _ -> {});
  }

  public RawZip deflated(String name, byte[] content, Consumer<Part> change) {
    return add(name, content, deflate(content), 8, change);
  }

  private RawZip add(
      String name, byte[] content, byte[] packed, int method, Consumer<Part> change) {
    CRC32 crc = new CRC32();
    crc.update(content);
    Part part = new Part();
    part.localName = part.name = name;
    part.localMethod = part.method = method;
    part.localCrc = part.crc = crc.getValue();
    part.localPacked = part.packedSize = packed.length;
    part.localSize = part.size = content.length;
    part.packed = packed;
    change.accept(part);
    parts.add(part);
    return this;
  }

  public RawZip with(Consumer<RawZip> change) {
    change.accept(this);
    return this;
  }

  public static byte[] deflate(byte[] content) {
    try (Deflater deflater = new Deflater(9, true)) {
      deflater.setInput(content);
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] buffer = new byte[8192];
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
      return out.toByteArray();
    }
  }

  public byte[] build() {
    Out out = new Out();
    out.bytes(prefix);
    parts.forEach(part -> local(part, out));
    long directoryAt = out.size();
    int listed = 0;
    for (Part part : parts) {
      if (part.listed) {
        central(part, out);
        listed++;
      }
    }
    end(out, directoryAt, entries >= 0 ? entries : listed);
    out.bytes(trailer);
    return out.toByteArray();
  }

  private void local(Part part, Out out) {
    out.bytes(part.gapBefore);
    part.writtenAt = out.size();
    byte[] name = part.localName.getBytes(StandardCharsets.UTF_8);
    int flags = part.localFlags | (part.descriptor ? 8 : 0);
    out.u32(0x04034b50L).u16(20).u16(flags).u16(part.localMethod).u32(0);
    if (part.descriptor) {
      out.u32(0).u32(0).u32(0);
    } else {
      out.u32(part.localCrc).u32(part.localPacked).u32(part.localSize);
    }
    out.u16(name.length).u16(part.localExtra.length).bytes(name).bytes(part.localExtra);
    out.bytes(part.packed);
    if (part.descriptor) {
      out.u32(0x08074b50L).u32(part.localCrc);
      if (part.wideDescriptor) {
        out.u64(part.localPacked).u64(part.localSize);
      } else {
        out.u32(part.localPacked).u32(part.localSize);
      }
    }
  }

  private void central(Part part, Out out) {
    byte[] name = part.name.getBytes(StandardCharsets.UTF_8);
    int flags = part.flags | (part.descriptor ? 8 : 0);
    out.u32(0x02014b50L).u16(0x031e).u16(20).u16(flags).u16(part.method).u32(0);
    out.u32(part.crc).u32(part.packedSize).u32(part.size);
    out.u16(name.length).u16(part.extra.length).u16(0).u16(0).u16(0).u32(part.external);
    out.u32(part.offset >= 0 ? part.offset : offset(part.writtenAt));
    out.bytes(name).bytes(part.extra);
  }

  private long offset(long at) {
    return shiftOffsets ? at : at - prefix.length;
  }

  private void end(Out out, long directoryAt, int count) {
    long size = out.size() - directoryAt;
    long offset = offset(directoryAt);
    if (wideEnd) {
      long at = out.size();
      out.u32(0x06064b50L).u64(44).u16(45).u16(45).u32(0).u32(0);
      out.u64(count).u64(count).u64(size).u64(offset);
      out.u32(0x07064b50L).u32(0).u64(offset(at)).u32(1);
    }
    out.u32(0x06054b50L).u16(0).u16(0).u16(count).u16(count).u32(size).u32(offset);
    out.u16(comment.length).bytes(comment);
  }

  private static final class Out extends ByteArrayOutputStream {
    Out u16(int value) {
      return bytes(ByteBuffer.allocate(2).order(ByteOrder.LITTLE_ENDIAN).putShort((short) value));
    }

    Out u32(long value) {
      return bytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt((int) value));
    }

    Out u64(long value) {
      return bytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value));
    }

    Out bytes(ByteBuffer value) {
      byte[] bytes = new byte[value.capacity()];
      value.flip().get(bytes);
      return bytes(bytes);
    }

    Out bytes(byte[] value) {
      writeBytes(value);
      return this;
    }
  }
}
