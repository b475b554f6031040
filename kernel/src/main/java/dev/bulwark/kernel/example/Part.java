package dev.bulwark.kernel.example;

import dev.bulwark.kernel.bytes.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One file of an example.
///
/// @param name with `/` between folders
/// @param isText whether people read it as it is; otherwise it is shown as a hex dump
public record Part(String name, boolean isText, Bytes content) {
  private static final String BINARY = " (bytes)";
  private static final Pattern OFFSET = Pattern.compile("@0x([0-9a-f]{1,8})\\b");

  /// How many rows of a hex dump are shown at its start, and on each side of what is said.
  private static final int ROWS_AT_START = 4;

  private static final int ROWS_AROUND = 2;
  private static final int MOST_LINES = 40;
  private static final int MOST_COLUMNS = 160;

  static Part parse(String heading, List<String> lines, int first) {
    if (!heading.endsWith(BINARY)) {
      return new Part(heading, true, Bytes.utf8(String.join("\n", lines) + "\n"));
    }
    String name = heading.substring(0, heading.length() - BINARY.length());
    return new Part(name, false, HexDump.parse(lines, first));
  }

  String heading() {
    return isText ? name : name + BINARY;
  }

  /// The whole content as the lines of an example file.
  List<String> lines() {
    return isText ? textLines() : HexDump.lines(content);
  }

  private List<String> textLines() {
    String text = content.utf8();
    return List.of(text.substring(0, text.length() - 1).split("\n", -1));
  }

  /// The content short enough for a page: what is left out is shown as `…`.
  ///
  /// @param says what is said about it, so that the rows it names are kept
  public List<String> excerpt(List<String> says) {
    return isText ? excerptOfText() : excerptOfBytes(says);
  }

  private List<String> excerptOfText() {
    List<String> lines = textLines();
    List<String> shown =
        new ArrayList<>(
            lines.stream()
                .limit(MOST_LINES)
                .map(
                    line ->
                        line.length() > MOST_COLUMNS ? line.substring(0, MOST_COLUMNS) + "…" : line)
                .toList());
    if (lines.size() > MOST_LINES) {
      shown.add("…");
    }
    return shown;
  }

  private List<String> excerptOfBytes(List<String> says) {
    int rows = HexDump.rows(content);
    TreeSet<Integer> kept = new TreeSet<>();
    keep(kept, 0, ROWS_AT_START, rows);
    for (String line : says) {
      Matcher offset = OFFSET.matcher(line);
      if (offset.find()) {
        int row = Integer.parseUnsignedInt(offset.group(1), 16) / HexDump.WIDTH;
        keep(kept, row - ROWS_AROUND + 1, row + ROWS_AROUND + 1, rows);
      }
    }
    List<String> shown = new ArrayList<>();
    int next = 0;
    for (int row : kept) {
      if (row == next + 1) {
        shown.add(HexDump.row(content, next));
      } else if (row != next) {
        shown.add("…");
      }
      shown.add(HexDump.row(content, row));
      next = row + 1;
    }
    if (next < rows) {
      shown.add(next == rows - 1 ? HexDump.row(content, next) : "…");
    }
    return shown;
  }

  private static void keep(TreeSet<Integer> kept, int from, int to, int rows) {
    for (int row = Math.max(0, from); row < Math.min(to, rows); row++) {
      kept.add(row);
    }
  }
}
