package dev.bulwark.inventory.purl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.testkit.ForAll;
import dev.bulwark.testkit.Mangle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PackageUrlTest {

  @Test
  void everyCaseOfTheSuiteHolds() {
    int cases = 0;
    for (String line : suite()) {
      String[] fields = line.split("\t", -1);
      switch (fields[0]) {
        case "=" -> {
          assertThat(components(valid(fields[1]))).as(line).isEqualTo(components(fields[2]));
          assertThat(valid(fields[1])).as(line).hasToString(fields[1]);
          assertThat(built(fields[2])).as(line).isEqualTo(new PurlReading.Valid(valid(fields[1])));
          cases += 3;
          for (int i = 3; i < fields.length; i++) {
            assertThat(valid(fields[i])).as(line).hasToString(fields[1]);
            assertThat(components(valid(fields[i]))).as(line).isEqualTo(components(fields[2]));
            cases += 2;
          }
        }
        case "!p" -> {
          assertThat(PackageUrl.parse(fields[1])).as(line).isInstanceOf(PurlReading.Refused.class);
          cases++;
        }
        case "!b" -> {
          assertThat(built(fields[1])).as(line).isInstanceOf(PurlReading.Refused.class);
          cases++;
        }
        default -> throw new AssertionError("not a line of the suite: " + line);
      }
    }
    System.out.println("purl suite: " + cases + " of " + cases + " cases hold");
    assertThat(cases).isGreaterThan(300);
  }

  @Test
  void aScopeIsNoVersionAndAVersionMayHoldASlash() {
    assertThat(valid("pkg:npm/@babel/core@7.0.0")).hasToString("pkg:npm/%40babel/core@7.0.0");
    assertThat(valid("pkg:generic/a/b@x%2Fy").version()).contains("x/y");
  }

  @Test
  void dotsLeaveNoPath() {
    assertThat(valid("pkg:generic/a#./x/../y").subpath()).contains("x/y");
    assertThat(PackageUrl.parse("pkg:generic/a/../b")).isInstanceOf(PurlReading.Refused.class);
    assertThat(PackageUrl.parse("pkg:generic/a%2F..%2Fc/b"))
        .isInstanceOf(PurlReading.Refused.class);
  }

  @Test
  void aRepeatedQualifierIsRefused() {
    assertThat(PackageUrl.parse("pkg:npm/a?x=1&X=2")).isInstanceOf(PurlReading.Refused.class);
  }

  @Test
  void brokenPercentSignsAndForeignBytesAreRefused() {
    for (String text : List.of("pkg:npm/a%", "pkg:npm/a%2", "pkg:npm/a%zz", "pkg:npm/a%ff")) {
      assertThat(PackageUrl.parse(text)).as(text).isInstanceOf(PurlReading.Refused.class);
    }
    assertThat(valid("pkg:generic/a%2B")).hasToString("pkg:generic/a%2B");
    assertThat(valid("pkg:generic/%F0%9F%98%83").name()).isEqualTo("\uD83D\uDE03");
  }

  @Test
  void mangledTextNeverThrowsAndWhatIsAcceptedIsAFixedPoint() {
    List<String> lines = suite().stream().filter(line -> line.startsWith("=")).toList();
    ForAll.cases(
        20_000,
        random -> {
          byte[] bytes =
              lines
                  .get(random.nextInt(lines.size()))
                  .split("\t", -1)[1]
                  .getBytes(StandardCharsets.UTF_8);
          String text = new String(Mangle.once(bytes, random), StandardCharsets.UTF_8);
          if (PackageUrl.parse(text) instanceof PurlReading.Valid(PackageUrl purl)) {
            assertThat(PackageUrl.parse(purl.toString())).isEqualTo(new PurlReading.Valid(purl));
          }
        });
  }

  private static PackageUrl valid(String text) {
    return switch (PackageUrl.parse(text)) {
      case PurlReading.Valid(PackageUrl purl) -> purl;
      case PurlReading.Refused(String problem) -> throw new AssertionError(text + ": " + problem);
    };
  }

  private static PurlReading built(String components) {
    String[] parts = components.split("\\|", -1);
    return PackageUrl.of(
        parts[0],
        orNull(parts[1]),
        parts[2],
        orNull(parts[3]),
        qualifiers(parts[4]),
        orNull(parts[5]));
  }

  private static String components(PackageUrl purl) {
    return String.join(
        "|",
        purl.type(),
        purl.namespace().orElse(""),
        purl.name(),
        purl.version().orElse(""),
        purl.qualifiers().toString(),
        purl.subpath().orElse(""));
  }

  private static String components(String written) {
    String[] parts = written.split("\\|", -1);
    parts[4] = qualifiers(parts[4]).toString();
    return String.join("|", parts);
  }

  private static TreeMap<String, String> qualifiers(String text) {
    TreeMap<String, String> qualifiers = new TreeMap<>();
    for (String pair : text.split("&")) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        qualifiers.put(pair.substring(0, equals), pair.substring(equals + 1));
      }
    }
    return qualifiers;
  }

  private static String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  private static List<String> suite() {
    try (var in = PackageUrlTest.class.getResourceAsStream("/purl/suite.tsv")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
