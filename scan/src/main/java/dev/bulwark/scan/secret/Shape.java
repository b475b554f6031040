package dev.bulwark.scan.secret;

import dev.bulwark.kernel.format.Source;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a credential looks like: literals and runs of letters, read from left to right without ever
/// going back.
///
/// Written `ghp_ A{36}`: parts between spaces, each a literal or a set of {@link Letters} with a
/// length or a range of lengths. The first part is a literal. A run takes as many letters as there
/// are, up to its greatest length.
record Shape(List<Part> parts) {
  private static final Pattern RUN = Pattern.compile("([A-Z])\\{(\\d+)(?:,(\\d+))?\\}");

  sealed interface Part {
    record Literal(String text) implements Part {}

    record Run(Letters letters, int least, int most) implements Part {}
  }

  Shape {
    parts = List.copyOf(parts);
    if (parts.isEmpty() || !(parts.getFirst() instanceof Part.Literal)) {
      throw new IllegalArgumentException("a shape begins with a literal");
    }
  }

  /// @throws IllegalArgumentException when the text is no shape
  static Shape parse(String text) {
    List<Part> parts = new ArrayList<>();
    for (String word : text.split(" ", -1)) {
      Matcher run = RUN.matcher(word);
      if (run.matches()) {
        int least = Integer.parseInt(run.group(2));
        int most = run.group(3) == null ? least : Integer.parseInt(run.group(3));
        Letters letters =
            Letters.of(run.group(1).charAt(0))
                .orElseThrow(() -> new IllegalArgumentException("no letters are called " + word));
        parts.add(new Part.Run(letters, least, most));
      } else {
        parts.add(new Part.Literal(word));
      }
    }
    return new Shape(parts);
  }

  /// How long a credential can be at most.
  long length() {
    return parts.stream()
        .mapToLong(
            part ->
                switch (part) {
                  case Part.Literal(String text) -> text.length();
                  case Part.Run run -> run.most();
                })
        .sum();
  }

  String prefix() {
    return ((Part.Literal) parts.getFirst()).text();
  }

  /// How long the credential at an offset is; -1 when there is none.
  int match(Source source, long at) {
    long end = at;
    for (Part part : parts) {
      long next =
          switch (part) {
            case Part.Literal(String text) -> literal(text, source, end);
            case Part.Run run -> run(run, source, end);
          };
      if (next < 0) {
        return -1;
      }
      end = next;
    }
    return goesOn(source, end) ? -1 : (int) (end - at);
  }

  private static long literal(String text, Source source, long at) {
    if (at + text.length() > source.size()) {
      return -1;
    }
    for (int i = 0; i < text.length(); i++) {
      if (source.at(at + i) != text.charAt(i)) {
        return -1;
      }
    }
    return at + text.length();
  }

  private static long run(Part.Run run, Source source, long at) {
    long most = Math.min(source.size(), at + run.most());
    long end = at;
    while (end < most && run.letters().has(source.at(end))) {
      end++;
    }
    return end - at < run.least() ? -1 : end;
  }

  /// Whether what stands behind the credential belongs to a longer word.
  private boolean goesOn(Source source, long end) {
    return end < source.size()
        && (Letters.A.has(source.at(end))
            || (parts.getLast() instanceof Part.Run run && run.letters().has(source.at(end))));
  }

  /// The letters the last run takes, which say how much chance to expect.
  boolean hexadecimal() {
    return parts.stream()
        .allMatch(
            part ->
                !(part instanceof Part.Run run)
                    || run.letters() == Letters.H
                    || run.letters() == Letters.D);
  }

  /// The bytes of a match as text.
  static String text(Source source, long at, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) source.at(at + i);
    }
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
