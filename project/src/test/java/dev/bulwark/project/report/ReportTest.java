package dev.bulwark.project.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.project.report.html.HtmlReport;
import dev.bulwark.project.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
  private final Report report = Reports.oneOfEverything();

  @Test
  void thePageHoldsNoMarkupFromOutside() {
    String page = HtmlReport.of(report);
    assertThat(page)
        .doesNotContain("<script")
        .doesNotContain("<b>hi")
        .contains("&lt;script&gt;alert(1)");
    assertThat(page).doesNotContain("http://").doesNotContain("https://");
  }

  @Test
  void thePageAndTheTextTellTheSame() {
    String page = HtmlReport.of(report);
    String text = text(false);
    assertThat(text)
        .contains("VND-03")
        .contains("failed PKL-001")
        .contains("models/scorer \"x\".pt!/data.pkl@0x1f")
        .contains("GATE admit: Deny")
        .contains("waived: dan and cleo until 2026-12-01")
        .contains("no reader knows these bytes")
        .contains("removed 1 unpublished tile");
    assertThat(page)
        .contains("VND-03")
        .contains("Gate admit: Deny")
        .contains("waived: dan and cleo until 2026-12-01");
  }

  @Test
  void colourIsOnlyForTerminals() {
    assertThat(text(false)).doesNotContain("\u001b");
    assertThat(text(true)).contains("\u001b[");
  }

  @Test
  void sarifPlacesAreRelativeAndEscaped() {
    String sarif =
        SarifReport.of("0.1.0", report.rules(), List.of(), report.findings(), report.undecided())
            .canonical();
    assertThat(sarif)
        .contains("\"uri\":\"models/scorer%20%22x%22.pt\"")
        .contains("\"fullyQualifiedName\":\"models/scorer \\\"x\\\".pt!/data.pkl@0x1f\"")
        .contains("\"executionSuccessful\":false")
        .contains("\"ruleIndex\":0")
        .contains("\"startLine\":4");
  }

  @Test
  void theJsonNamesEveryState() {
    assertThat(JsonReport.of(report).canonical())
        .contains("\"state\":\"satisfied\"")
        .contains("\"state\":\"not assessed\"")
        .contains("\"decision\":\"DENY\"")
        .contains("\"assumedFacts\":3");
  }

  private String text(boolean colour) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    TextReport.print(new Terminal(stream, stream, colour, false), report, false);
    return out.toString(StandardCharsets.UTF_8);
  }
}
