package dev.bulwark.scan.pickle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.check.CheckRun;
import dev.bulwark.kernel.check.Severity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What libraries write passes.
class BenignTest {

  static Stream<Arguments> assembled() {
    return Stream.of(
        Arguments.of("numpy array", Fixtures.numpyArray(Asm.proto(3), 4).stop()),
        Arguments.of("torch state dict", Fixtures.stateDict(20)),
        Arguments.of("torch legacy file", Fixtures.legacyTorch(8)),
        Arguments.of("joblib file", Fixtures.joblib(100)),
        Arguments.of("scikit-learn tree", Fixtures.tree()),
        Arguments.of("pandas frame", Fixtures.frame()),
        Arguments.of(
            "two pickles", Asm.join(Asm.proto(2).none().stop(), Asm.proto(4).num(1).stop())),
        Arguments.of(
            "a shared row",
            Asm.proto(2).op(Op.EMPTY_LIST).mark().ints(1, 2, 3).op(Op.DUP, Op.APPENDS).stop()));
  }

  /// Written by CPython 2.7 to 3.13, numpy and scipy: a name and the bytes in hexadecimal.
  static Stream<Arguments> recorded() throws IOException {
    try (InputStream in = BenignTest.class.getResourceAsStream("benign.tsv")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.split("\t"))
          .map(fields -> Arguments.of(fields[0], HexFormat.of().parseHex(fields[1])));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"assembled", "recorded"})
  void passes(String name, byte[] pickle) {
    assertThat(PickleCases.findings(pickle))
        .filteredOn(finding -> finding.severity() != Severity.NOTE)
        .isEmpty();
    assertThat(PickleCases.verdict(pickle)).isEqualTo(CheckRun.Verdict.PASSED);
  }
}
