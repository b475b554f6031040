package dev.bulwark.scan.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.scan.pickle.PicklePolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddedKerasNamesTest {
  private static final KerasNames SHIPPED = KerasNames.builtin();
  private static final PicklePolicy POLICY = PicklePolicy.builtin();

  private static KerasNames with(String text, boolean mayAllow) {
    return SHIPPED.with(text.replace(';', '\t').replace('/', '\n'), mayAllow, POLICY);
  }

  @Test
  void aTrustedPackAllowsExactNames() {
    KerasNames names = with("allow;my.layers;Net Other/call;my.fns;act/", true);
    assertThat(names.mayBuild("my.layers", "Net")).isTrue();
    assertThat(names.mayBuild("my.layers", "Neti")).isFalse();
    assertThat(names.mayBuild("my.layers.x", "Net")).isFalse();
    assertThat(names.mayBuild("", "Net")).isFalse();
    assertThat(names.mayCall("my.layers", "Net")).isFalse();
    assertThat(names.mayCall("my.fns", "act")).isTrue();
    assertThat(names.mayBuild("keras.layers", "Dense")).isTrue();
  }

  @Test
  void toDenyWins() {
    KerasNames names =
        with(
            "deny;keras.layers;Dense;is ours alone/deny;my;*;is gone/deny;-;Ghost;is unknown/"
                + "allow;my;A",
            true);
    assertThat(names.danger("keras.layers", "Dense")).contains("is ours alone");
    assertThat(names.danger("my", "A")).contains("is gone");
    assertThat(names.danger("", "Ghost")).contains("is unknown");
    assertThat(with("deny;keras.utils;get_file;is fine/", false).danger("keras.utils", "get_file"))
        .isEqualTo(SHIPPED.danger("keras.utils", "get_file"))
        .isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "allow;my;Net | false | 1: it allows names, which only a pack signed",
        "call;my;net | false | 1: it allows names, which only a pack signed",
        "allow;my;* | true | 1: expected an exact name",
        "allow;-;Net | true | 1: expected an exact name",
        "allow;keras.utils;get_file | true | 1: expected an exact name",
        "allow;os;system | true | 1: expected an exact name",
        "call;builtins;exec | true | 1: expected an exact name",
        "call;shutil;rmtree | true | 1: expected an exact name",
        "#;x/allow;my;Net Net | true | 2: expected each name once",
        "deny;my;Net | false | 1: expected \"deny, module, names, what it does",
        "deny;my;Net; | false | 1: expected one tab",
        "deny;my;Net;does\u001b[2J | false | 1: expected at most 120 printable",
        "may;my;Net | true | 1: expected deny, allow or call",
      })
  void aLineThatIsNotUnderstoodIsNamed(String text, boolean mayAllow, String message) {
    assertThatThrownBy(() -> with(text, mayAllow))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void theDigestFollowsTheText() {
    assertThat(with("# a", false).digest())
        .isNotEqualTo(with("# b", false).digest())
        .isNotEqualTo(SHIPPED.digest());
  }
}
