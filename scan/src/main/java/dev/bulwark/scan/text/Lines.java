package dev.bulwark.scan.text;

import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.format.Source;

/// Lines and columns of a text in UTF-8, both from 1; a column counts bytes.
public final class Lines {
  private Lines() {}

  /// The line and column of the byte at `offset`.
  public static Place place(Source source, long offset) {
    int line = 1;
    long start = 0;
    long end = Math.min(offset, source.size());
    for (long at = 0; at < end; at++) {
      if (source.at(at) == '\n') {
        line++;
        start = at + 1;
      }
    }
    return source.place().at(line, (int) Math.min(Integer.MAX_VALUE, end - start + 1));
  }
}
