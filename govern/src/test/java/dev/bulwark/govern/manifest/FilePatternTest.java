package dev.bulwark.govern.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.testkit.ForAll;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class FilePatternTest {
  private record Row(String pattern, List<String> yes, List<String> no) {}

  private static final List<Row> ROWS =
      List.of(
          new Row(
              "models/*.bin",
              List.of("models/a.bin", "models/.bin"),
              List.of("models/x/a.bin", "a.bin")),
          new Row("**", List.of("a", "a/b/c"), List.of()),
          new Row("docs/**", List.of("docs/a", "docs/a/b"), List.of("doc/a")),
          new Row("**/a.md", List.of("a.md", "x/a.md", "x/y/a.md"), List.of("x/ba.md")),
          new Row("a/**/b", List.of("a/b", "a/x/b", "a/x/y/b"), List.of("a/xb", "b")),
          new Row("a?c", List.of("abc"), List.of("ac", "a/c", "abbc")),
          new Row("[x]", List.of("[x]"), List.of("x")),
          new Row("./a", List.of("a"), List.of("b")));

  @Test
  void wildCardsMatchAsWritten() {
    for (Row row : ROWS) {
      FilePattern pattern = FilePattern.of(row.pattern());
      assertThat(row.yes()).as(row.pattern()).allMatch(pattern::matches);
      assertThat(row.no()).as(row.pattern()).noneMatch(pattern::matches);
    }
  }

  @Test
  void whatLiesBelowAFolderMayMatch() {
    FilePattern pattern = FilePattern.of("docs/*/x.md");
    assertThat(pattern.mayMatchBelow("")).isTrue();
    assertThat(pattern.mayMatchBelow("docs")).isTrue();
    assertThat(pattern.mayMatchBelow("docs/en")).isTrue();
    assertThat(pattern.mayMatchBelow("docs/en/x.md")).isFalse();
    assertThat(pattern.mayMatchBelow("models")).isFalse();
    assertThat(FilePattern.of("docs/**").mayMatchBelow("docs/a/b")).isTrue();
  }

  /// The same answers as a regular expression made from the pattern.
  @Test
  void agreesWithARegularExpression() {
    ForAll.cases(
        5000,
        random -> {
          String pattern = word(random, "ab*?/", 8);
          if (FilePattern.flaw(pattern).isEmpty()) {
            String path = word(random, "ab/", 8);
            Pattern regex = Pattern.compile(regex(pattern));
            assertThat(FilePattern.of(pattern).matches(path))
                .as("%s on %s", pattern, path)
                .isEqualTo(regex.matcher(path).matches());
          }
        });
  }

  private static String word(java.util.random.RandomGenerator random, String letters, int longest) {
    return IntStream.range(0, 1 + random.nextInt(longest))
        .mapToObj(_ -> "" + letters.charAt(random.nextInt(letters.length())))
        .collect(Collectors.joining());
  }

  private static String regex(String pattern) {
    String[] parts = pattern.split("/", -1);
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < parts.length; i++) {
      boolean last = i == parts.length - 1;
      if (parts[i].equals("**")) {
        out.append(last ? ".*" : "([^/]*/)*");
      } else {
        out.append(parts[i].replace("?", "[^/]").replace("*", "[^/]*")).append(last ? "" : "/");
      }
    }
    return out.toString().replaceAll("/\\.\\*$", "(/.*)?");
  }

  @Test
  @Timeout(10)
  void aHostilePatternCannotBuyTime() {
    String pattern = "*a".repeat(200) + "/" + "**/".repeat(200) + "x";
    String path = "a".repeat(2000) + "/b".repeat(500);
    assertThat(FilePattern.of(pattern).matches(path)).isFalse();
  }
}
