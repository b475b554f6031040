package dev.bulwark.scan.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddedNamesTest {
  private static Standing standing(PicklePolicy policy, String module, String name) {
    return policy.standing(new PickleName(module, name));
  }

  private static PicklePolicy with(String text, boolean mayAllow) {
    return PickleCases.POLICY.with(text, mayAllow);
  }

  @Test
  void aTrustedPackAllowsExactNames() {
    PicklePolicy policy = with("# ours\nmake\tmy.models\tNet Other\n", true);
    assertThat(standing(policy, "my.models", "Net")).isInstanceOf(Standing.Allowed.class);
    assertThat(standing(policy, "my.models", "Nets")).isInstanceOf(Standing.Unlisted.class);
    assertThat(standing(policy, "my", "models.Net")).isInstanceOf(Standing.Unlisted.class);
  }

  @Test
  void toDenyWinsOverWhatIsShippedAsAllowed() {
    PicklePolicy policy =
        with("deny\tEXEC\tcollections\tOrderedDict\ndeny\tFILE\tnumpy\t*\n", false);
    assertThat(standing(policy, "collections", "OrderedDict"))
        .isEqualTo(new Standing.Denied(Standing.Category.EXEC));
    assertThat(standing(PickleCases.POLICY, "numpy", "dtype")).isInstanceOf(Standing.Allowed.class);
    for (String module : new String[] {"numpy", "numpy.core.multiarray", "numpy.new"}) {
      assertThat(standing(policy, module, "_reconstruct"))
          .as(module)
          .isEqualTo(new Standing.Denied(Standing.Category.FILE));
    }
  }

  /// Whatever an unsigned text says, no name gets better by it.
  @Test
  void aDenialLowersNothing() {
    Map<String, Integer> order = new HashMap<>();
    order.put("Allowed", 0);
    order.put("Unlisted", 1);
    order.put("Denied", 2);
    for (String line :
        new String[] {"os\tsystem", "os\t*", "torch\t*", "my\tNet", "numpy\tdtype"}) {
      PicklePolicy policy = with("deny\tTAMPER\t" + line + "\n", false);
      for (String name :
          new String[] {
            "os system", "os.path x", "torch FloatStorage", "my Net", "numpy dtype", "a b"
          }) {
        String[] parts = name.split(" ");
        int before =
            order.get(standing(PickleCases.POLICY, parts[0], parts[1]).getClass().getSimpleName());
        int after = order.get(standing(policy, parts[0], parts[1]).getClass().getSimpleName());
        assertThat(after).as(line + " on " + name).isGreaterThanOrEqualTo(before);
      }
    }
    assertThat(standing(with("deny\tTAMPER\tos\tsystem\n", false), "os", "system"))
        .isEqualTo(new Standing.Denied(Standing.Category.EXEC));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "make;my.models;Net | false | 1: it allows names, which only a pack signed",
        "make;os;system | true | 1: expected an exact name that is not on the deny list",
        "make;my.models;* | true | 1: expected an exact name",
        "#;ok/make;my.models;Net Net | true | 2: expected each name once",
        "deny;EXEC;my;a/deny;FILE;my;a | false | 2: expected each name once",
        "make;my  models;Net | true | 1: expected one module",
        "make;my.models;Net  Other | true | 1: expected one space between two names",
        "rebuild;my.models;f | true | 1: expected deny, inert, make",
        "written;my.models;f | true | 1: expected deny, inert, make",
        "deny;exec;my;a | false | 1: expected one of [EXEC",
        "deny;EXEC;my | false | 1: expected \"deny, CATEGORY",
        "words;evil | true | 1: expected \"ROLE, module, names",
        "stdlib;os;x | true | 1: expected deny, inert",
      })
  void aLineThatIsNotUnderstoodIsNamed(String text, boolean mayAllow, String message) {
    assertThatThrownBy(() -> with(text.replace(';', '\t').replace('/', '\n'), mayAllow))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void theDigestFollowsTheText() {
    assertThat(with("# a\n", false).digest())
        .isNotEqualTo(with("# b\n", false).digest())
        .isNotEqualTo(PickleCases.POLICY.digest());
  }
}
