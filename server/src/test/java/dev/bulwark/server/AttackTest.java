package dev.bulwark.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.evidence.Roster;
import dev.bulwark.project.workspace.WorkspaceReader;
import dev.bulwark.server.project.Project;
import dev.bulwark.server.project.ProjectDesk;
import dev.bulwark.server.project.Projects;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What people try at a server's door with names, links, cookies, tokens and forms.
final class AttackTest {
  private static Siege siege;

  @BeforeAll
  static void start(@TempDir Path home) {
    siege = new Siege(home);
  }

  @AfterAll
  static void stop() {
    siege.close();
  }

  @Test
  void aFormFromElsewhereIsRefused() {
    HttpResponse<String> answer = siege.admin.post("/systems", "example", "support-assistant");
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("without its mark").doesNotContain("Exception");
    assertThat(siege.admin.get("/systems/support-assistant").statusCode()).isEqualTo(404);
  }

  @Test
  void guessingStopsAfterFiveForNamesThatAreThereAndNamesThatAreNot() {
    String link = siege.invitation("*", "auditor");
    Http.begin(siege.server.address(), link, "victim");
    for (String name : List.of("victim", "nobody-of-that-name")) {
      Http guesser = siege.stranger();
      for (int i = 0; i < 5; i++) {
        assertThat(Siege.signIn(guesser, name, "wrong password " + i).statusCode()).isEqualTo(401);
      }
      assertThat(Siege.signIn(guesser, name, RunningServer.PASSWORD).statusCode()).isEqualTo(429);
    }
    siege.server.later(Duration.ofMinutes(16));
    assertThat(Siege.signIn(siege.stranger(), "victim", RunningServer.PASSWORD).statusCode())
        .isEqualTo(303);
  }

  @Test
  void aLinkWorksOnceAndNotForEver() {
    String link = siege.invitation("*", "auditor");
    Http.begin(siege.server.address(), link, "first");
    assertThat(siege.stranger().get(link).statusCode()).isEqualTo(404);
    String late = siege.invitation("*", "auditor");
    siege.server.later(Duration.ofDays(4));
    assertThat(siege.stranger().get(late).statusCode()).isEqualTo(404);
    signInAnew(siege.admin);
  }

  /// Days have gone by.
  private static void signInAnew(Http root) {
    assertThat(root.get("/systems").statusCode()).isEqualTo(303);
    assertThat(Siege.signIn(root, "root", RunningServer.PASSWORD).statusCode()).isEqualTo(303);
  }

  @Test
  void nobodyBecomesAdministratorByAskingFor() {
    String link = siege.invitation("credit-scoring", "auditor");
    Http http = siege.stranger();
    http.submit(
        link,
        "/begin",
        "link",
        link.substring(link.indexOf('=') + 1),
        "name",
        "climber",
        "password",
        RunningServer.PASSWORD,
        "again",
        RunningServer.PASSWORD,
        "administrator",
        "true",
        "roles",
        "owner",
        "offer.administrator",
        "true");
    assertThat(http.get("/people").statusCode()).isEqualTo(403);
    assertThat(http.submit("/systems/credit-scoring", "/systems/credit-scoring/check").statusCode())
        .isEqualTo(403);
  }

  @Test
  void aPlantedCookieIsNobodysSession() {
    Http http = siege.stranger();
    http.plant("__Host-bulwark", "chosen-by-somebody-else");
    assertThat(http.get("/systems").statusCode()).isEqualTo(303);
    assertThat(
            Siege.signIn(http, "root", RunningServer.PASSWORD)
                .headers()
                .allValues("Set-Cookie")
                .stream()
                .anyMatch(cookie -> cookie.matches("__Host-bulwark=[A-Za-z0-9_-]{43};.*")))
        .isTrue();
    Http other = siege.stranger();
    other.plant("__Host-bulwark", "chosen-by-somebody-else");
    assertThat(other.get("/systems").statusCode()).isEqualTo(303);
  }

  @Test
  void whatEndedIsOver() {
    Http http = siege.stranger();
    Siege.signIn(http, "root", RunningServer.PASSWORD);
    String stolen = http.cookie("__Host-bulwark").orElseThrow();
    http.submit("/account", "/sign-out");
    Http thief = siege.stranger();
    thief.plant("__Host-bulwark", stolen);
    assertThat(thief.get("/systems").statusCode()).isEqualTo(303);
  }

  @Test
  void aTokenDoesWhatItSaysAndEnds() {
    siege.grant("owner");
    String read = siege.token("read-system");
    Http http = siege.stranger();
    assertThat(http.api("GET", "/api/v1/systems/credit-scoring/status", read).statusCode())
        .isEqualTo(200);
    assertThat(http.api("POST", "/api/v1/systems/credit-scoring/checks", read).statusCode())
        .isEqualTo(403);
    assertThat(http.api("GET", "/people", read).statusCode()).isEqualTo(403);
    assertThat(http.api("GET", "/api/v1/systems/credit-scoring/status", read + "x").statusCode())
        .isEqualTo(401);
    String check = siege.token("check-system");
    assertThat(http.api("POST", "/api/v1/systems/credit-scoring/checks", check).statusCode())
        .isEqualTo(200);
  }

  @Test
  void anotherSystemIsNotThere() {
    String link = siege.invitation("credit-scoring", "auditor");
    Http http = Http.begin(siege.server.address(), link, "narrow");
    assertThat(http.get("/systems/credit-scoring").statusCode()).isEqualTo(200);
    siege.admin.submit("/systems", "/systems", "example", "credit-scoring-poisoned");
    HttpResponse<String> other = http.get("/systems/credit-scoring-poisoned");
    HttpResponse<String> none = http.get("/systems/there-is-none");
    assertThat(other.statusCode()).isEqualTo(404);
    assertThat(strip(other.body())).isEqualTo(strip(none.body()));
  }

  private static String strip(String page) {
    return page.replaceAll("value=\"[^\"]*\"", "");
  }

  @Test
  void aSessionsCookieGoesNowhereElse() {
    String cookie =
        Siege.signIn(siege.stranger(), "root", RunningServer.PASSWORD)
            .headers()
            .allValues("Set-Cookie")
            .stream()
            .filter(each -> each.startsWith("__Host-bulwark="))
            .findFirst()
            .orElseThrow();
    assertThat(cookie).contains("SameSite=Strict", "Secure", "HttpOnly", "Path=/");
  }

  @Test
  void aNarrowTokenSeesNothingOfOtherSystemsAnywhere() {
    siege.admin.submit("/systems", "/systems", "example", "support-assistant");
    siege.grant("owner");
    String token = siege.token("list-systems", "read-system");
    Http http = siege.stranger();
    for (String path : List.of("/systems", "/approvals", "/api/v1/systems", "/account")) {
      String body = http.api("GET", path, token).body();
      assertThat(body).as(path).doesNotContain("support-assistant").doesNotContain("Support");
    }
  }

  @Test
  void theProjectsOwnKeysAreNeverPushed() {
    for (String role : List.of("engineer", "owner")) {
      siege.grant(role);
    }
    for (String folder :
        List.of(
            ".",
            "",
            "models/..",
            ".bulwark",
            "../credit-scoring",
            "/",
            "models/../.bulwark/keys")) {
      HttpResponse<String> answer =
          siege.admin.submit(
              "/systems/credit-scoring/releases",
              "/systems/credit-scoring/versions",
              "asset",
              "stolen",
              "folder",
              folder,
              "password",
              RunningServer.PASSWORD);
      assertThat(answer.statusCode()).as(folder).isEqualTo(400);
    }
    assertThat(siege.admin.get("/systems/credit-scoring/releases").body())
        .doesNotContain("stolen@1");
  }

  @Test
  void whatIsWithdrawnStopsCountingInTheLedger() {
    String link = siege.invitation("credit-scoring", "security");
    Http cleo = Http.begin(siege.server.address(), link, "cleo");
    Matcher digest =
        Pattern.compile("name=\"digest\" value=\"(sha256:[0-9a-f]+)\"")
            .matcher(cleo.get("/approvals").body());
    assertThat(digest.find()).isTrue();
    HttpResponse<String> signed =
        cleo.submit(
            "/approvals",
            "/systems/credit-scoring/approvals",
            "digest",
            digest.group(1),
            "decision",
            "approve",
            "password",
            RunningServer.PASSWORD);
    assertThat(signed.statusCode()).isEqualTo(303);
    assertThat(roster()).contains("cleo: security");
    siege.admin.submit(
        "/people", "/people/cleo/withdraw", "where", "credit-scoring", "role", "security");
    assertThat(roster()).contains("cleo: -");
    assertThat(siege.admin.submit("/people", "/people/cleo/removal").statusCode()).isEqualTo(303);
    assertThat(cleo.get("/systems").statusCode()).isEqualTo(303);
  }

  private static String roster() {
    Project project =
        siege.server.server().context().getBean(Projects.class).require("credit-scoring");
    Roster roster = WorkspaceReader.open(ProjectDesk.home(project)).contents().roster();
    StringBuilder all = new StringBuilder();
    for (String person : roster.people()) {
      String roles =
          String.join(" ", roster.roles(person, java.time.Instant.now().plus(Duration.ofDays(9))));
      all.append(person).append(": ").append(roles.isEmpty() ? "-" : roles).append('\n');
    }
    return all.toString();
  }
}
