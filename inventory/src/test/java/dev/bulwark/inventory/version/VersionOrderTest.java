package dev.bulwark.inventory.version;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.testkit.ForAll;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;
import org.apache.maven.artifact.versioning.ComparableVersion;
import org.junit.jupiter.api.Test;

class VersionOrderTest {

  @Test
  void pythonVersionsStandInTheOrderOfPackaging() {
    holds(VersionScheme.PEP_440, "pep440-order.tsv", "\t");
    holds(VersionScheme.PEP_440, "osv-pypi.txt", " ");
  }

  @Test
  void pythonVersionsAreNormalisedAsPackagingDoes() {
    for (String line : lines("pep440-normal.tsv")) {
      String[] fields = line.split("\t", -1);
      assertThat(Pep440Version.parse(fields[0]).map(Object::toString)).as(line).contains(fields[1]);
    }
  }

  @Test
  void whatPackagingRefusesIsNotComparable() {
    for (String text : lines("pep440-invalid.txt")) {
      assertThat(VersionScheme.PEP_440.compare(text, "1.0"))
          .as(text)
          .isInstanceOf(Order.NotComparable.class);
      assertThat(VersionScheme.PEP_440.compare("1.0", text))
          .as(text)
          .isInstanceOf(Order.NotComparable.class);
    }
  }

  @Test
  void clausesAdmitWhatPackagingAdmits() {
    int cases = 0;
    for (String line : lines("pep440-specifiers.tsv")) {
      String[] fields = line.split("\t", -1);
      var specifier = Pep440Specifier.parse(fields[0]);
      if (fields[2].equals("invalid")) {
        assertThat(specifier).as(line).isEmpty();
      } else {
        assertThat(specifier).as(line).isPresent();
        assertThat(specifier.get().admits(fields[1])).as(line).isEqualTo(fields[2].equals("yes"));
      }
      cases++;
    }
    System.out.println("PEP 440 clauses: " + cases + " of " + cases + " as packaging");
  }

  @Test
  void setsOfClausesNeedAllAndArbitraryEqualityComparesText() {
    assertThat(Pep440Specifier.parse(">=1.4, !=1.5.*, <2").get().admits("1.6")).isTrue();
    assertThat(Pep440Specifier.parse(">=1.4,!=1.5.*,<2").get().admits("1.5.3")).isFalse();
    assertThat(Pep440Specifier.parse("===foobar").get().admits("FooBar")).isTrue();
    assertThat(Pep440Specifier.parse("==1.0").get().admits("no version")).isFalse();
    assertThat(Pep440Specifier.parse("").get().admits("1")).isTrue();
    assertThat(Pep440Specifier.parse("==1.2").get().pinned()).contains("1.2");
    assertThat(Pep440Specifier.parse("==1.*").get().pinned()).isEmpty();
    assertThat(Pep440Specifier.parse("~=1.2").get().pinned()).isEmpty();
  }

  @Test
  void mavenVersionsStandInMavensOrder() {
    holds(VersionScheme.MAVEN, "osv-maven.txt", " ");
    ForAll.cases(
        60_000,
        random -> {
          String one = mavenLike(random);
          String other = random.nextInt(3) == 0 ? altered(one, random) : mavenLike(random);
          assertThat(sign(VersionScheme.MAVEN.compare(one, other)))
              .as("%s against %s", one, other)
              .isEqualTo(
                  Integer.signum(
                      new ComparableVersion(one).compareTo(new ComparableVersion(other))));
        });
  }

  @Test
  void debianVersionsStandInTheOrderOfDpkg() {
    holds(VersionScheme.DEBIAN, "debian-order.tsv", "\t");
  }

  @Test
  void alpineVersionsStandInTheOrderOfApk() {
    holds(VersionScheme.ALPINE, "alpine-order.tsv", "\t");
  }

  @Test
  void condaVersionsStandInTheOrderOfConda() {
    holds(VersionScheme.CONDA, "conda-order.tsv", "\t");
  }

  /// A walk over a range sorts: an order that is none would depend on where it began.
  @Test
  void everyOrderIsOne() {
    for (VersionScheme scheme :
        List.of(VersionScheme.DEBIAN, VersionScheme.ALPINE, VersionScheme.CONDA)) {
      List<String> pool =
          lines(scheme.name().toLowerCase(java.util.Locale.ROOT) + "-order.tsv").stream()
              .map(line -> line.split("\t", -1))
              .filter(fields -> !fields[1].equals("?"))
              .map(fields -> fields[0])
              .distinct()
              .toList();
      ForAll.cases(
          20_000,
          random -> {
            String a = pool.get(random.nextInt(pool.size()));
            String b = pool.get(random.nextInt(pool.size()));
            String c = pool.get(random.nextInt(pool.size()));
            int ab = sign(scheme.compare(a, b));
            assertThat(sign(scheme.compare(b, a))).as("%s and %s", a, b).isEqualTo(-ab);
            if (ab <= 0 && sign(scheme.compare(b, c)) <= 0) {
              assertThat(sign(scheme.compare(a, c))).as("%s, %s and %s", a, b, c).isNotPositive();
            }
          });
    }
  }

  @Test
  void semanticVersionsStandInTheOrderOfNpm() {
    holds(VersionScheme.SEMVER, "semver-order.tsv", "\t");
  }

  /// The example of semver.org §11.
  @Test
  void preReleasesClimbAsTheSpecificationSays() {
    List<String> climbing =
        List.of(
            "1.0.0-alpha",
            "1.0.0-alpha.1",
            "1.0.0-alpha.beta",
            "1.0.0-beta",
            "1.0.0-beta.2",
            "1.0.0-beta.11",
            "1.0.0-rc.1",
            "1.0.0");
    for (int i = 1; i < climbing.size(); i++) {
      assertThat(VersionScheme.SEMVER.compare(climbing.get(i - 1), climbing.get(i)))
          .isEqualTo(Order.Known.BEFORE);
    }
    assertThat(VersionScheme.SEMVER.compare("1.0.0+a", "1.0.0+b")).isEqualTo(Order.Known.SAME);
    assertThat(VersionScheme.SEMVER.compare("0", "0.0.0")).isEqualTo(Order.Known.SAME);
    assertThat(VersionScheme.SEMVER.compare("v1.2.3", "1.2.3")).isEqualTo(Order.Known.SAME);
  }

  @Test
  void whatSemverOrgRefusesIsRefused() {
    for (String text :
        List.of(
            "1",
            "1.2",
            "1.2.3-0123",
            "1.2.3-0123.0123",
            "1.1.2+.123",
            "+invalid",
            "-invalid",
            "alpha",
            "1.0.0-alpha_beta",
            "1.0.0-alpha..",
            "01.1.1",
            "1.01.1",
            "1.1.01",
            "1.2.3.DEV",
            "1.2-SNAPSHOT",
            "1.2.31.2.3----RC-SNAPSHOT.12.09.1--..12+788",
            "-1.0.3-gamma+b7718",
            "9.8.7+meta+meta",
            "9.8.7-whatever+meta+meta")) {
      assertThat(SemanticVersion.parse(text)).as(text).isEmpty();
    }
    for (String text :
        List.of(
            "0.0.4",
            "1.1.2-prerelease+meta",
            "1.0.0-alpha0.valid",
            "1.0.0-rc.1+build.123",
            "1.2.3----RC-SNAPSHOT.12.9.1--.12+788",
            "1.0.0+0.build.1-rc.10000aaa-kk-0.1",
            "99999999999999999999999.999999999999999999.99999999999999999",
            "1.0.0-0A.is.legal")) {
      assertThat(SemanticVersion.parse(text)).as(text).isPresent();
    }
  }

  @Test
  void npmRangesAdmitWhatNpmAdmits() {
    int cases = 0;
    for (String line : lines("npm-ranges.tsv")) {
      String[] fields = line.split("\t", -1);
      var range = NpmRange.parse(fields[0]);
      if (fields[2].equals("invalid")) {
        assertThat(range).as(line).isEmpty();
      } else {
        assertThat(range).as(line).isPresent();
        assertThat(range.get().admits(fields[1])).as(line).isEqualTo(fields[2].equals("yes"));
      }
      cases++;
    }
    System.out.println("npm ranges: " + cases + " of " + cases + " as node-semver");
  }

  @Test
  void nothingThrowsAndOrdersAreOpposite() {
    ForAll.cases(
        20_000,
        random -> {
          String one = anything(random);
          String other = anything(random);
          for (VersionScheme scheme : VersionScheme.values()) {
            assertThat(sign(scheme.compare(one, other)))
                .isEqualTo(-sign(scheme.compare(other, one)));
          }
          Pep440Specifier.parse(one).map(specifier -> specifier.admits(other));
          NpmRange.parse(one).map(range -> range.admits(other));
          if (CondaVersionSpec.parse(one) instanceof CondaVersionSpec.Reading.Valid(var spec)) {
            assertThat(spec.admits(other)).isEqualTo(spec.admits(other));
          }
        });
  }

  @Test
  void aVersionWithoutEndIsNotComparable() {
    String endless = "1" + ".1".repeat(10_000_000);
    for (VersionScheme scheme : VersionScheme.values()) {
      assertThat(scheme.compare(endless, "1")).isInstanceOf(Order.NotComparable.class);
    }
  }

  private static void holds(VersionScheme scheme, String file, String separator) {
    int cases = 0;
    for (String line : lines(file)) {
      String[] fields = line.split(separator, -1);
      Order order = scheme.compare(fields[0], fields[2]);
      String word =
          switch (order) {
            case Order.Known.BEFORE -> "<";
            case Order.Known.SAME -> "=";
            case Order.Known.AFTER -> ">";
            case Order.NotComparable _ -> "?";
          };
      assertThat(word).as(line).isEqualTo(fields[1]);
      cases++;
    }
    System.out.println(file + ": " + cases + " of " + cases + " pairs in order");
  }

  private static int sign(Order order) {
    return switch (order) {
      case Order.Known.BEFORE -> -1;
      case Order.Known.SAME -> 0;
      case Order.Known.AFTER -> 1;
      case Order.NotComparable _ -> 0;
    };
  }

  private static String mavenLike(RandomGenerator random) {
    List<String> pieces =
        List.of(
            "0",
            "1",
            "2",
            "10",
            "00",
            "01",
            "123456789012345678901",
            ".",
            "-",
            ".",
            "-",
            "a",
            "b",
            "m",
            "alpha",
            "beta",
            "milestone",
            "rc",
            "cr",
            "snapshot",
            "ga",
            "final",
            "release",
            "sp",
            "x",
            "foo",
            "RELEASE",
            "Final",
            "_",
            "+");
    StringBuilder out = new StringBuilder();
    for (int i = random.nextInt(8) + 1; i > 0; i--) {
      out.append(pieces.get(random.nextInt(pieces.size())));
    }
    return out.toString();
  }

  private static String altered(String text, RandomGenerator random) {
    List<String> ends = List.of(".0", "-0", ".ga", "-final", "", "-1", ".x", "-sp", "0");
    return text + ends.get(random.nextInt(ends.size()));
  }

  private static String anything(RandomGenerator random) {
    String alphabet = "0123456789.-+!abrcvx*^~<>=|, \u0663";
    StringBuilder out = new StringBuilder();
    for (int i = random.nextInt(14); i > 0; i--) {
      out.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return out.toString();
  }

  static List<String> lines(String file) {
    try (var in = VersionOrderTest.class.getResourceAsStream("/version/" + file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isEmpty())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
