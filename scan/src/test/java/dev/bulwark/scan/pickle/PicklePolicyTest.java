package dev.bulwark.scan.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PicklePolicyTest {

  private static Standing standing(String module, String name) {
    return PickleCases.POLICY.standing(new PickleName(module, name));
  }

  @Test
  void namesAreExactPairs() {
    assertThat(standing("collections", "OrderedDict")).isInstanceOf(Standing.Allowed.class);
    assertThat(standing("collections.abc", "OrderedDict")).isInstanceOf(Standing.Unlisted.class);
    assertThat(standing("collections", "OrderedDict.fromkeys"))
        .isInstanceOf(Standing.Unlisted.class);
    assertThat(standing("Collections", "OrderedDict")).isInstanceOf(Standing.Unlisted.class);
    assertThat(standing("collections", "OrderedDict\0")).isInstanceOf(Standing.Unlisted.class);
  }

  @ParameterizedTest
  @CsvSource({
    "os, system, EXEC",
    "os.path, anything, EXEC",
    "subprocess, Popen, EXEC",
    "builtins, __import__, IMPORT",
    "socket, socket, NETWORK",
    "ctypes.util, find_library, NATIVE",
    "pickle, loads, DESERIALISE",
    "numpy, core._os.system, WALK",
    "sys, modules, TAMPER"
  })
  void theDenyListSaysWhy(String module, String name, Standing.Category category) {
    assertThat(standing(module, name)).isEqualTo(new Standing.Denied(category));
  }

  @Test
  void aModuleIsNotDeniedForItsBeginning() {
    assertThat(standing("osgeo", "x")).isEqualTo(new Standing.Unlisted(Standing.Look.PLAIN));
  }

  @Test
  void nothingDeniedIsAllowedByAnotherLine() {
    assertThat(standing("builtins", "eval")).isInstanceOf(Standing.Denied.class);
    assertThat(standing("builtins", "getattr")).isInstanceOf(Standing.Allowed.class);
    assertThat(PickleCases.POLICY.deniedOtherwise(new PickleName("builtins", "getattr")))
        .contains(Standing.Category.WALK);
  }

  @Test
  void aLineThatIsNotUnderstoodIsNamed() {
    assertThatThrownBy(() -> PicklePolicy.parse("make\tos\tsystem\nallow\tx\ty\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("line 2");
  }

  @Test
  void theDigestIsOfTheText() {
    PicklePolicy one = PicklePolicy.parse("make\ta\tb\n");
    assertThat(one.digest()).isEqualTo(PicklePolicy.parse("make\ta\tb\n").digest());
    assertThat(one.digest()).isNotEqualTo(PicklePolicy.parse("make\ta\tc\n").digest());
  }

  @ParameterizedTest
  @CsvSource({
    "'', true",
    "'int', false",
    "'any*', true",
    "'int?', true",
    "'none|tuple*', true",
    "'str', false"
  })
  void schemasCountTheirArguments(String schema, boolean fitsNothing) {
    Space space = new Space(1 << 16);
    Tuples tuples = new Tuples(space);
    Values values =
        new Values(
            tuples,
            new Literals(java.lang.foreign.MemorySegment.ofArray(new byte[8]), new Window(8)),
            new Names(PickleCases.POLICY));
    long nothing = tuples.add(new long[0], 0, 0);
    assertThat(Schema.parse(schema).fits(nothing, values)).isEqualTo(fitsNothing);
  }
}
