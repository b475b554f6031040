package dev.bulwark.scan.flatbuffer;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/// Writes FlatBuffers, parents before what they refer to, and what no library would write.
public final class RawFlatbuffer {

  /// What a field holds: a number of some bytes, or something an offset leads to.
  private sealed interface Value {}

  private record Number(long value, int width) implements Value {}

  private record Text(byte[] bytes) implements Value {}

  private record Numbers(byte[] bytes, int each) implements Value {}

  private record Tables(List<RawFlatbuffer> tables) implements Value {}

  private record One(RawFlatbuffer table) implements Value {}

  private final TreeMap<Integer, Value> fields = new TreeMap<>();

  public static RawFlatbuffer table() {
    return new RawFlatbuffer();
  }

  public RawFlatbuffer ubyte(int field, int value) {
    fields.put(field, new Number(value, 1));
    return this;
  }

  public RawFlatbuffer uint(int field, long value) {
    fields.put(field, new Number(value, 4));
    return this;
  }

  public RawFlatbuffer slong(int field, long value) {
    fields.put(field, new Number(value, 8));
    return this;
  }

  public RawFlatbuffer text(int field, String value) {
    fields.put(field, new Text(value.getBytes(StandardCharsets.UTF_8)));
    return this;
  }

  public RawFlatbuffer bytes(int field, byte[] value, int each) {
    fields.put(field, new Numbers(value, each));
    return this;
  }

  public RawFlatbuffer tables(int field, RawFlatbuffer... tables) {
    fields.put(field, new Tables(List.of(tables)));
    return this;
  }

  public RawFlatbuffer one(int field, RawFlatbuffer table) {
    fields.put(field, new One(table));
    return this;
  }

  /// A file whose root is this table.
  public byte[] file(String identifier) {
    return file(identifier, new byte[0]);
  }

  /// A file with something between the identifier and the root.
  public byte[] file(String identifier, byte[] header) {
    Out out = new Out();
    out.number(0, 4);
    out.bytes(identifier.getBytes(StandardCharsets.ISO_8859_1));
    out.bytes(header);
    out.patch(0, out.table(this));
    return out.build();
  }

  private static final class Out {
    private byte[] bytes = new byte[1024];
    private int size;

    private void room(int more) {
      if (size + more > bytes.length) {
        bytes = Arrays.copyOf(bytes, 2 * (size + more));
      }
    }

    void number(long value, int width) {
      room(width);
      for (int i = 0; i < width; i++) {
        bytes[size++] = (byte) (value >>> (8 * i));
      }
    }

    void bytes(byte[] value) {
      room(value.length);
      System.arraycopy(value, 0, bytes, size, value.length);
      size += value.length;
    }

    /// Writes how far it is from `at` to `to`.
    void patch(int at, int to) {
      for (int i = 0; i < 4; i++) {
        bytes[at + i] = (byte) ((to - at) >>> (8 * i));
      }
    }

    private void align() {
      number(0, (4 - size % 4) % 4);
    }

    int table(RawFlatbuffer table) {
      align();
      int slots = table.fields.isEmpty() ? 0 : table.fields.lastKey() + 1;
      int layout = size;
      int length = 4;
      for (Value value : table.fields.values()) {
        length += value instanceof Number number ? number.width() : 4;
      }
      number(4 + 2L * slots, 2);
      number(length, 2);
      int next = 4;
      for (int field = 0; field < slots; field++) {
        Value value = table.fields.get(field);
        number(value == null ? 0 : next, 2);
        next += value == null ? 0 : value instanceof Number number ? number.width() : 4;
      }
      align();
      int at = size;
      number(at - layout, 4);
      List<Integer> places = new ArrayList<>();
      List<Value> later = new ArrayList<>();
      for (Value value : table.fields.values()) {
        if (value instanceof Number(long number, int width)) {
          number(number, width);
        } else {
          places.add(size);
          later.add(value);
          number(0, 4);
        }
      }
      for (int i = 0; i < later.size(); i++) {
        patch(places.get(i), write(later.get(i)));
      }
      return at;
    }

    private int write(Value value) {
      align();
      int at = size;
      switch (value) {
        case Number _ -> throw new IllegalStateException("numbers stand in their table");
        case Text(byte[] text) -> {
          number(text.length, 4);
          bytes(text);
          number(0, 1);
        }
        case Numbers(byte[] numbers, int each) -> {
          number(numbers.length / each, 4);
          bytes(numbers);
        }
        case One(RawFlatbuffer one) -> at = table(one);
        case Tables(List<RawFlatbuffer> tables) -> {
          number(tables.size(), 4);
          int first = size;
          number(0, 0);
          for (int i = 0; i < tables.size(); i++) {
            number(0, 4);
          }
          for (int i = 0; i < tables.size(); i++) {
            patch(first + 4 * i, table(tables.get(i)));
          }
        }
      }
      return at;
    }

    byte[] build() {
      ByteArrayOutputStream whole = new ByteArrayOutputStream();
      whole.write(bytes, 0, size);
      return whole.toByteArray();
    }
  }
}
