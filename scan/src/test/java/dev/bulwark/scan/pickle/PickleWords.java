package dev.bulwark.scan.pickle;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A pickle in the words of Python's `pickletools`, one opcode a line, for people: made without the
/// machine that inspects pickles, from the widths of operands alone.
public final class PickleWords {
  /// How an operand is written, by opcode: `1`, `2`, `4` and `8` are little-endian numbers, `s1`,
  /// `s4` and `s8` are counted bytes, `n` is a line and `nn` are two.
  private static final Map<Integer, String> OPERANDS = new HashMap<>();

  private static final Map<Integer, String> NAMES = new HashMap<>();

  static {
    for (Field field : Op.class.getDeclaredFields()) {
      if (Modifier.isStatic(field.getModifiers()) && field.getType() == int.class) {
        try {
          NAMES.put(field.getInt(null), field.getName());
        } catch (IllegalAccessException e) {
          throw new IllegalStateException(e);
        }
      }
    }
    all("n", Op.FLOAT, Op.INT, Op.LONG, Op.PERSID, Op.STRING, Op.UNICODE, Op.GET, Op.PUT);
    all("nn", Op.GLOBAL, Op.INST);
    all("1", Op.BININT1, Op.BINGET, Op.BINPUT, Op.PROTO, Op.EXT1);
    all("2", Op.BININT2, Op.EXT2);
    all("4", Op.BININT, Op.LONG_BINGET, Op.LONG_BINPUT, Op.EXT4);
    all("8", Op.BINFLOAT, Op.FRAME);
    all("s1", Op.SHORT_BINSTRING, Op.SHORT_BINBYTES, Op.SHORT_BINUNICODE, Op.LONG1);
    all("s4", Op.BINSTRING, Op.BINUNICODE, Op.BINBYTES, Op.LONG4);
    all("s8", Op.BINUNICODE8, Op.BINBYTES8, Op.BYTEARRAY8);
  }

  private final ByteBuffer bytes;

  private PickleWords(byte[] pickle) {
    bytes = ByteBuffer.wrap(pickle).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void all(String operand, int... opcodes) {
    for (int opcode : opcodes) {
      OPERANDS.put(opcode, operand);
    }
  }

  /// `0x13 REDUCE`, one a line, to the first STOP; what comes behind it is counted.
  public static List<String> of(byte[] pickle) {
    return new PickleWords(pickle).lines();
  }

  private List<String> lines() {
    List<String> lines = new ArrayList<>();
    while (bytes.hasRemaining()) {
      int at = bytes.position();
      int opcode = bytes.get() & 0xff;
      String name = NAMES.getOrDefault(opcode, "0x" + Integer.toHexString(opcode));
      lines.add("0x%02x  %s %s".formatted(at, name, operand(opcode)).stripTrailing());
      if (opcode == Op.STOP) {
        break;
      }
    }
    if (bytes.hasRemaining()) {
      lines.add("0x%02x  (%d bytes)".formatted(bytes.position(), bytes.remaining()));
    }
    return lines;
  }

  private String operand(int opcode) {
    return switch (OPERANDS.getOrDefault(opcode, "")) {
      case "n" -> line();
      case "nn" -> line() + " " + line();
      case "1" -> "" + (bytes.get() & 0xff);
      case "2" -> "" + (bytes.getShort() & 0xffff);
      case "4" -> "" + bytes.getInt();
      case "8" -> "" + bytes.getLong();
      case "s1" -> quoted(bytes.get() & 0xff);
      case "s4" -> quoted(bytes.getInt());
      case "s8" -> quoted(Math.toIntExact(bytes.getLong()));
      default -> "";
    };
  }

  private String line() {
    StringBuilder line = new StringBuilder();
    for (char c = (char) (bytes.get() & 0xff); c != '\n'; c = (char) (bytes.get() & 0xff)) {
      line.append(c);
    }
    return line.toString();
  }

  private String quoted(int size) {
    byte[] text = new byte[size];
    bytes.get(text);
    StringBuilder out = new StringBuilder("'");
    for (char c : new String(text, StandardCharsets.ISO_8859_1).toCharArray()) {
      out.append(c >= ' ' && c < 0x7f ? "" + c : "\\x%02x".formatted((int) c));
    }
    return out.append('\'').toString();
  }
}
