package dev.bulwark.inventory.component;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.inventory.component.MatchSpec.Reading;
import dev.bulwark.testkit.ForAll;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Texts of conda's own tests (`test_match_spec.py`) and what it takes them for.
class MatchSpecTest {

  /// `channel subdir name version build keys`, with a dash for what is not said.
  @Test
  void textsAreTakenApartAsCondaTakesThem() {
    says("numpy", "- - numpy - - -");
    says("numpy=", "- - numpy - - -");
    says("FOO-Bar >=1.0", "- - foo-bar >=1.0 - -");
    says("foo # comment", "- - foo - - -");
    says("foo ## comment", "- - foo - - -");
    says("defaults::numpy=1.8", "defaults - numpy =1.8 - -");
    says("defaults::numpy =1.8", "defaults - numpy =1.8 - -");
    says("defaults::numpy=1.8=py27_0", "defaults - numpy 1.8 py27_0 -");
    says("defaults::numpy 1.8 py27_0", "defaults - numpy 1.8 py27_0 -");
    says("numpy 1.7*", "- - numpy 1.7* - -");
    says("numpy[version='1.7.*']", "- - numpy 1.7.* - -");
    says("numpy==1.7", "- - numpy 1.7 - -");
    says("numpy ==1.7", "- - numpy 1.7 - -");
    says("numpy !=1.7", "- - numpy !=1.7 - -");
    says("numpy~=1.7.1", "- - numpy ~=1.7.1 - -");
    says("numpy ~=1.10.1 py38_0", "- - numpy ~=1.10.1 py38_0 -");
    says("numpy=1.7.*=py3*_2", "- - numpy 1.7.* py3*_2 -");
    says("numpy=1.10.*,!=1.10.2", "- - numpy =1.10.*,!=1.10.2 - -");
    says("numpy!=1.10=py38_0", "- - numpy !=1.10 py38_0 -");
    says("numpy>1.8,<2|==1.7", "- - numpy >1.8,<2|==1.7 - -");
    says(
        "numpy >1.8,<2|==1.7,!=1.9,~=1.7.1 py34_0",
        "- - numpy >1.8,<2|==1.7,!=1.9,~=1.7.1 py34_0 -");
    says("foo >=1.0 , < 2.0", "- - foo >=1.0,<2.0 - -");
    says("foo >=1.0 , < 2.0 py34_0", "- - foo >=1.0,<2.0 py34_0 -");
    says("foo >=1.0 , < 2.0 =py34_0", "- - foo >=1.0,<2.0 py34_0 -");
    says("zope.int>=1.3,<3.0", "- - zope.int >=1.3,<3.0 - -");
    says("*>1.8,<2|==1.7", "- - * >1.8,<2|==1.7 - -");
    says("* 1 *", "- - * 1 * -");
    says("* * openblas_0", "- - * * openblas_0 -");
    says("pytorch=*=cuda*", "- - pytorch * cuda* -");
    says("openssl>=1.1.1_,!=1.1.1c", "- - openssl >=1.1.1_,!=1.1.1c - -");
    says("x264 >=1!164.3095,<1!165", "- - x264 >=1!164.3095,<1!165 - -");
    says("awscli==2.15.37=wghq", "- - awscli 2.15.37 wghq -");
    says("numpy[version=\"=2\"]", "- - numpy =2 - -");
    says("mkl@", "- - * - - track_features=mkl");
  }

  @Test
  void channelsPlatformsAndFilesAreTakenApart() {
    says("https://repo.anaconda.com/pkgs/free::numpy", "pkgs/free - numpy - - -");
    says("https://repo.anaconda.com/pkgs/free/win-32::numpy", "pkgs/free win-32 numpy - - -");
    says("conda-forge/linux-32::foo>=1.0", "conda-forge linux-32 foo >=1.0 - -");
    says("*/linux-32::foo>=1.0", "- linux-32 foo >=1.0 - -");
    says("channel:space:foo 1.0", "channel - foo 1.0 - -");
    says("https://conda.anaconda.org/t/secret/x/linux-64::foo", "x linux-64 foo - - -");
    says("https://me:secret@example.org/x::foo", "https://example.org/x - foo - - -");
    says(
        "https://repo.anaconda.com/pkgs/main/linux-64/_license-1.1-py27_1.tar.bz2",
        "pkgs/main linux-64 _license 1.1 py27_1 -");
    says(
        "https://conda.anaconda.org/conda-canary/linux-64/conda-4.3.21.post699+1dab973-py36h4a561cd_0.conda",
        "conda-canary linux-64 conda 4.3.21.post699+1dab973 py36h4a561cd_0 -");
    says(
        "https://anaconda.org/conda-forge/linux-64/x264-1%21164.3095-h166bdaf_2.tar.bz2",
        "https://anaconda.org/conda-forge linux-64 x264 1!164.3095 h166bdaf_2 -");
    says("/some/file/on/disk/package-1.2.3-2.tar.bz2", "- - package 1.2.3 2 -");
  }

  @Test
  void whatStandsInBracketsGoesBeforeWhatStandsOutside() {
    says("defaults::numpy[channel=anaconda]", "anaconda - numpy - - -");
    says(
        "numpy[channel=https://repo.anaconda.com/pkgs/free/osx-64, subdir=linux-64]",
        "pkgs/free linux-64 numpy - - -");
    says("*/win-32::numpy[subdir=\"osx-64\"]", "- osx-64 numpy - - -");
    says(
        "defaults::numpy=1.8=py27_0 [channel='anaconda',version=\">=1.8,<2|1.9\", build='3']",
        "anaconda - numpy >=1.8,<2|1.9 3 -");
    says("numpy[version=1.10 build=py38_0]", "- - numpy 1.10 py38_0 -");
    says("numpy[version<2]", "- - numpy <2 - -");
    says("numpy[version=<2]", "- - numpy <2 - -");
    says("tensorflow[name=* version=* md5=25]", "- - tensorflow * - md5=25");
    says("tensorflow[name=pytorch]", "- - tensorflow - - -");
    says("mamba * [build=*py310*]", "- - mamba * *py310* -");
    says("conda-forge::foo[build=3](target=blarg,optional)", "conda-forge - foo - 3 -");
    says("python[build_number='>=3']", "- - python - - build_number=>=3");
    says("python 2.* *cpython*[when=__win]", "- - python 2.* *cpython* when=__win");
    says("tomli[when=python[version='<=3.11']]", "- - tomli - - when=python[version='<=3.11']");
    says(
        "package[when='(__unix and python[version='>=3.10'])']",
        "- - package - - when=(__unix and python[version='>=3.10'])");
    says("pkg[when='pandoc >=2.0']", "- - pkg - - when=pandoc >=2.0");
    says("python[extras=[a , 'b',]]", "- - python - - extras=a,b");
    says(
        "pkg[when=__win, extras=a, flags=[cpu, blas:*]]",
        "- - pkg - - extras=a flags=cpu,blas:* when=__win");
    says("foo[version='(>=1,<2)|>3']", "- - foo (>=1,<2)|>3 - -");
  }

  /// What conda's tests expect of it and it does not do yet.
  @Test
  void parenthesesStandOutsideOfBracketsToo() {
    says("foo (>=1,<2)|>3", "- - foo (>=1,<2)|>3 - -");
    says("* >=3,(<4|<5)", "- - * >=3,(<4|<5) - -");
    says(
        "python (>=3.8,<3.10)|(>=3.11,<3.13) h_0", "- - python (>=3.8,<3.10)|(>=3.11,<3.13) h_0 -");
  }

  @Test
  void whatIsNoMatchSpecIsRefused() {
    for (String text :
        List.of(
            "",
            " ",
            "=",
            "!xyz 1.3",
            "blas [optional",
            "blas [test=]",
            "blas[invalid=\"1\"]",
            "*/lin(ux-65::f/o>=>1y",
            "^(aaaa$",
            "^" + "(".repeat(2_000) + ")".repeat(2_000) + "$",
            "pkg 4.2.2<6.0.0",
            "numpy==",
            "numpy>=",
            "numpy>",
            "pkg>=0.10.0,<1.0.0<py312|>=0.13.0,<1.0.0>=py312",
            "numpy >=1 <2",
            "a 1 b c",
            "python[when='package[when='__unix']']",
            "python[when='package[build=]']",
            "python[when='package[build]']",
            "pkg[when=\"\"]",
            "pkg[when=\"   \"]",
            "package[a]",
            "package[a,b]",
            "package[extras=[a]",
            "package[extras=[[[a, b]",
            "pkg[extras=[a,,b]]",
            "pkg[extras=]",
            "pkg[build=0,junk]",
            "package[build]",
            "package[build=]",
            "package[build=value, build=again]",
            "package[build=0]{something else}",
            "package[build=0][version=2]",
            "foo if python>=3.6",
            "mypkg 1.2.3 py310|*gpu*",
            "mypkg 1.2.3 py310,*gpu*",
            "numpy @ git+https://x/y",
            "numpy-1.conda",
            "package[version='1.2]",
            "a[build=[b]]",
            "a[version=)|(]",
            "a=)(=b",
            "python[build_number='>>3']",
            "python[build_number='^(3$']")) {
      assertThat(MatchSpec.parse(text)).as(text).isInstanceOf(Reading.Refused.class);
    }
  }

  @Test
  void whatIsWrongIsTold() {
    assertThat(refused("pkg >=1 <2"))
        .isEqualTo("a package of conda: expected a version as conda writes it, found \"1<2\"");
    assertThat(refused("pkg[buil=1]"))
        .isEqualTo(
            "a package of conda: expected a key conda knows, such as version or build, found buil");
    assertThat(refused("pkg[build=1")).contains("a closing bracket", "unbalanced");
    assertThat(refused("pkg[a]")).contains("extras=[a,b]");
    assertThat(refused("a 1 b c")).contains("apart by one space each");
    assertThat(refused("[".repeat(9) + "]".repeat(9))).contains("at most 8 brackets");
    assertThat(refused("a".repeat(4097))).contains("at most 4096 characters");
  }

  @Test
  void noPasswordIsTold() {
    for (String text :
        List.of(
            "https://me:hunter2@example.org/x",
            "numpy @ git+https://me:hunter2@example.org/x",
            "numpy ==https://me:hunter2@example.org",
            "numpy 1.0 https://me:hunter2@example.org",
            "https://me:hunter2@example.org/x.conda",
            "numpy[channel='https://me:hunter2@example.org/x',junk]",
            "numpy[https://me:hunter2@example.org/x]")) {
      assertThat(refused(text)).as(text).doesNotContain("hunter2");
    }
    assertThat(shown("https://me:hunter2@example.org/x::numpy")).doesNotContain("hunter2");
  }

  @Test
  void oneVersionIsPinnedAndARangeIsNot() {
    for (String text :
        List.of(
            "numpy==1.2",
            "numpy 1.2",
            "numpy=1.2=py3*",
            "numpy[version=1.2]",
            "numpy==1.2,>1",
            "numpy[url=https://conda.anaconda.org/x/linux-64/numpy-1.2-0.conda]",
            "numpy[fn=numpy-1.2-0.tar.bz2]",
            "https://example.org/numpy-1.2-0.conda")) {
      assertThat(valid(text).pinned()).as(text).contains("1.2");
    }
    for (String text :
        List.of(
            "numpy",
            "numpy=1.2",
            "numpy 1.2.*",
            "numpy=1.2.*=py3_0",
            "numpy>=1.2",
            "numpy~=1.2",
            "numpy 1.2|1.3",
            "numpy[build=py3_0]",
            "numpy[fn=scipy-1.2-0.conda]",
            "numpy=*=py3_0",
            "numpy[version='^1.2$']")) {
      assertThat(valid(text).pinned()).as(text).isEmpty();
    }
  }

  @Test
  void nothingThrows() {
    ForAll.cases(
        40_000,
        random -> {
          StringBuilder text = new StringBuilder();
          for (int i = random.nextInt(12); i >= 0; i--) {
            List<String> parts =
                List.of(
                    "numpy",
                    "1.2",
                    "=",
                    "==",
                    ">=",
                    "[",
                    "]",
                    "version",
                    "'",
                    "\"",
                    ",",
                    "|",
                    "(",
                    ")",
                    " ",
                    "::",
                    ":",
                    "/",
                    "*",
                    "^",
                    "$",
                    "#",
                    "@",
                    "when=",
                    "extras=[a]",
                    ".conda",
                    "-",
                    "https://",
                    "__unix",
                    " and ",
                    "~=",
                    "%2");
            text.append(parts.get(random.nextInt(parts.size())));
          }
          Reading reading = MatchSpec.parse(text.toString());
          assertThat(MatchSpec.parse(text.toString())).hasSameClassAs(reading);
          if (reading instanceof Reading.Valid(MatchSpec spec)) {
            assertThat(spec.pinned()).isEqualTo(spec.pinned());
          }
        });
  }

  private static void says(String text, String expected) {
    assertThat(shown(text)).as(text).isEqualTo(expected);
  }

  private static String shown(String text) {
    MatchSpec spec = valid(text);
    String keys =
        new TreeMap<>(spec.keys())
            .entrySet().stream()
                .map(pair -> pair.getKey() + "=" + pair.getValue())
                .collect(Collectors.joining(" "));
    return List.of(
            spec.channel().name(),
            spec.channel().subdir(),
            spec.name(),
            spec.version(),
            spec.build(),
            keys)
        .stream()
        .map(part -> part.isEmpty() ? "-" : part)
        .collect(Collectors.joining(" "));
  }

  private static MatchSpec valid(String text) {
    Reading reading = MatchSpec.parse(text);
    assertThat(reading).as(text).isInstanceOf(Reading.Valid.class);
    return ((Reading.Valid) reading).spec();
  }

  private static String refused(String text) {
    return ((Reading.Refused) MatchSpec.parse(text)).problem();
  }
}
