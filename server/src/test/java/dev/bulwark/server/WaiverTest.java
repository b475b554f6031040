package dev.bulwark.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// A waiver takes two people in two roles who did not build the system, the same words and an end:
/// at the wire, past every page.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class WaiverTest {
  private static final String AT = "/systems/credit-scoring/waivers";

  @TempDir private static Path home;
  private static RunningServer server;
  private static Http risk;
  private static Http security;
  private static Http both;
  private static Http author;
  private static Http engineer;

  @BeforeAll
  static void start() {
    server = RunningServer.in(home);
    Http admin = Http.begin(server.address(), server.firstLink(), "root");
    admin.submit("/systems", "/systems", "example", "credit-scoring");
    risk = admin.invited("dan", "risk");
    security = admin.invited("cleo", "security");
    both = admin.invited("gil", "risk", "security");
    author = admin.invited("eve", "security", "risk");
    engineer = admin.invited("finn", "engineer");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String day(int ahead) {
    return LocalDate.now(ZoneOffset.UTC).plusDays(ahead).toString();
  }

  private static HttpResponse<String> ask(Http who, String control, String reason, String until) {
    return who.submit(
        AT,
        AT,
        "control",
        control,
        "reason",
        reason,
        "until",
        until,
        "password",
        RunningServer.PASSWORD);
  }

  private static HttpResponse<String> confirm(Http who, String digest) {
    return who.submit(
        AT, AT + "/confirmation", "digest", digest, "password", RunningServer.PASSWORD);
  }

  /// Of the words that wait.
  private static String waiting() {
    Matcher digest =
        Pattern.compile("name=\"digest\" value=\"(sha256:[0-9a-f]{64})\"")
            .matcher(both.get(AT).body());
    assertThat(digest.find()).isTrue();
    return digest.group(1);
  }

  @Test
  @Order(1)
  void whatCannotComeIntoForceIsNotSigned() {
    assertThat(ask(risk, "GOV-01", "later", day(31)).statusCode()).isEqualTo(400);
    assertThat(ask(risk, "GOV-01", "later", day(0)).statusCode()).isEqualTo(400);
    assertThat(ask(risk, "GOV-01", "later", "soon").statusCode()).isEqualTo(400);
    assertThat(ask(risk, "GOV-01", "   ", day(3)).statusCode()).isEqualTo(400);
    assertThat(ask(risk, "GOV-01", "x".repeat(1001), day(3)).statusCode()).isEqualTo(400);
    assertThat(ask(risk, "NO-99", "later", day(3)).statusCode()).isEqualTo(400);
    assertThat(ask(risk, "AUD-02", "it is satisfied", day(3)).statusCode()).isEqualTo(400);
    assertThat(ask(engineer, "GOV-01", "later", day(3)).statusCode()).isEqualTo(403);
    assertThat(ask(author, "GOV-01", "later", day(3)).statusCode()).isEqualTo(403);
    assertThat(risk.get(AT).body()).contains("Nothing is waived");
  }

  @Test
  @Order(2)
  void oneOfTwoRolesIsNotTwo() {
    assertThat(ask(risk, "GOV-01", "<script>alert(1)</script> & later", day(9)).statusCode())
        .isEqualTo(303);
    assertThat(risk.get(AT).body())
        .contains("You signed it")
        .doesNotContain("<script>alert")
        .doesNotContain("name=\"digest\"");
    String digest = waiting();
    assertThat(confirm(risk, digest).body()).contains("found the one who signed first");
    assertThat(confirm(author, digest).body()).contains("found one of its authors");
    assertThat(confirm(engineer, digest).statusCode()).isEqualTo(403);
    assertThat(confirm(security, "sha256:" + "0".repeat(64)).statusCode()).isEqualTo(409);
    assertThat(
            security
                .submit(AT, AT + "/confirmation", "digest", digest, "password", "not the password")
                .statusCode())
        .isEqualTo(401);
    assertThat(security.get("/systems/credit-scoring/controls/GOV-01").body())
        .doesNotContain("Waived by");
  }

  @Test
  @Order(3)
  void theSecondInTheSameWordsBringsItIntoForceUntilItEnds() {
    String digest = waiting();
    assertThat(confirm(security, digest).statusCode()).isEqualTo(303);
    assertThat(confirm(both, digest).statusCode()).isEqualTo(409);
    assertThat(risk.get("/systems/credit-scoring/controls/GOV-01").body())
        .contains("Waived by dan and cleo");
    server.later(Duration.ofMinutes(61));
    assertThat(risk.get(AT).body()).contains("In force");
  }

  @Test
  @Order(4)
  void whoHoldsBothRolesSignsInTheOneThatLacks() {
    assertThat(ask(security, "TRN-01", "trained next week", day(5)).statusCode()).isEqualTo(303);
    assertThat(confirm(both, waiting()).statusCode()).isEqualTo(303);
    assertThat(risk.get("/systems/credit-scoring/controls/TRN-01").body())
        .contains("Waived by gil and cleo");
  }
}
