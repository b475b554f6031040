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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ReadersTest {
  /// One small valid file of each kind; what is read from it is asserted below.
  private static final Map<String, String> FILES = new LinkedHashMap<>();

  static {
    FILES.put(
        "requirements.txt",
        """
        # a comment
        -i https://example.org/simple
        torch==2.1.0 --hash=sha256:aa \\
            --hash=sha256:bb
        Django>=4,<5 ; python_version > "3.8"   # why
        requests[security] == 2.*
        numpy
        pkg @ https://user:secret@example.org/pkg-1.0.whl#sha256=cc
        git+https://example.org/x.git@abc#egg=Own_Tool
        -e git+ssh://git@example.org/y.git#egg=y
        """);
    FILES.put(
        "poetry.lock",
        """
        [[package]]
        name = "attrs"
        version = "23.1.0"
        files = [
            {file = "attrs.whl", hash = "sha256:aa"},
        ]

        [[package]]
        name = "tool"
        version = "0.1"

        [package.source]
        type = "git"
        url = "https://example.org/tool.git"
        resolved_reference = "0123"

        [metadata]
        lock-version = "2.0"
        """);
    FILES.put(
        "uv.lock",
        """
        version = 1

        [[package]]
        name = "app"
        version = "0.1.0"
        source = { editable = "." }
        dependencies = [{ name = "torch" }]

        [[package]]
        name = "torch"
        version = "2.1.0"
        source = { registry = "https://example.org/simple" }
        sdist = { url = "https://example.org/t.tar.gz", hash = "sha256:aa", size = 1 }
        wheels = [{ url = "https://example.org/t.whl", hash = "sha256:bb" }]

        [[package]]
        name = "numpy"
        version = "1.26.0"
        source = { registry = "https://example.org/simple" }
        """);
    FILES.put(
        "pylock.toml",
        """
        lock-version = "1.0"
        created-by = "x"

        [[packages]]
        name = "attrs"
        version = "25.1.0"

        [[packages.wheels]]
        name = "attrs.whl"
        hashes = {sha256 = "aa"}
        """);
    FILES.put(
        "Pipfile.lock",
        """
        {"_meta": {"hash": {"sha256": "x"}},
         "default": {"flask": {"hashes": ["sha256:aa"], "version": "==2.0.1"}},
         "develop": {"pytest": {"version": "*"}}}
        """);
    FILES.put(
        "pyproject.toml",
        """
        [build-system]
        requires = ["hatchling"]

        [project]
        name = "app"
        dependencies = [
          "torch==2.1.0",
          "numpy>=1.2",
        ]

        [project.optional-dependencies]
        dev = ["pytest"]

        [dependency-groups]
        lint = ["ruff==0.1.0", {include-group = "x"}]

        [tool.poetry.dependencies]
        python = "^3.11"
        httpx = "^0.24"
        fastapi = {version = "==0.100.0", extras = ["all"]}
        """);
    FILES.put(
        "setup.cfg",
        """
        [metadata]
        name = app

        [options]
        python_requires = >=3.8
        install_requires =
            requests==2.0
            numpy>=1 ; python_version<"4"

        [options.extras_require]
        dev = pytest
        """);
    FILES.put(
        "package-lock.json",
        """
        {"name": "app", "lockfileVersion": 3, "packages": {
          "": {"dependencies": {"@scope/a": "^1.0.0"}},
          "node_modules/@scope/a": {"version": "1.0.1", "integrity": "sha512-aa"},
          "node_modules/b": {"version": "2.0.0"},
          "node_modules/b/node_modules/c": {"version": "3.0.0"},
          "packages/own": {"version": "0.0.1"},
          "node_modules/own": {"resolved": "packages/own", "link": true}}}
        """);
    FILES.put(
        "npm-shrinkwrap.json",
        """
        {"lockfileVersion": 1, "dependencies": {
          "a": {"version": "1.0.1", "integrity": "sha512-aa",
                "dependencies": {"b": {"version": "2.0.0"}}},
          "g": {"version": "git+https://example.org/g.git#0123"}}}
        """);
    FILES.put(
        "yarn.lock",
        """
        # yarn lockfile v1


        "@babel/core@^7.0.0", "@babel/core@^7.1.0":
          version "7.2.0"
          resolved "https://example.org/core.tgz#0123456789012345678901234567890123456789"
          integrity sha512-aa==

        left-pad@1.x:
          version "1.3.0"
        """);
    FILES.put(
        "pnpm-lock.yaml",
        """
        lockfileVersion: '9.0'
        importers:
          .:
            dependencies:
              react:
                specifier: ^18.0.0
                version: 18.2.0
        packages:
          react@18.2.0:
            resolution: {integrity: sha512-aa}
          '@types/node@20.1.0(x@1)':
            resolution: {integrity: sha512-bb}
        """);
    FILES.put(
        "pom.xml",
        """
        <project>
          <groupId>g</groupId><version>1.0</version>
          <properties><jackson>2.17.0</jackson><same>${jackson}</same></properties>
          <dependencyManagement><dependencies>
            <dependency><groupId>m</groupId><artifactId>managed</artifactId><version>3</version></dependency>
            <dependency><groupId>b</groupId><artifactId>bom</artifactId><version>4</version><type>pom</type><scope>import</scope></dependency>
          </dependencies></dependencyManagement>
          <dependencies>
            <dependency><groupId>j</groupId><artifactId>core</artifactId><version>${same}</version>
              <exclusions><exclusion><groupId>x</groupId><artifactId>y</artifactId></exclusion></exclusions>
            </dependency>
            <dependency><groupId>m</groupId><artifactId>managed</artifactId></dependency>
            <dependency><groupId>p</groupId><artifactId>parents</artifactId></dependency>
            <dependency><groupId>r</groupId><artifactId>range</artifactId><version>[1,2)</version></dependency>
          </dependencies>
        </project>
        """);
    FILES.put(
        "gradle.lockfile", "# comment\ng.h:i:1.0=compileClasspath\nempty=annotationProcessor\n");
    FILES.put(
        "environment.yml",
        """
        name: x
        dependencies:
          - python=3.11
          - conda-forge::numpy==1.26.0
          - scipy=1.11.0=py311_0
          - pandas>=2
          - pip:
            - torch==2.1.0
            - git+https://example.org/x.git
        """);
    FILES.put(
        "conda-lock.yml",
        """
        version: 1
        package:
          - name: numpy
            version: 1.26.0
            manager: conda
            platform: linux-64
            hash: {md5: aa, sha256: bb}
          - name: torch
            version: 2.1.0
            manager: pip
            platform: linux-64
        """);
    FILES.put(
        "rootfs/var/lib/dpkg/status",
        """
        Package: curl
        Status: install ok installed
        Architecture: amd64
        Version: 7.88.1-10+deb12u5
        Description: words
         more words

        Package: gone
        Status: deinstall ok config-files
        Version: 1
        """);
    FILES.put(
        "lib/apk/db/installed",
        "C:Q1aa=\nP:busybox\nV:1.36.1-r5\nA:x86_64\n\nP:musl\nV:1.2.4-r2\n");
  }

  private static final Map<String, String> EXPECTED =
      Map.ofEntries(
          Map.entry(
              "requirements.txt",
              """
              3 pkg:pypi/torch@2.1.0 UNKNOWN [sha256:aa, sha256:bb]
              5 pkg:pypi/django >=4,<5 UNKNOWN []
              6 pkg:pypi/requests == 2.* UNKNOWN []
              7 pkg:pypi/numpy * UNKNOWN []
              8 pkg:pypi/pkg?download_url=https:%2F%2Fexample.org%2Fpkg-1.0.whl @ https://example.org/pkg-1.0.whl UNKNOWN [sha256:cc]
              9 pkg:pypi/own-tool?vcs_url=git%2Bhttps:%2F%2Fexample.org%2Fx.git%40abc @ git+https://example.org/x.git@abc DIRECT []
              10 pkg:pypi/y?vcs_url=git%2Bssh:%2F%2Fexample.org%2Fy.git @ git+ssh://example.org/y.git DIRECT []
              """),
          Map.entry(
              "poetry.lock",
              """
              1 pkg:pypi/attrs@23.1.0 UNKNOWN [sha256:aa]
              8 pkg:pypi/tool@0.1?vcs_url=git%2Bhttps:%2F%2Fexample.org%2Ftool.git%400123 UNKNOWN []
              """),
          Map.entry(
              "uv.lock",
              """
              9 pkg:pypi/torch@2.1.0 DIRECT [sha256:bb, sha256:aa]
              16 pkg:pypi/numpy@1.26.0 TRANSITIVE []
              """),
          Map.entry("pylock.toml", "4 pkg:pypi/attrs@25.1.0 UNKNOWN [sha256:aa]\n"),
          Map.entry(
              "Pipfile.lock",
              """
              2 pkg:pypi/flask@2.0.1 UNKNOWN [sha256:aa]
              3 pkg:pypi/pytest * UNKNOWN []
              """),
          Map.entry(
              "pyproject.toml",
              """
              7 pkg:pypi/torch@2.1.0 DIRECT []
              8 pkg:pypi/numpy >=1.2 DIRECT []
              12 pkg:pypi/pytest * DIRECT []
              15 pkg:pypi/ruff@0.1.0 DIRECT []
              2 pkg:pypi/hatchling * DIRECT []
              19 pkg:pypi/httpx ^0.24 DIRECT []
              20 pkg:pypi/fastapi@0.100.0 DIRECT []
              """),
          Map.entry(
              "setup.cfg",
              """
              7 pkg:pypi/requests@2.0 DIRECT []
              8 pkg:pypi/numpy >=1 DIRECT []
              11 pkg:pypi/pytest * DIRECT []
              """),
          Map.entry(
              "package-lock.json",
              """
              3 pkg:npm/%40scope/a@1.0.1 DIRECT [sha512-aa]
              4 pkg:npm/b@2.0.0 TRANSITIVE []
              5 pkg:npm/c@3.0.0 TRANSITIVE []
              """),
          Map.entry(
              "npm-shrinkwrap.json",
              """
              2 pkg:npm/a@1.0.1 UNKNOWN [sha512-aa]
              3 pkg:npm/b@2.0.0 TRANSITIVE []
              4 pkg:npm/g?vcs_url=git%2Bhttps:%2F%2Fexample.org%2Fg.git%400123 @ git UNKNOWN []
              """),
          Map.entry(
              "yarn.lock",
              """
              4 pkg:npm/%40babel/core@7.2.0 UNKNOWN [sha1:0123456789012345678901234567890123456789, sha512-aa==]
              9 pkg:npm/left-pad@1.3.0 UNKNOWN []
              """),
          Map.entry(
              "pnpm-lock.yaml",
              """
              9 pkg:npm/react@18.2.0 DIRECT [sha512-aa]
              11 pkg:npm/%40types/node@20.1.0 TRANSITIVE [sha512-bb]
              """),
          Map.entry(
              "pom.xml",
              """
              6 pkg:maven/b/bom@4 DIRECT []
              9 pkg:maven/j/core@2.17.0 DIRECT []
              12 pkg:maven/m/managed@3 DIRECT []
              13 pkg:maven/p/parents * DIRECT []
              14 pkg:maven/r/range [1,2) DIRECT []
              """),
          Map.entry("gradle.lockfile", "2 pkg:maven/g.h/i@1.0 UNKNOWN []\n"),
          Map.entry(
              "environment.yml",
              """
              3 pkg:conda/python =3.11 DIRECT []
              4 pkg:conda/numpy@1.26.0?channel=conda-forge DIRECT []
              5 pkg:conda/scipy@1.11.0?build=py311_0 DIRECT []
              6 pkg:conda/pandas >=2 DIRECT []
              8 pkg:pypi/torch@2.1.0 DIRECT []
              problem 9
              """),
          Map.entry(
              "conda-lock.yml",
              """
              3 pkg:conda/numpy@1.26.0?subdir=linux-64 UNKNOWN [md5:aa, sha256:bb]
              8 pkg:pypi/torch@2.1.0 UNKNOWN []
              """),
          Map.entry(
              "rootfs/var/lib/dpkg/status",
              "1 pkg:deb/debian/curl@7.88.1-10%2Bdeb12u5?arch=amd64 UNKNOWN []\n"),
          Map.entry(
              "lib/apk/db/installed",
              """
              1 pkg:apk/alpine/busybox@1.36.1-r5?arch=x86_64 UNKNOWN [apk-Q1aa=]
              6 pkg:apk/alpine/musl@1.2.4-r2 UNKNOWN []
              """));

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
    FILES.forEach(
        (path, text) -> assertThat(shown(read(path, text))).as(path).isEqualTo(EXPECTED.get(path)));
  }

  @Test
  void everyReaderIsInTheListAndEveryFileHasOneReader() {
    for (String path : FILES.keySet()) {
      assertThat(
              BuiltinReaders.all().stream().filter(reader -> reader.claims("some/folder/" + path)))
          .as(path)
          .hasSize(1);
    }
    assertThat(
            BuiltinReaders.all().stream()
                .allMatch(
                    reader -> FILES.keySet().stream().anyMatch(path -> reader.claims("x/" + path))))
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
            "poms.xml")) {
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
    List<String> paths = List.copyOf(FILES.keySet());
    ForAll.cases(
        8_000,
        random -> {
          String path = paths.get(random.nextInt(paths.size()));
          byte[] bytes = FILES.get(path).getBytes(StandardCharsets.UTF_8);
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
    for (String path : FILES.keySet()) {
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
                    "-r base.txt\n-r base.txt\n-r ../../etc/passwd\n-r /etc/passwd\n-c none.txt\n-r https://x/y.txt\n"),
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
