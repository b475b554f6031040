package dev.bulwark.scan.rules;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/// The lines of one list of a rule pack: fields between tabs, names between spaces. A line that
/// begins with `#` is a comment.
///
/// A list is its maker's: nothing in it is a pattern, and what it makes a finding say is one short
/// line of printable text.
public final class PackLines {
  /// What a pack may allow without a key is nothing.
  public static final String ALLOWS_NAMES =
      "it allows names, which only a pack signed by a key you name may do; give --rules-key, or remove the line";

  private static final int MOST_TOLD = 120;

  private PackLines() {}

  /// Hands over every line that is not a comment.
  ///
  /// @throws IllegalArgumentException `LINE: …`, naming the first line that is refused
  public static void each(String text, Consumer<List<String>> line) {
    String[] lines = text.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      if (!lines[i].isEmpty() && lines[i].charAt(0) != '#') {
        try {
          line.accept(fields(lines[i]));
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException((i + 1) + ": " + e.getMessage(), e);
        }
      }
    }
  }

  private static List<String> fields(String line) {
    List<String> fields = List.of(line.split("\t", -1));
    if (fields.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException("expected one tab between two fields, found none or more");
    }
    return fields;
  }

  /// @param form what the line should look like, for the message
  public static void require(List<String> fields, int count, String form) {
    if (fields.size() != count) {
      throw new IllegalArgumentException(
          "expected \"%s\" with a tab between, found %d fields".formatted(form, fields.size()));
    }
  }

  /// One word of a few.
  public static <E extends Enum<E>> E word(String word, List<E> known) {
    return known.stream()
        .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "expected one of %s, found \"%s\""
                        .formatted(known.toString().toLowerCase(Locale.ROOT), word)));
  }

  /// Names between single spaces.
  public static List<String> names(String field) {
    List<String> names = Arrays.asList(field.split(" ", -1));
    if (names.contains("")) {
      throw new IllegalArgumentException("expected one space between two names, found more");
    }
    return names;
  }

  /// What a finding will quote.
  public static String told(String text) {
    boolean printable = text.chars().allMatch(c -> c >= ' ' && c < 0x7f);
    if (!printable || text.length() > MOST_TOLD) {
      throw new IllegalArgumentException(
          "expected at most %d printable ASCII characters for what a finding says, found others or more"
              .formatted(MOST_TOLD));
    }
    return text;
  }
}
