package dev.bulwark.inventory.component;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.testkit.ForAll;
import dev.bulwark.testkit.Mangle;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Every reader over a file of its kind, and over files that are none.
class ReadersTest {
  private static final List<Sample> SAMPLES = Sample.all();
  private static final List<String> PATHS = SAMPLES.stream().map(Sample::path).toList();

  /// Advisories of a distribution are about sources of one release.
  @Test
  void packagesOfADistributionTellTheirSourceAndTheirRelease() {
    ComponentReader.Others others =
        path ->
            path.equals("image/etc/os-release")
                ? Optional.of(Bytes.utf8("NAME=\"Debian\"\nID=debian\nVERSION_ID=\"12\"\n"))
                : Optional.empty();
    String status =
        """
        Package: libssl3
        Version: 3.0.11-1
        Source: openssl

        Package: libc6
        Version: 2.36-9+deb12u4
        Source: glibc (2.36-9)
        """;
    assertThat(purls("image/var/lib/dpkg/status", status, others))
        .containsExactly(
            "pkg:deb/debian/libssl3@3.0.11-1?distro=debian-12&upstream=openssl",
            "pkg:deb/debian/libc6@2.36-9%2Bdeb12u4?distro=debian-12&upstream=glibc%402.36-9");
    assertThat(
            purls(
                "lib/apk/db/installed",
                "P:libcrypto3\nV:3.1.4-r5\no:openssl\n",
                path ->
                    path.equals("usr/lib/os-release")
                        ? Optional.of(Bytes.utf8("ID=alpine\nVERSION_ID=3.18.4\n"))
                        : Optional.empty()))
        .containsExactly(
            "pkg:apk/alpine/libcrypto3@3.1.4-r5?distro=alpine-3.18.4&upstream=openssl");
  }

  private static List<String> purls(String file, String text, ComponentReader.Others others) {
    ComponentReader reader =
        BuiltinReaders.all().stream().filter(it -> it.claims(file)).findFirst().orElseThrow();
    ComponentReading reading =
        reader.read(
            Place.of(file), Bytes.utf8(text), others, Budget.of(Limits.DEFAULT, System::nanoTime));
    return ((ComponentReading.Read) reading)
        .components().stream().map(component -> component.purl().toString()).toList();
  }

  @Test
  void everyKindOfFileTellsItsComponentsWithTheirLines() {
    for (Sample sample : SAMPLES) {
      assertThat(shown(read(sample.path(), sample.text())))
          .as(sample.path())
          .isEqualTo(sample.tells());
    }
  }

  @Test
  void everyReaderIsInTheListAndEveryFileHasOneReader() {
    for (String path : PATHS) {
      assertThat(
              BuiltinReaders.all().stream().filter(reader -> reader.claims("some/folder/" + path)))
          .as(path)
          .hasSize(1);
    }
    assertThat(
            BuiltinReaders.all().stream()
                .allMatch(reader -> PATHS.stream().anyMatch(path -> reader.claims("x/" + path))))
        .isTrue();
  }

  @Test
  void namesOfOtherFilesAreNotClaimed() {
    for (String path :
        List.of(
            "requirements.md",
            "my.txt",
            "package.json",
            "README",
            "x/poetry.lock.bak",
            "poms.xml",
            "conda_build_config.yaml",
            "explicit-words.txt",
            "conda-notes.txt",
            "meta/x.json")) {
      assertThat(BuiltinReaders.all()).as(path).noneMatch(reader -> reader.claims(path));
    }
    for (String path :
        List.of(
            "requirements-dev.txt",
            "dev-requirements.txt",
            "requirements/base.txt",
            "constraints.txt")) {
      assertThat(new RequirementsTxt().claims(path)).as(path).isTrue();
    }
  }

  @Test
  void mangledFilesNeverThrowAndGiveTheSameTwice() {
    ForAll.cases(
        8_000,
        random -> {
          Sample sample = SAMPLES.get(random.nextInt(SAMPLES.size()));
          String path = sample.path();
          byte[] bytes = sample.text().getBytes(StandardCharsets.UTF_8);
          for (int damage = random.nextInt(3); damage >= 0; damage--) {
            bytes = Mangle.once(bytes, random);
          }
          Bytes mangled = Bytes.of(bytes);
          try {
            assertThat(read(path, mangled, ComponentReader.Others.NONE, Limits.DEFAULT))
                .isEqualTo(read(path, mangled, ComponentReader.Others.NONE, Limits.DEFAULT));
          } catch (Budget.OverLimit e) {
            assertThat(e.problem()).isNotBlank();
          }
        });
  }

  @Test
  void deepAndLargeFilesHitABoundOrAreRefused() {
    Limits few = new Limits(ByteSize.ofMib(1), 20, 16, Duration.ofMinutes(1));
    for (String path : PATHS) {
      String many = "x==1\n".repeat(1000);
      try {
        read(path, Bytes.utf8(many), ComponentReader.Others.NONE, few);
      } catch (Budget.OverLimit e) {
        assertThat(e.problem()).contains("more than 20 entries");
      }
    }
    for (String path : List.of("Pipfile.lock", "pnpm-lock.yaml", "poetry.lock")) {
      String deep =
          (path.endsWith(".lock") && path.startsWith("poetry") ? "a = " : "") + "[".repeat(5_000);
      try {
        assertThat(read(path, Bytes.utf8(deep), ComponentReader.Others.NONE, Limits.DEFAULT))
            .isInstanceOf(ComponentReading.Unreadable.class);
      } catch (Budget.OverLimit e) {
        assertThat(e.problem()).contains("deeper");
      }
    }
  }

  @Test
  void xmlTakesNothingFromOutside() {
    String bomb =
        "<!DOCTYPE project [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><project><dependencies>"
            + "<dependency><groupId>&x;</groupId><artifactId>a</artifactId></dependency>"
            + "</dependencies></project>";
    assertThat(read("pom.xml", bomb)).isInstanceOf(ComponentReading.Unreadable.class);
    assertThat(read("pom.xml", "<!DOCTYPE project><project/>"))
        .isInstanceOf(ComponentReading.Unreadable.class);
    assertThat(read("pom.xml", "<project/>")).isInstanceOf(ComponentReading.Read.class);
  }

  @Test
  void aRepeatedKeyAnAliasAndALaterFormatAreRefused() {
    assertThat(read("Pipfile.lock", "{\"_meta\":{},\"_meta\":{}}"))
        .isInstanceOf(ComponentReading.Unreadable.class);
    assertThat(read("environment.yml", "a: &x [1]\ndependencies: *x\n"))
        .isInstanceOf(ComponentReading.Unreadable.class);
    assertThat(read("poetry.lock", "a = 1\na = 2\n"))
        .isInstanceOf(ComponentReading.Unreadable.class);
    for (String path : List.of("package-lock.json", "pnpm-lock.yaml")) {
      assertThat(
              read(
                  path,
                  path.endsWith("json") ? "{\"lockfileVersion\":9}" : "lockfileVersion: 12\n"))
          .as(path)
          .isInstanceOf(ComponentReading.Unreadable.class);
    }
    assertThat(read("yarn.lock", "__metadata:\n  version: 6\n"))
        .isInstanceOf(ComponentReading.Unreadable.class);
    assertThat(read("conda-lock.yml", "version: 2\npackage: []\n"))
        .isInstanceOf(ComponentReading.Unreadable.class);
  }

  @Test
  void includedFilesAreReadOnceAndOnlyWithinTheTree() {
    Map<String, String> tree =
        Map.of(
            "a/base.txt", "-r base.txt\n-r requirements.txt\nnumpy==1.0\n",
            "a/requirements.txt", "",
            "etc/passwd", "stolen==1.0\n");
    ComponentReader.Others others = path -> Optional.ofNullable(tree.get(path)).map(Bytes::utf8);
    ComponentReading reading =
        new RequirementsTxt()
            .read(
                Place.of("a/requirements.txt"),
                Bytes.utf8(
                    "-r base.txt\n"
                        + "-r base.txt\n"
                        + "-r ../../etc/passwd\n"
                        + "-r /etc/passwd\n"
                        + "-c none.txt\n"
                        + "-r https://x/y.txt\n"),
                others,
                budget(Limits.DEFAULT));
    assertThat(shown(reading))
        .isEqualTo(
            """
            3 pkg:pypi/numpy@1.0 UNKNOWN []
            problem 3
            problem 4
            problem 5
            problem 6
            """);
    assertThat(((ComponentReading.Read) reading).components().getFirst().place().file())
        .isEqualTo("a/base.txt");
  }

  @Test
  void aListOfCondaUnderTheNameOfRequirementsIsReadAsOne() {
    String exported =
        "# This file may be used to create an environment using:\n"
            + "# $ conda create --name <env> --file <this file>\nnumpy=1.26.0=py311h6_0\n";
    assertThat(shown(read("requirements.txt", exported)))
        .isEqualTo("3 pkg:conda/numpy@1.26.0?build=py311h6_0 UNKNOWN []\n");
    assertThat(
            shown(
                read(
                    "requirements.txt",
                    "@EXPLICIT\nhttps://conda.anaconda.org/x/noarch/six-1-0.conda\n")))
        .isEqualTo("2 pkg:conda/six@1?build=0&channel=x&subdir=noarch&type=conda UNKNOWN []\n");
  }

  @Test
  void whatPipIncludesInAnEnvironmentIsReadUnderItsOwnName() {
    ComponentReader.Others others =
        path ->
            path.equals("a/requirements.txt") ? Optional.of(Bytes.utf8("x==1")) : Optional.empty();
    for (String include : List.of("-r requirements.txt", "--requirement=./requirements.txt")) {
      String text = "dependencies:\n- pip:\n  - " + include + "\n";
      assertThat(shown(read("a/environment.yml", Bytes.utf8(text), others, Limits.DEFAULT)))
          .isEmpty();
      assertThat(shown(read("b/environment.yml", Bytes.utf8(text), others, Limits.DEFAULT)))
          .isEqualTo("problem 3\n");
    }
  }

  @Test
  void anEnvironmentThatIsNoneIsAProblem() {
    assertThat(shown(read("environment.yml", "dependencies: {numpy: 1}\n")))
        .isEqualTo("problem 1\n");
    assertThat(shown(read("environment.yml", "name: x\ndependencies:\n"))).isEmpty();
    assertThat(shown(read("conda-meta/x-1-0.json", "{\"name\": \"x\"}"))).isEqualTo("problem 1\n");
  }

  @Test
  void linesNobodyUnderstandsAreProblemsWithTheirLine() {
    assertThat(shown(read("requirements.txt", "ok==1\n???\n./local\nhttps://example.org/x.whl\n")))
        .isEqualTo("1 pkg:pypi/ok@1 UNKNOWN []\nproblem 2\nproblem 3\nproblem 4\n");
    assertThat(shown(read("gradle.lockfile", "a:b=c\n"))).isEqualTo("problem 1\n");
  }

  @Test
  void noSecretOfAUrlIsTold() {
    ComponentReading reading =
        read(
            "requirements.txt",
            "a @ https://user:hunter2@example.org/a.whl\n-e git+https://t0ken@x/y.git#egg=y\n");
    assertThat(reading.toString()).doesNotContain("hunter2", "t0ken").contains("example.org");
    for (Sample sample : CondaSamples.all()) {
      assertThat(read(sample.path(), sample.text()).toString()).doesNotContain("hunter");
    }
  }

  private static String shown(ComponentReading reading) {
    return switch (reading) {
      case ComponentReading.Unreadable(ComponentReading.Problem problem) ->
          "unreadable " + problem.problem() + "\n";
      case ComponentReading.Read read ->
          read.components().stream()
                  .map(
                      component ->
                          line(component.place())
                              + " "
                              + component.purl()
                              + (component.isPinned() ? "" : " " + component.range())
                              + " "
                              + component.scope()
                              + " "
                              + component.hashes()
                              + "\n")
                  .collect(Collectors.joining())
              + read.problems().stream()
                  .map(problem -> "problem " + line(problem.place()) + "\n")
                  .collect(Collectors.joining());
    };
  }

  private static int line(Place place) {
    return place.position() instanceof Place.Position.Line(int line, int _) ? line : 0;
  }

  private static ComponentReading read(String path, String text) {
    return read(path, Bytes.utf8(text), ComponentReader.Others.NONE, Limits.DEFAULT);
  }

  private static ComponentReading read(
      String path, Bytes bytes, ComponentReader.Others others, Limits limits) {
    ComponentReader reader =
        BuiltinReaders.all().stream()
            .filter(candidate -> candidate.claims(path))
            .findFirst()
            .orElseThrow();
    return reader.read(Place.of(path), bytes, others, budget(limits));
  }

  private static Budget budget(Limits limits) {
    return Budget.of(limits, System::nanoTime);
  }
}
