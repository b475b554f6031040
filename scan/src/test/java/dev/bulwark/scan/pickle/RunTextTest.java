package dev.bulwark.scan.pickle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.check.Severity;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A distribution of SciPy whose state brings code of its own is harmful; one that SciPy wrote is
/// not (`LibrariesTest`).
class RunTextTest {
  private static final String HONEST =
      "\ndef _parse_args(self, low, high, loc=0):\n    return (low, high), loc, 1\n\n"
          + "def _parse_args_rvs(self, low, high, loc=0, size=None):\n"
          + "    return self._argcheck_rvs(low, high, loc, size=size)\n\n"
          + "def _parse_args_stats(self, low, high, loc=0, moments='mv'):\n"
          + "    return (low, high), loc, 1, moments\n";

  private static Severity worst(Consumer<Asm> state) {
    Asm asm = Asm.proto(4).stackGlobal("scipy.stats._continuous_distns", "norm_gen");
    asm.op(Op.EMPTY_TUPLE, Op.NEWOBJ);
    state.accept(asm);
    return PickleCases.worst(asm.op(Op.BUILD).stop());
  }

  private static Asm dict(Asm asm, Consumer<Asm> value) {
    asm.op(Op.EMPTY_DICT).mark().str(RunText.KEY);
    value.accept(asm);
    return asm.op(Op.SETITEMS);
  }

  @Test
  void whatSciPyWritesPasses() {
    assertThat(worst(asm -> dict(asm, value -> value.str(HONEST)))).isEqualTo(Severity.NOTE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "import os",
        "\ndef _parse_args(self, x=__import__('os').system('id')):\n    return (x), 0, 1\n",
        "\ndef _parse_args(self, x):\n    return (x), 0, 1\nimport os\n",
        "@eval\ndef _parse_args(self, x):\n    return (x), 0, 1\n",
        ""
      })
  void anyOtherTextIsHarmful(String text) {
    assertThat(worst(asm -> dict(asm, value -> value.str(text)))).isEqualTo(Severity.CRITICAL);
    assertThat(worst(asm -> dict(asm, value -> value.raw("V" + text.replace('\n', ' ') + "\n"))))
        .isEqualTo(Severity.CRITICAL);
  }

  @Test
  void textThatIsNotWrittenOutIsHarmful() {
    assertThat(worst(asm -> dict(asm, value -> value.bytes((byte) 'x'))))
        .isEqualTo(Severity.CRITICAL);
    assertThat(worst(asm -> dict(asm, value -> value.call("builtins", "str", "import os"))))
        .isEqualTo(Severity.CRITICAL);
    assertThat(
            worst(
                asm ->
                    asm.op(Op.EMPTY_LIST)
                        .mark()
                        .str(RunText.KEY)
                        .str("import os")
                        .op(Op.TUPLE2, Op.APPENDS)))
        .isEqualTo(Severity.CRITICAL);
  }

  @Test
  void theKeyMayBeWrittenInAnyForm() {
    String escaped = "V\\u005fparse_arg_template\n";
    String quoted = "S'\\x5fparse_arg_template'\n";
    for (String key : new String[] {escaped, quoted}) {
      assertThat(worst(asm -> asm.op(Op.EMPTY_DICT).raw(key).str("import os").op(Op.SETITEM)))
          .isEqualTo(Severity.CRITICAL);
      assertThat(worst(asm -> asm.mark().raw(key).str("import os").op(Op.DICT)))
          .isEqualTo(Severity.CRITICAL);
    }
  }
}
