package dev.bulwark.inventory.osv;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// An advisory as bytes of the advisory file: big-endian lengths, UTF-8 texts.
final class Codec {
  private static final int MOST = 16 << 20;

  private Codec() {}

  static void write(Advisory advisory, DataOutput out) throws IOException {
    text(advisory.id(), out);
    texts(advisory.aliases(), out);
    text(advisory.modified(), out);
    text(advisory.summary(), out);
    out.writeInt(advisory.severities().size());
    for (Advisory.Vector vector : advisory.severities()) {
      text(vector.type(), out);
      text(vector.score(), out);
    }
    out.writeInt(advisory.affected().size());
    for (Advisory.Affected affected : advisory.affected()) {
      text(affected.ecosystem(), out);
      text(affected.release(), out);
      text(affected.name(), out);
      texts(affected.versions(), out);
      out.writeInt(affected.ranges().size());
      for (Advisory.Range range : affected.ranges()) {
        write(range, out);
      }
    }
  }

  private static void write(Advisory.Range range, DataOutput out) throws IOException {
    text(range.type(), out);
    out.writeInt(range.events().size());
    for (Advisory.Event event : range.events()) {
      out.writeByte(event.kind().code());
      text(event.version(), out);
    }
  }

  static Advisory read(DataInput in) throws IOException {
    return new Advisory(
        text(in),
        texts(in),
        text(in),
        text(in),
        list(in, Codec::vector),
        list(in, Codec::affected));
  }

  private static Advisory.Vector vector(DataInput in) throws IOException {
    return new Advisory.Vector(text(in), text(in));
  }

  private static Advisory.Affected affected(DataInput in) throws IOException {
    return new Advisory.Affected(text(in), text(in), text(in), texts(in), list(in, Codec::range));
  }

  private static Advisory.Range range(DataInput in) throws IOException {
    return new Advisory.Range(text(in), list(in, Codec::event));
  }

  private static Advisory.Event event(DataInput in) throws IOException {
    int code = in.readUnsignedByte();
    for (Advisory.Event.Kind kind : Advisory.Event.Kind.values()) {
      if (kind.code() == code) {
        return new Advisory.Event(kind, text(in));
      }
    }
    throw new IOException("an event of kind " + code);
  }

  private interface Part<T> {
    T read(DataInput in) throws IOException;
  }

  private static <T> List<T> list(DataInput in, Part<T> part) throws IOException {
    int size = size(in);
    List<T> all = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      all.add(part.read(in));
    }
    return all;
  }

  private static List<String> texts(DataInput in) throws IOException {
    return list(in, Codec::text);
  }

  private static void texts(List<String> texts, DataOutput out) throws IOException {
    out.writeInt(texts.size());
    for (String text : texts) {
      text(text, out);
    }
  }

  private static void text(String text, DataOutput out) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String text(DataInput in) throws IOException {
    byte[] bytes = new byte[size(in)];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static int size(DataInput in) throws IOException {
    int size = in.readInt();
    if (size < 0 || size > MOST) {
      throw new IOException("a size of " + size);
    }
    return size;
  }
}
