package dev.bulwark.control.policy;

import java.util.Arrays;
import java.util.List;

/// One thing the guidelines ask for.
///
/// @param id `R01` to `R67` from the guidelines' text, `X01` on from the guideline behind them
/// @param where its place there
/// @param text in our own words
public record Ask(String id, String where, String text) {
  private static final String HEADER = "id\twhere\task";

  /// Every ask Bulwark knows, in the guidelines' order.
  public static List<Ask> all() {
    List<String> lines = Resource.text("asks.tsv").lines().toList();
    if (!lines.getFirst().equals(HEADER)) {
      throw new IllegalStateException("asks.tsv begins with id, where, ask");
    }
    return lines.stream().skip(1).map(Ask::parse).toList();
  }

  private static Ask parse(String line) {
    String[] fields = line.split("\t", -1);
    if (fields.length != 3 || Arrays.stream(fields).anyMatch(String::isBlank)) {
      throw new IllegalStateException("asks.tsv has three fields a line, found: " + line);
    }
    return new Ask(fields[0], fields[1], fields[2]);
  }
}
