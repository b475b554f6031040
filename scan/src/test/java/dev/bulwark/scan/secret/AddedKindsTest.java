package dev.bulwark.scan.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.format.Source;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddedKindsTest {
  private static final String HUGGING = "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";

  private static SecretChecks with(String text) {
    return SecretChecks.builtin().with(text.replace(';', '\t').replace('/', '\n'));
  }

  private static List<Finding> seen(SecretChecks checks, String text) {
    Check<Source> check = checks.over(Function.<Source>identity()).getFirst();
    Source source = Source.of(Place.of("f"), text.getBytes(StandardCharsets.ISO_8859_1));
    return check.examine(source, Budget.of(Limits.DEFAULT, System::nanoTime)).findings();
  }

  @Test
  void aKindOfOnesOwnIsFound() {
    assertThat(
            seen(
                with("deny;an ACME key;acme_ A{32};medium"),
                "x: acme_9fQ2kLx7Zr4Vb1Nt6Yw8Hp3Ds5Gj0CmA\n"))
        .singleElement()
        .satisfies(finding -> assertThat(finding.message()).contains("an ACME key"));
  }

  /// A kind that would swallow what this version finds hides nothing.
  @Test
  void aKindOfOnesOwnHidesNothing() {
    String text = "key=" + HUGGING + "\n";
    assertThat(seen(SecretChecks.builtin(), text)).hasSize(1);
    assertThat(seen(with("deny;nothing much;key= W{5,100};medium"), text))
        .hasSize(2)
        .anySatisfy(finding -> assertThat(finding.message()).contains("Hugging Face"));
  }

  @Test
  void noFileMakesItSlow() {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      lines.append("deny;k;A/A S{900,1000} H{").append(i % 20 + 1).append("};high\n");
    }
    SecretChecks checks = with(lines.toString().replace("A/A", "A+A"));
    long start = System.nanoTime();
    seen(checks, "A+A/".repeat(1 << 14));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "allow;k;acme_ A{32};high | 1: expected deny",
        "deny;k;acme_ A{32} | 1: expected \"deny, what",
        "deny;k;ac A{32};high | 1: expected a shape such as",
        "deny;k;A{32} acme;high | 1: a shape begins with a literal",
        "deny;k;acme_ A{2000};high | 1: expected a shape such as",
        "deny;k;acme_ A{9,3};high | 1: expected a shape such as",
        "deny;k;acme_ A{9;high | 1: expected a shape such as",
        "deny;k;acme_ (a+)+{9};high | 1: expected a shape such as",
        "deny;k;acme_  A{9};high | 1: expected a shape such as",
        "deny;k;acme_ Q{9};high | 1: no letters are called",
        "deny;k;acme_ A{99999999999};high | 1: ",
        "deny;k;acme_ A{32};low | 1: expected one of [medium, high, critical]",
        "deny;k\u0007;acme_ A{32};low | 1: expected at most 120 printable",
      })
  void aLineThatIsNotUnderstoodIsNamed(String text, String message) {
    assertThatThrownBy(() -> with(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }
}
