package dev.bulwark.control.status;

import static dev.bulwark.control.Lab.MODEL;
import static dev.bulwark.control.Lab.complete;
import static dev.bulwark.control.Lab.day;
import static dev.bulwark.control.Lab.failed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.control.Lab;
import dev.bulwark.evidence.EvidenceFixture;
import dev.bulwark.kernel.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class StatusReportTest {
  private static final Path GOLDEN =
      Path.of("src/test/resources/dev/bulwark/control/status-report.golden");

  /// Set `-Dgolden.update=true` to write the file anew.
  @Test
  void theReportIsTheGoldenOne() throws IOException {
    EvidenceFixture ledger = complete(day(0.5));
    ledger.judge(failed("model-file-scan", MODEL, "PKL-001"), day(0.6));
    ledger.person(
        "rita",
        Lab.waiver("MDL-01", "fix is under way", "2026-01-20", "risk", Lab.MANIFEST),
        day(0.7));
    ledger.withdraw("sue", "security", day(0.8), day(0.8));
    String lines = lines(StatusReport.of(Assessment.of(Lab.policy(), ledger.all(), day(1))));
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(GOLDEN, lines);
    }
    assertThat(lines).isEqualTo(Files.readString(GOLDEN, StandardCharsets.UTF_8));
  }

  /// One member a line, one control a line.
  private static String lines(Json.Obj report) {
    StringBuilder lines = new StringBuilder();
    report
        .members()
        .forEach(
            (name, value) -> {
              if (value instanceof Json.Arr array) {
                array
                    .items()
                    .forEach(
                        item ->
                            lines.append(name).append(' ').append(item.canonical()).append('\n'));
              } else {
                lines.append(name).append(' ').append(value.canonical()).append('\n');
              }
            });
    return lines.toString();
  }
}
