package dev.bulwark.inventory.version;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class CondaVersionSpecTest {

  @Test
  void conditionsAdmitWhatCondaAdmits() {
    int cases = 0;
    for (String line : VersionOrderTest.lines("conda-specs.tsv")) {
      String[] fields = line.split("\t", -1);
      String word =
          switch (CondaVersionSpec.parse(fields[0])) {
            case CondaVersionSpec.Reading.Valid(CondaVersionSpec spec) ->
                spec.admits(fields[1]) ? "yes" : "no";
            case CondaVersionSpec.Reading.Refused _ -> "invalid";
          };
      assertThat(word).as(line).isEqualTo(fields[2]);
      cases++;
    }
    System.out.println("conda conditions: " + cases + " of " + cases + " as conda");
  }

  @Test
  void aConditionPinsWhenOneVersionIsMeant() {
    for (String one :
        List.of("1.2", "==1.2", "==1.2,>=1", ">=1,1.2,<2", "1.2|==1.2", "(1.2)", "1.2,^1.*$")) {
      assertThat(conda(one).pinned()).as(one).contains("1.2");
    }
    for (String several :
        List.of(
            "*",
            "1.2.*",
            "=1.2",
            ">=1.2",
            "~=1.2",
            "1.2|1.3",
            "1.2|>=1",
            "==1.2.*",
            "==1.2,>=1.3",
            "^1.2$",
            "1.*.2",
            "!=1.2")) {
      assertThat(conda(several).pinned()).as(several).isEmpty();
    }
  }

  @Test
  void conditionsAreBounded() {
    String deep = "(".repeat(16) + "1" + ")".repeat(16);
    assertThat(conda(deep).admits("1")).isTrue();
    assertThat(refused("(" + deep + ")")).contains("at most 16 parentheses");
    assertThat(refused("1|".repeat(2048) + "1")).contains("at most 4096 characters");
    assertThat(refused("1." + "1".repeat(256))).contains("at most 256 characters");
    assertThat(conda("^(1+)+x$").admits("1".repeat(200))).isFalse();
    assertThat(conda("^" + "(".repeat(80) + "1" + ")*".repeat(80) + "x$").admits("1".repeat(256)))
        .isFalse();
    assertThat(conda("*").admits("1".repeat(257))).isFalse();
  }

  @Test
  void aRegularExpressionThatNeedsTooManyStepsAdmitsNothing() {
    assertThat(conda("^.*.*.*.*x$").admits("1".repeat(256))).isFalse();
    Pattern greedy = Pattern.compile("^.*.*2$");
    assertThat(Metered.matches(greedy, "1".repeat(50) + "2", 1_000)).isTrue();
    assertThat(Metered.matches(greedy, "1".repeat(50) + "2", 40)).isFalse();
  }

  @Test
  void whatIsWrongWithAConditionIsTold() {
    assertThat(refused("1.5||1.6")).isEqualTo("expected a version before |, found \"1.5||1.6\"");
    assertThat(refused(">=1,")).isEqualTo("expected a version at the end, found \">=1,\"");
    assertThat(refused("(1")).isEqualTo("expected a closing parenthesis, found \"(1\"");
    assertThat(refused("1)")).isEqualTo("expected the end or , or | before ), found \"1)\"");
    assertThat(refused("1 (2)")).contains("before (");
    assertThat(refused("><2"))
        .isEqualTo("expected an operator and a version, such as >=1.2, found \"><2\"");
    assertThat(refused("~=2"))
        .isEqualTo("expected a version of two numbers or more after ~=, found \"2\"");
    assertThat(refused("^(1$")).isEqualTo("expected a regular expression, found \"^(1$\"");
    assertThat(refused("")).contains("a version at the end");
  }

  private static CondaVersionSpec conda(String text) {
    return ((CondaVersionSpec.Reading.Valid) CondaVersionSpec.parse(text)).spec();
  }

  private static String refused(String text) {
    return ((CondaVersionSpec.Reading.Refused) CondaVersionSpec.parse(text)).problem();
  }
}
