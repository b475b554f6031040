package dev.bulwark.scan.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.kernel.check.Severity;
import dev.bulwark.scan.mxnet.MxnetChecks;
import dev.bulwark.scan.onnx.OnnxChecks;
import dev.bulwark.scan.paddle.PaddleChecks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddedOperatorsTest {
  private static final OperatorTable SHIPPED = OnnxChecks.operators();

  private static OperatorTable with(String text, boolean mayAllow) {
    return SHIPPED.with(text.replace(';', '\t').replace('/', '\n'), "onnx", mayAllow);
  }

  private static Standing standing(OperatorTable table, String domain, String type) {
    return table.standing(new Operator(domain, type));
  }

  @Test
  void aTrustedPackKnowsExactOperatorsOfItsFormat() {
    OperatorTable table = with("known;onnx;my.domain;A B/known;tensorflow;-;C", true);
    assertThat(standing(table, "my.domain", "B")).isEqualTo(Standing.Known.KNOWN);
    assertThat(standing(table, "my.domain", "C")).isEqualTo(Standing.Unknown.UNKNOWN);
    assertThat(standing(table, "", "C")).isEqualTo(Standing.Unknown.UNKNOWN);
    assertThat(standing(table, "", "Add")).isEqualTo(Standing.Known.KNOWN);
  }

  @Test
  void everyFormatHasOperatorsOfItsOwn() {
    String pack = "known\tpaddle\t-\tmy_op\nknown\tmxnet\t-\tMyOp\n";
    OperatorTable paddle = PaddleChecks.operators().with(pack, "paddle", true);
    OperatorTable mxnet = MxnetChecks.operators().with(pack, "mxnet", true);
    assertThat(standing(paddle, "", "my_op")).isEqualTo(Standing.Known.KNOWN);
    assertThat(standing(paddle, "", "MyOp")).isEqualTo(Standing.Unknown.UNKNOWN);
    assertThat(standing(mxnet, "", "MyOp")).isEqualTo(Standing.Known.KNOWN);
    assertThatThrownBy(
            () -> PaddleChecks.operators().with("known\tpaddle\t-\tpy_func\n", "paddle", true))
        .hasMessageContaining("on the deny list");
  }

  @Test
  void toDenyWins() {
    Standing denied = new Standing.Reaching(Severity.HIGH, "code", "is ours");
    OperatorTable table =
        with(
            "deny;onnx;-;Add;high;code;is ours/deny;onnx;my;*;high;code;is ours/known;onnx;my;A",
            true);
    assertThat(standing(table, "", "Add")).isEqualTo(denied);
    assertThat(standing(table, "my", "A")).isEqualTo(denied);
    assertThat(standing(table, "my", "B")).isEqualTo(denied);
    assertThat(standing(table, "", "Mul")).isEqualTo(Standing.Known.KNOWN);
    OperatorTable milder = with("deny;onnx;any;PyOp;medium;code;is fine", false);
    assertThat(standing(milder, "any", "PyOp")).isEqualTo(standing(SHIPPED, "any", "PyOp"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "known;onnx;my;A | false | 1: it allows names, which only a pack signed",
        "known;tensorflow;my;A | false | 1: it allows names, which only a pack signed",
        "known;onnx;my;* | true | 1: expected an exact name",
        "known;onnx;my;PyOp | true | 1: expected an exact name",
        "known;onnx;ai.onnx.contrib;New | true | 1: expected an exact name",
        "known;onnx;*;A | true | 1: expected one domain",
        "known;pytorch;my;A | true | 1: expected a format of",
        "known;onnx;my;A A | true | 1: expected each name once",
        "deny;onnx;my;A;high;code | false | 1: expected \"deny, FORMAT",
        "deny;onnx;my;A;note;code;x | false | 1: expected one of [medium, high, critical]",
        "deny;onnx;my;A;high;library;x | false | 1: expected a kind of",
        "reach;onnx;my;A | true | 1: expected deny or known",
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
