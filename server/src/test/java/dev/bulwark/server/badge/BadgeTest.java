package dev.bulwark.server.badge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.json.Json;
import dev.bulwark.project.report.Report;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Element;

final class BadgeTest {
  private static final List<String> GATES = List.of("design", "admit", "stage");

  private static Badge badge(String standings) {
    List<Report.GateLine> gates = new ArrayList<>();
    String[] words = standings.split(" ");
    for (int i = 0; i < GATES.size(); i++) {
      gates.add(
          new Report.GateLine(
              GATES.get(i),
              Report.Standing.valueOf(words[i].toUpperCase()),
              List.of(),
              List.of(),
              List.of(),
              Set.of()));
    }
    return Badge.of(
        new Report(
            "",
            new Report.SystemLine("x", "X", "", "", 0, true),
            Instant.EPOCH,
            List.of(),
            List.of(),
            gates,
            "design",
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            new Report.LedgerLine(0, "", ""),
            Json.object().build()));
  }

  @ParameterizedTest
  @CsvSource({
    "allow allow allow,every gate open",
    "deny deny deny,design closed",
    "hold deny deny,design waits for people",
    "allow hold deny,'design open, admit waits for people'",
    "allow allow deny,'admit open, stage closed'",
    // A gate that is open behind one that is closed opens nothing.
    "deny allow allow,design closed",
    "allow deny allow,'design open, admit closed'"
  })
  void itSaysTheFurthestOpenGateAndWhatTheNextWaitsFor(String standings, String message) {
    assertThat(badge(standings).message()).isEqualTo(message);
  }

  @Test
  void whatIsNotOpenIsNotGreen() {
    String green = badge("allow allow allow").colour();
    for (String other : List.of("deny deny deny", "hold deny deny", "allow allow hold")) {
      assertThat(badge(other).colour()).isNotEqualTo(green);
    }
    assertThat(Badge.NOT_SHOWN.colour()).isNotEqualTo(green);
    assertThat(Badge.UNKNOWN.colour()).isNotEqualTo(green);
  }

  /// WCAG 2.2, 1.4.3: at least 4.5 to 1.
  @ParameterizedTest
  @CsvSource({"allow allow allow", "allow hold deny", "allow deny deny"})
  void whiteLettersCanBeReadOnIt(String standings) {
    assertThat(1.05 / (luminance(badge(standings).colour()) + 0.05)).isGreaterThan(4.5);
    assertThat(1.05 / (luminance(Badge.NOT_SHOWN.colour()) + 0.05)).isGreaterThan(4.5);
  }

  private static double luminance(String colour) {
    double[] weights = {0.2126, 0.7152, 0.0722};
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      double part = Integer.parseInt(colour.substring(2 * i, 2 * i + 2), 16) / 255.0;
      sum += weights[i] * (part <= 0.03928 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4));
    }
    return sum;
  }

  @Test
  void thePictureHasANameAndIsWellFormed() throws Exception {
    String svg = new Badge("a < b & \"c\"", "1f6f3a").svg();
    Element root =
        DocumentBuilderFactory.newNSInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)))
            .getDocumentElement();
    assertThat(root.getAttribute("role")).isEqualTo("img");
    assertThat(root.getAttribute("aria-label")).isEqualTo("bulwark: a < b & \"c\"");
    assertThat(root.getElementsByTagName("title").item(0).getTextContent())
        .isEqualTo("bulwark: a < b & \"c\"");
  }

  @Test
  void theDocumentIsWhatShieldsReads() {
    assertThat(badge("allow hold deny").json().canonical())
        .isEqualTo(
            "{\"color\":\"7d5800\",\"label\":\"bulwark\",\"message\":\"design open, admit waits for people\",\"schemaVersion\":1}");
  }
}
