package dev.bulwark.kernel.example;

import dev.bulwark.kernel.bytes.Bytes;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/// Bytes as people read them: `00000010 63 6f 73 0a |cos.|`, sixteen a row. A row `*` stands for
/// rows like the one before it, up to the offset of the row behind it.
final class HexDump {
  static final int WIDTH = 16;
  private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

  private HexDump() {}

  static int rows(Bytes content) {
    return (content.size() + WIDTH - 1) / WIDTH;
  }

  static String row(Bytes content, int row) {
    byte[] part = part(content, row);
    StringBuilder text = new StringBuilder();
    for (byte b : part) {
      text.append(b >= 0x20 && b < 0x7f ? (char) b : '.');
    }
    return String.format(Locale.ROOT, "%08x  %-47s  |%s|", row * WIDTH, HEX.formatHex(part), text);
  }

  private static byte[] part(Bytes content, int row) {
    int from = row * WIDTH;
    return content.slice(from, Math.min(from + WIDTH, content.size())).toArray();
  }

  static List<String> lines(Bytes content) {
    List<String> lines = new ArrayList<>();
    int rows = rows(content);
    boolean starred = false;
    for (int row = 0; row < rows; row++) {
      boolean same =
          row > 0
              && row < rows - 1
              && java.util.Arrays.equals(part(content, row), part(content, row - 1));
      if (!same) {
        lines.add(row(content, row));
      } else if (!starred) {
        lines.add("*");
      }
      starred = same;
    }
    return lines;
  }

  /// @param first the number of the first line, for messages
  /// @throws IllegalArgumentException naming the line that is not understood
  static Bytes parse(List<String> lines, int first) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] last = new byte[0];
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.equals("*")) {
        continue;
      }
      try {
        int offset = Integer.parseInt(line.substring(0, 8), 16);
        while (last.length > 0 && out.size() < offset) {
          out.writeBytes(last);
        }
        if (out.size() != offset) {
          throw new IllegalArgumentException("the offset is not " + out.size());
        }
        last = HEX.parseHex(line.substring(10, Math.min(57, line.length())).strip());
        out.writeBytes(last);
      } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
        throw new IllegalArgumentException(
            "line " + (first + i) + ": expected a row of a hex dump, found: " + line, e);
      }
    }
    return Bytes.of(out.toByteArray());
  }
}
