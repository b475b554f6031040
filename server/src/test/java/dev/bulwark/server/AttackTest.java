package dev.bulwark.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.cli.workspace.WorkspaceReader;
import dev.bulwark.evidence.Roster;
import dev.bulwark.server.project.Project;
import dev.bulwark.server.project.ProjectDesk;
import dev.bulwark.server.project.Projects;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What people try at a server's door. None gets in, and no answer tells more than it must.
final class AttackTest {
  @TempDir private static Path home;
  private static RunningServer server;
  private static Http admin;

  @BeforeAll
  static void start() {
    server = RunningServer.in(home);
    admin = Http.begin(server.address(), server.firstLink(), "root");
    assertThat(admin.submit("/systems", "/systems", "example", "credit-scoring").statusCode())
        .isEqualTo(303);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String invitation(String where, String... roles) {
    String[] form = new String[2 + 2 * roles.length];
    form[0] = "where";
    form[1] = where;
    for (int i = 0; i < roles.length; i++) {
      form[2 + 2 * i] = "role";
      form[3 + 2 * i] = roles[i];
    }
    HttpResponse<String> page = admin.submit("/people", "/people/invitations", form);
    Matcher link = Pattern.compile("https://[^<]+/begin\\?link=[^<]+").matcher(page.body());
    assertThat(link.find()).isTrue();
    return link.group();
  }

  @Test
  void aFormFromElsewhereIsRefused() {
    HttpResponse<String> answer = admin.post("/systems", "example", "support-assistant");
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("without its mark").doesNotContain("Exception");
    assertThat(admin.get("/systems/support-assistant").statusCode()).isEqualTo(404);
  }

  @Test
  void guessingStopsAfterFiveForNamesThatAreThereAndNamesThatAreNot() {
    String link = invitation("*", "auditor");
    Http.begin(server.address(), link, "victim");
    for (String name : List.of("victim", "nobody-of-that-name")) {
      Http guesser = new Http(server.address());
      for (int i = 0; i < 5; i++) {
        assertThat(signIn(guesser, name, "wrong password " + i).statusCode()).isEqualTo(401);
      }
      assertThat(signIn(guesser, name, RunningServer.PASSWORD).statusCode()).isEqualTo(429);
    }
    server.later(Duration.ofMinutes(16));
    assertThat(signIn(new Http(server.address()), "victim", RunningServer.PASSWORD).statusCode())
        .isEqualTo(303);
  }

  private static HttpResponse<String> signIn(Http http, String name, String password) {
    return http.submit("/sign-in", "/sign-in", "name", name, "password", password);
  }

  @Test
  void aLinkWorksOnceAndNotForEver() {
    String link = invitation("*", "auditor");
    Http.begin(server.address(), link, "first");
    assertThat(new Http(server.address()).get(link).statusCode()).isEqualTo(404);
    String late = invitation("*", "auditor");
    server.later(Duration.ofDays(4));
    assertThat(new Http(server.address()).get(late).statusCode()).isEqualTo(404);
    admin = again(admin, "root");
  }

  /// Days have gone by: everybody signs in anew.
  private static Http again(Http http, String name) {
    assertThat(http.get("/systems").statusCode()).isEqualTo(303);
    assertThat(signIn(http, name, RunningServer.PASSWORD).statusCode()).isEqualTo(303);
    return http;
  }

  @Test
  void nobodyBecomesAdministratorByAskingFor() {
    String link = invitation("credit-scoring", "auditor");
    Http http = new Http(server.address());
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
    Http http = new Http(server.address());
    http.plant("__Host-bulwark", "chosen-by-somebody-else");
    assertThat(http.get("/systems").statusCode()).isEqualTo(303);
    assertThat(
            signIn(http, "root", RunningServer.PASSWORD).headers().allValues("Set-Cookie").stream()
                .anyMatch(cookie -> cookie.matches("__Host-bulwark=[A-Za-z0-9_-]{43};.*")))
        .isTrue();
    Http other = new Http(server.address());
    other.plant("__Host-bulwark", "chosen-by-somebody-else");
    assertThat(other.get("/systems").statusCode()).isEqualTo(303);
  }

  @Test
  void whatEndedIsOver() {
    Http http = new Http(server.address());
    signIn(http, "root", RunningServer.PASSWORD);
    String stolen = http.cookie("__Host-bulwark").orElseThrow();
    http.submit("/account", "/sign-out");
    Http thief = new Http(server.address());
    thief.plant("__Host-bulwark", stolen);
    assertThat(thief.get("/systems").statusCode()).isEqualTo(303);
  }

  @Test
  void aTokenDoesWhatItSaysAndEnds() {
    admin.submit("/people", "/people/root/grant", "where", "*", "role", "owner");
    String read = token("read-system");
    Http http = new Http(server.address());
    assertThat(http.api("GET", "/api/v1/systems/credit-scoring/status", read).statusCode())
        .isEqualTo(200);
    assertThat(http.api("POST", "/api/v1/systems/credit-scoring/checks", read).statusCode())
        .isEqualTo(403);
    assertThat(http.api("GET", "/people", read).statusCode()).isEqualTo(403);
    assertThat(http.api("GET", "/api/v1/systems/credit-scoring/status", read + "x").statusCode())
        .isEqualTo(401);
    String check = token("check-system");
    assertThat(http.api("POST", "/api/v1/systems/credit-scoring/checks", check).statusCode())
        .isEqualTo(200);
  }

  private static String token(String action) {
    HttpResponse<String> page =
        admin.submit(
            "/account",
            "/account/tokens",
            "label",
            "ci",
            "where",
            "credit-scoring",
            "action",
            action,
            "days",
            "1");
    Matcher token = Pattern.compile("bulwark_[A-Za-z0-9_-]{43}").matcher(page.body());
    assertThat(token.find()).isTrue();
    return token.group();
  }

  @Test
  void anotherSystemIsNotThere() {
    String link = invitation("credit-scoring", "auditor");
    Http http = Http.begin(server.address(), link, "narrow");
    assertThat(http.get("/systems/credit-scoring").statusCode()).isEqualTo(200);
    admin.submit("/systems", "/systems", "example", "credit-scoring-poisoned");
    HttpResponse<String> other = http.get("/systems/credit-scoring-poisoned");
    HttpResponse<String> none = http.get("/systems/there-is-none");
    assertThat(other.statusCode()).isEqualTo(404);
    assertThat(strip(other.body())).isEqualTo(strip(none.body()));
  }

  private static String strip(String page) {
    return page.replaceAll("value=\"[^\"]*\"", "");
  }

  @Test
  void pathsDoNotLeaveTheirPlace() throws IOException {
    for (String path :
        List.of(
            "/assets/../migration/V1__accounts.sql",
            "/assets/%2e%2e/migration/V1__accounts.sql",
            "/assets/..%2fmigration/V1__accounts.sql",
            "/assets/%252e%252e/migration/V1__accounts.sql",
            "/assets//../../../../etc/passwd",
            "/systems/..%2f..%2fetc",
            "/systems/credit-scoring/documents/..%2f..%2fkeys%2fjudge.key",
            "/assets/console.css%00.txt",
            "/assets/.\\..\\migration\\V1__accounts.sql")) {
      String answer =
          raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
      assertThat(answer).as(path).doesNotStartWith("HTTP/1.1 200").doesNotContain("create table");
      assertThat(answer).as(path).doesNotContainIgnoringCase("exception").doesNotContain("Jetty");
    }
  }

  @Test
  void twoLengthsAndOtherTricksOfFramingAreRefused() throws IOException {
    for (String head :
        List.of(
            "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
            "Content-Length: 4\r\nContent-Length: 5\r\n",
            "Transfer-Encoding: chunked, identity\r\nTransfer-Encoding: x\r\n",
            "Content-Length: +4\r\n",
            "Content-Length : 4\r\n")) {
      String answer =
          raw(
              "POST /sign-in HTTP/1.1\r\nHost: localhost\r\n"
                  + head
                  + "Connection: close\r\n\r\n0\r\n\r\nGET /people HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertThat(answer).as(head).startsWith("HTTP/1.1 400").doesNotContain("HTTP/1.1 200");
    }
  }

  private static String raw(String request) throws IOException {
    int port = Integer.parseInt(server.address().substring(server.address().lastIndexOf(':') + 1));
    try (SSLSocket socket =
        (SSLSocket) Http.trusting().getSocketFactory().createSocket("localhost", port)) {
      socket.setSoTimeout(10_000);
      OutputStream out = socket.getOutputStream();
      out.write(request.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void anotherNameThanTheCertificatesIsRefused() throws IOException {
    assertThat(raw("GET /sign-in HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 400")
        .doesNotContain("evil.example");
  }

  @Test
  void olderProtocolsAreNotSpoken() throws IOException {
    int port = Integer.parseInt(server.address().substring(server.address().lastIndexOf(':') + 1));
    try (SSLSocket socket =
        (SSLSocket) Http.trusting().getSocketFactory().createSocket("localhost", port)) {
      socket.setEnabledProtocols(new String[] {"TLSv1.2"});
      assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLHandshakeException.class);
    }
  }

  @Test
  void whatIsTooLargeIsRefused() {
    HttpResponse<String> form =
        new Http(server.address())
            .submit("/sign-in", "/sign-in", "name", "x".repeat(400_000), "password", "y");
    assertThat(form.statusCode()).isIn(400, 413);
    HttpResponse<String> head =
        admin.send(admin.to("/sign-in").header("X-Long", "x".repeat(40_000)).GET().build());
    assertThat(head.statusCode()).isEqualTo(431);
  }

  @Test
  void everyAnswerForbidsWhatPagesDoNotNeed() {
    for (String path : List.of("/sign-in", "/assets/console.css", "/nothing", "/api/v1/systems")) {
      var headers = admin.get(path).headers();
      assertThat(headers.firstValue("Content-Security-Policy").orElse(""))
          .contains("default-src 'none'")
          .doesNotContain("unsafe");
      assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
      assertThat(headers.firstValue("Strict-Transport-Security")).isPresent();
      assertThat(headers.firstValue("Server")).isEmpty();
    }
  }

  @Test
  void otherMethodsAndTypesAreProblemsNotTraces() {
    for (String method : List.of("TRACE", "PUT", "DELETE", "PATCH", "FOO")) {
      HttpResponse<String> answer =
          admin.send(
              admin
                  .to("/api/v1/systems")
                  .header("Authorization", "Bearer x")
                  .method(method, Http.none())
                  .build());
      assertThat(answer.statusCode()).as(method).isBetween(400, 405);
      assertThat(answer.body()).as(method).doesNotContain("Exception").doesNotContain("at org.");
    }
    admin.submit("/people", "/people/root/grant", "where", "*", "role", "owner");
    HttpResponse<String> number =
        admin.send(
            admin
                .to("/api/v1/systems/credit-scoring/evidence?limit=many")
                .header("Accept", "application/json")
                .GET()
                .build());
    assertThat(number.statusCode()).isEqualTo(400);
    assertThat(number.headers().firstValue("Content-Type")).contains("application/problem+json");
  }

  @Test
  void markupInWhatPeopleTypeStaysText() {
    HttpResponse<String> answer =
        signIn(new Http(server.address()), "\"><script>alert(1)</script>", "wrong password");
    assertThat(answer.body()).doesNotContain("<script>alert");
    assertThat(answer.statusCode()).isEqualTo(401);
  }

  @Test
  void aSlowClientIsLetGo() throws IOException {
    int port = Integer.parseInt(server.address().substring(server.address().lastIndexOf(':') + 1));
    try (SSLSocket socket =
        (SSLSocket) Http.trusting().getSocketFactory().createSocket("localhost", port)) {
      socket.setSoTimeout(60_000);
      socket
          .getOutputStream()
          .write("GET /sign-in HTTP/1.1\r\nHost: local".getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      long from = System.nanoTime();
      int read = socket.getInputStream().read();
      assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(45));
      assertThat(read == -1 || read == 'H').isTrue();
    }
  }

  @Test
  void aSessionsCookieGoesNowhereElse() {
    String cookie =
        signIn(new Http(server.address()), "root", RunningServer.PASSWORD)
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
    admin.submit("/systems", "/systems", "example", "support-assistant");
    admin.submit("/people", "/people/root/grant", "where", "*", "role", "owner");
    Matcher token =
        Pattern.compile("bulwark_[A-Za-z0-9_-]{43}")
            .matcher(
                admin
                    .submit(
                        "/account",
                        "/account/tokens",
                        "label",
                        "narrow",
                        "where",
                        "credit-scoring",
                        "action",
                        "list-systems",
                        "action",
                        "read-system",
                        "days",
                        "1")
                    .body());
    assertThat(token.find()).isTrue();
    Http http = new Http(server.address());
    for (String path : List.of("/systems", "/approvals", "/api/v1/systems", "/account")) {
      String body = http.api("GET", path, token.group()).body();
      assertThat(body).as(path).doesNotContain("support-assistant").doesNotContain("Support");
    }
  }

  @Test
  void theProjectsOwnKeysAreNeverPushed() {
    for (String role : List.of("engineer", "owner")) {
      admin.submit("/people", "/people/root/grant", "where", "*", "role", role);
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
          admin.submit(
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
    assertThat(admin.get("/systems/credit-scoring/releases").body()).doesNotContain("stolen@1");
  }

  @Test
  void whatIsWithdrawnStopsCountingInTheLedger() {
    String link = invitation("credit-scoring", "security");
    Http cleo = Http.begin(server.address(), link, "cleo");
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
    admin.submit("/people", "/people/cleo/withdraw", "where", "credit-scoring", "role", "security");
    assertThat(roster()).contains("cleo: -");
    assertThat(admin.submit("/people", "/people/cleo/removal").statusCode()).isEqualTo(303);
    assertThat(cleo.get("/systems").statusCode()).isEqualTo(303);
  }

  private static String roster() {
    Project project = server.server().context().getBean(Projects.class).require("credit-scoring");
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
