package dev.bulwark.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.evidence.Assurance;
import dev.bulwark.evidence.Evidence;
import dev.bulwark.evidence.PredicateType;
import dev.bulwark.evidence.passkey.PasskeyWord;
import dev.bulwark.project.workspace.Home;
import dev.bulwark.project.workspace.WorkspaceReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Waivers and statements about vulnerabilities by people who have a passkey: nothing is signed
/// without its word on the very statement, and the word stands in the evidence.
final class PasskeyTriageTest {
  private static final String AT = "/systems/credit-scoring";
  private static final String WAIVERS = AT + "/waivers";

  @TempDir private static Path home;
  private static RunningServer server;
  private static PasskeyHolder risk;
  private static PasskeyHolder security;

  @BeforeAll
  static void start() throws IOException {
    server = RunningServer.in(home);
    Http admin = Http.begin(server.address(), server.firstLink(), "root");
    admin.submit("/systems", "/systems", "example", "credit-scoring");
    Advised.in(project(), home.resolve("osv.zip"));
    risk = PasskeyHolder.of(server, admin.invited("dan", "risk"), "dan");
    security = PasskeyHolder.of(server, admin.invited("cleo", "security"), "cleo");
    assertThat(security.http().submit(AT, AT + "/check").statusCode()).isEqualTo(303);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Home project() {
    return Home.of(home.resolve("systems").resolve("credit-scoring"));
  }

  private static List<Evidence> recorded(String predicateType) {
    return WorkspaceReader.open(project()).contents().evidence().stream()
        .filter(each -> each.statement().predicateType().equals(predicateType))
        .toList();
  }

  private static String[] waiver(String reason) {
    String until = LocalDate.now(ZoneOffset.UTC).plusDays(9).toString();
    return new String[] {"control", "GOV-01", "reason", reason, "until", until};
  }

  @Test
  void aWaiverIsSignedOverTheStatementThatWasConfirmed() {
    String[] asked = waiver("later\r\nand so on");
    assertThat(risk.send(WAIVERS, "", asked).statusCode()).as("the password alone").isEqualTo(401);
    String other = risk.word(WAIVERS + "/challenge", waiver("something else"));
    assertThat(risk.send(WAIVERS, other, asked).statusCode()).isEqualTo(401);
    String form = risk.wordOnForm(WAIVERS, asked);
    assertThat(risk.send(WAIVERS, form, asked).statusCode())
        .as("a word on the form is none on the statement")
        .isEqualTo(401);
    assertThat(recorded(PredicateType.WAIVER)).isEmpty();

    String word = risk.word(WAIVERS + "/challenge", asked);
    assertThat(risk.send(WAIVERS, word, asked).statusCode()).isEqualTo(303);
    assertThat(risk.send(WAIVERS, word, asked).statusCode()).as("once").isEqualTo(401);

    server.later(Duration.ofMinutes(2));
    String[] digest = {"digest", digest()};
    String second = WAIVERS + "/confirmation";
    assertThat(security.send(second, "", digest).statusCode()).isEqualTo(401);
    String first = security.word(second + "/challenge", digest);
    assertThat(security.send(WAIVERS, first, asked).statusCode())
        .as("a word on one half is none on another")
        .isEqualTo(401);
    String again = security.word(second + "/challenge", digest);
    assertThat(security.send(second, again, digest).statusCode()).isEqualTo(303);
    assertThat(security.http().get(AT + "/controls/GOV-01").body())
        .contains("Waived by dan and cleo");
    assertThat(recorded(PredicateType.WAIVER)).hasSize(2).allSatisfy(PasskeyTriageTest::carries);
  }

  private static void carries(Evidence evidence) {
    assertThat(evidence.assurance()).isEqualTo(Assurance.A1);
    assertThat(evidence.statement().predicate().object(PasskeyWord.MEMBER)).isPresent();
  }

  private static String digest() {
    Matcher digest =
        Pattern.compile("name=\"digest\" value=\"(sha256:[0-9a-f]{64})\"")
            .matcher(security.http().get(WAIVERS).body());
    assertThat(digest.find()).isTrue();
    return digest.group(1);
  }

  @Test
  void aStatementAboutAVulnerabilityIsConfirmedWithItsTime() {
    String finding =
        link("href=\"(" + AT + "/findings/[0-9a-f]{16})\"", AT + "/findings?rule=INV-001");
    String at = link("name=\"at\" value=\"([^\"]+)\"", finding);
    String[] fixed = vex("fixed", at);
    assertThat(security.send(finding + "/vex", "", fixed).statusCode()).isEqualTo(401);
    String other = security.word(finding + "/vex/challenge", vex("under_investigation", at));
    assertThat(security.send(finding + "/vex", other, fixed).statusCode()).isEqualTo(401);
    for (String time : List.of("", "soon", "2020-01-01T00:00:00Z", "2999-01-01T00:00:00Z")) {
      assertThat(security.send(finding + "/vex", "", vex("fixed", time)).statusCode())
          .as(time)
          .isEqualTo(400);
    }
    assertThat(recorded(PredicateType.ATTESTATION)).isEmpty();
    String word = security.word(finding + "/vex/challenge", fixed);
    assertThat(security.send(finding + "/vex", word, fixed).statusCode()).isEqualTo(303);
    assertThat(recorded(PredicateType.ATTESTATION))
        .singleElement()
        .satisfies(PasskeyTriageTest::carries);
  }

  private static String[] vex(String status, String at) {
    return new String[] {
      "at",
      at,
      "vulnerability",
      "PYSEC-2026-1 in pkg:pypi/numpy@2.2.6",
      "status",
      status,
      "justification",
      "",
      "reason",
      "It is\r\npatched here."
    };
  }

  private static String link(String pattern, String page) {
    Matcher link = Pattern.compile(pattern).matcher(security.http().get(page).body());
    assertThat(link.find()).as(page).isTrue();
    return link.group(1);
  }
}
