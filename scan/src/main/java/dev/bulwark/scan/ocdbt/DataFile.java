package dev.bulwark.scan.ocdbt;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A data file as a manifest or a node names it.
///
/// @param base the folder that paths in this file's nodes start from, from the manifest's folder
/// @param path from the manifest's folder
record DataFile(String base, String path) {
  private static final int MOST_PATH = 65_535;
  private static final int MOST_CHARACTERS = 4 << 20;
  private static final int MOST_FILES = 1 << 16;

  /// Reads a table: count, then the columns of lengths, then what each path does not share with the
  /// one before it.
  ///
  /// @param base the folder that paths start from
  /// @throws BrokenStore when it is none
  /// @throws Budget.OverLimit when the paths are too many to keep
  static List<DataFile> table(Cursor cursor, String base, Budget budget) {
    int count = cursor.count("data files", Integer.MAX_VALUE, 2);
    if (count > MOST_FILES) {
      throw new Budget.OverLimit(Outcome.Reason.OVER_LIMIT, "too many data files");
    }
    long[] shared = new long[count];
    for (int i = 1; i < count; i++) {
      shared[i] = cursor.varint("a shared length", MOST_PATH);
    }
    long[] own = cursor.column(count, "a path", MOST_PATH);
    long[] bases = cursor.column(count, "a base path", MOST_PATH);
    List<DataFile> files = new ArrayList<>();
    byte[] path = {};
    long characters = 0;
    for (int i = 0; i < count; i++) {
      budget.entry();
      int length = (int) (shared[i] + own[i]);
      boolean crossesBase =
          i > 0 && shared[i] > Math.min(bases[i - 1], bases[i]) && bases[i - 1] != bases[i];
      if (shared[i] > path.length || length > MOST_PATH || bases[i] > length || crossesBase) {
        throw new BrokenStore("the lengths of a data file's path do not fit each other");
      }
      characters += length;
      if (characters > MOST_CHARACTERS) {
        throw new Budget.OverLimit(Outcome.Reason.OVER_LIMIT, "too many paths of data files");
      }
      byte[] next = Arrays.copyOf(path, length);
      System.arraycopy(
          cursor.take(own[i]).toArray(JAVA_BYTE), 0, next, (int) shared[i], (int) own[i]);
      path = next;
      String full = Keys.text(path);
      files.add(new DataFile(base + full.substring(0, (int) bases[i]), base + full));
    }
    return files;
  }
}
