package dev.bulwark.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.server.access.Role;
import dev.bulwark.server.account.Membership;
import dev.bulwark.server.account.Memberships;
import dev.bulwark.server.hook.Receiver;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Webhooks by programs, past every page, against a running server and a real receiver.
final class HookApiTest {
  private static final String AT = "/api/v1/systems/credit-scoring/webhooks";
  private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f]{20})\"");
  private static final Pattern SECRET =
      Pattern.compile("\"secret\":\"(whsec_[A-Za-z0-9+/=]{44})\"");

  @TempDir private static Path home;
  @TempDir private static Path far;
  private static Receiver receiver;
  private static RunningServer server;
  private static Http owner;
  private static Http engineer;
  private static String token;

  @BeforeAll
  static void start() throws IOException {
    receiver = Receiver.begin(far);
    Path authority = Files.writeString(far.resolve("ca.pem"), receiver.authority());
    server =
        RunningServer.with(
            home,
            Map.of(
                "webhooks.allow",
                "localhost:" + receiver.port(),
                "webhooks.authorities",
                authority.toString()));
    owner = Http.begin(server.address(), server.firstLink(), "ada");
    owner.submit("/systems", "/systems", "example", "credit-scoring");
    server
        .server()
        .context()
        .getBean(Memberships.class)
        .grant(new Membership("ada", "*", Role.OWNER), "ada");
    engineer = owner.invited("finn", "engineer");
    token = token("manage-hooks", "check-system");
  }

  @AfterAll
  static void stop() {
    server.close();
    receiver.close();
  }

  private static String token(String... actions) {
    List<String> form = new ArrayList<>(List.of("label", "x", "where", "*", "days", "1"));
    for (String action : actions) {
      form.addAll(List.of("action", action));
    }
    Matcher found =
        Pattern.compile("bulwark_[A-Za-z0-9_-]{43}")
            .matcher(
                owner.submit("/account", "/account/tokens", form.toArray(String[]::new)).body());
    assertThat(found.find()).isTrue();
    return found.group();
  }

  private static HttpResponse<String> make(String url, String... events) {
    return sent(
        "{\"url\":\"%s\",\"events\":[%s]}"
            .formatted(
                url, String.join(",", List.of(events).stream().map(e -> '"' + e + '"').toList())));
  }

  private static HttpResponse<String> sent(String body) {
    return owner.send(
        owner
            .to(AT)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  private static HttpResponse<String> api(String method, String path) {
    return new Http(server.address()).api(method, path, token);
  }

  private static String found(Pattern pattern, String body) {
    Matcher found = pattern.matcher(body);
    assertThat(found.find()).as(body).isTrue();
    return found.group(1);
  }

  @Test
  void whatACheckFindsIsToldAndCanBeReadThere() throws InterruptedException {
    HttpResponse<String> made = make(receiver.address("/api"), "gate.changed", "finding.opened");
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    String id = found(ID, made.body());
    String secret = found(SECRET, made.body());
    assertThat(api("GET", AT).body()).contains(id).doesNotContain("whsec_");
    assertThat(api("POST", AT + "/" + id + "/test").body()).contains("\"delivered\":true");

    try {
      Files.writeString(
          home.resolve("systems").resolve("credit-scoring").resolve("bulwark.yaml"),
          "broken: yes\n");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    int before = receiver.received().size();
    assertThat(api("POST", "/api/v1/systems/credit-scoring/checks").statusCode()).isEqualTo(200);
    Instants.await(() -> receiver.received().size() > before, Duration.ofSeconds(20));
    Receiver.Received told = receiver.received().get(before);
    assertThat(told.isSignedBy(secret)).isTrue();
    assertThat(told.body())
        .matches(
            "\\{\"data\":\\{\"digest\":\"sha256:[0-9a-f]{64}\",\"index\":\\d+,\"link\":\"https://localhost:\\d+/systems/credit-scoring/ledger/\\d+\",\"system\":\"credit-scoring\"},\"timestamp\":\"[^\"]+\",\"type\":\"(gate.changed|finding.opened)\"}");
    String link = told.body().replaceAll(".*\"link\":\"https://[^/]+([^\"]+)\".*", "$1");
    assertThat(owner.get(link).statusCode()).isEqualTo(200);
    Instants.await(
        () -> api("GET", AT + "/" + id + "/deliveries").body().contains(told.id()),
        Duration.ofSeconds(10));

    HttpResponse<String> rotated = api("POST", AT + "/" + id + "/rotation");
    assertThat(found(SECRET, rotated.body())).isNotEqualTo(secret);
    assertThat(api("DELETE", AT + "/" + id).statusCode()).isEqualTo(204);
    assertThat(api("GET", AT + "/" + id).statusCode()).isEqualTo(404);
  }

  @Test
  void whatIsNotRightIsAProblem() {
    for (String body :
        List.of("", "[]", "{", "{\"url\":1,\"events\":[]}", "{\"url\":\"https://x.example/\"}")) {
      HttpResponse<String> answer = sent(body);
      assertThat(answer.statusCode()).as(body).isEqualTo(400);
      assertThat(answer.body()).contains("https://bulwark.dev/problem/input-invalid");
    }
    for (String url :
        List.of(
            "http://x.example/",
            "https://127.0.0.1/",
            "https://[::1]/",
            "https://u:p@x.example/",
            "https://x.example:8443/",
            "https://169.254.169.254/")) {
      assertThat(make(url, "gate.changed").statusCode()).as(url).isEqualTo(400);
    }
    assertThat(make("https://x.example/", "everything").statusCode()).isEqualTo(400);
    assertThat(sent("{\"url\":\"" + "x".repeat(20_000) + "\"}").statusCode()).isEqualTo(400);
  }

  /// An answer with a secret is kept for nobody who asks twice.
  @Test
  void aKeyThatWouldKeepASecretIsRefused() {
    int before = ids(api("GET", AT).body());
    HttpRequest.Builder request =
        owner
            .to(AT)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", "once");
    HttpResponse<String> answer =
        owner.send(
            request
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "{\"url\":\"https://x.example/\",\"events\":[\"gate.changed\"]}"))
                .build());
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("Idempotency-Key");
    assertThat(ids(api("GET", AT).body())).isEqualTo(before);
  }

  private static int ids(String body) {
    return (int) ID.matcher(body).results().count();
  }

  @Test
  void whoseMakerIsRemovedIsStoppedAndAnotherOwnerLetsItGoOn() throws InterruptedException {
    Http dora = owner.invited("dora", "owner");
    String page = "/systems/credit-scoring/webhooks";
    dora.submit(page, page, "address", receiver.address("/dora"), "event", "key.revoked");
    Matcher listed =
        Pattern.compile("\"id\":\"([0-9a-f]{20})\",\"made\":\"[^\"]+\",\"madeBy\":\"dora\"")
            .matcher(api("GET", AT).body());
    assertThat(listed.find()).isTrue();
    String one = AT + "/" + listed.group(1);
    assertThat(api("GET", one).body()).contains("\"state\":\"working\"");
    owner.submit("/people", "/people/dora/withdraw", "where", "*", "role", "owner");
    Instants.await(
        () -> api("GET", one).body().contains("its maker is no owner any more"),
        Duration.ofSeconds(20));
    assertThat(api("POST", one + "/resumption").body())
        .contains("\"madeBy\":\"ada\"")
        .contains("\"state\":\"working\"");
  }

  @Test
  void whoIsNoOwnerSeesNoAddress() {
    String page = "/systems/credit-scoring/webhooks";
    assertThat(engineer.get(page).statusCode()).isEqualTo(403);
    assertThat(engineer.get("/systems/credit-scoring").body()).doesNotContain(page);
    assertThat(
            engineer
                .submit("/account", page, "address", "https://x.example/", "event", "gate.changed")
                .statusCode())
        .isEqualTo(403);
    assertThat(
            engineer
                .submit("/account", "/systems/credit-scoring/badge", "shown", "true")
                .statusCode())
        .isEqualTo(403);
    String reader = token("read-system");
    assertThat(new Http(server.address()).api("GET", AT, reader).statusCode()).isEqualTo(403);
  }

  @Test
  void whoHasAPasskeyConfirmsIt() {
    PasskeyHolder cleo = PasskeyHolder.of(server, owner.invited("cleo", "owner"), "cleo");
    String page = "/systems/credit-scoring/webhooks";
    String[] form = {"address", "https://x.example/cleo", "event", "key.revoked"};
    assertThat(cleo.send(page, "", form).statusCode()).isEqualTo(401);
    String other = cleo.wordOnForm(page, "address", "https://y.example/", "event", "key.revoked");
    assertThat(cleo.send(page, other, form).statusCode()).isEqualTo(401);
    assertThat(cleo.send("/systems/credit-scoring/badge", "", "shown", "true").statusCode())
        .isEqualTo(401);
    assertThat(api("GET", AT).body()).doesNotContain("x.example/cleo");
    assertThat(cleo.send(page, cleo.wordOnForm(page, form), form).statusCode()).isEqualTo(200);
    assertThat(api("GET", AT).body()).contains("x.example/cleo");
  }

  @Test
  void aHookOfAnotherSystemIsNotThere() {
    String id = found(ID, make(receiver.address("/other"), "key.revoked").body());
    assertThat(api("GET", "/api/v1/systems/none/webhooks/" + id).statusCode()).isEqualTo(404);
    owner.submit("/systems", "/systems", "example", "credit-scoring-poisoned");
    assertThat(api("DELETE", "/api/v1/systems/credit-scoring-poisoned/webhooks/" + id).statusCode())
        .isEqualTo(404);
    assertThat(api("GET", AT + "/" + id).statusCode()).isEqualTo(200);
  }

  @Test
  void whatSomebodyTypesIsTextOnEveryPage() {
    String page = "/systems/credit-scoring/webhooks";
    String script = "\"><script>alert(1)</script>";
    String refused =
        owner
            .submit(page, page, "address", "https://x.example/" + script, "event", "gate.changed")
            .body();
    assertThat(refused).doesNotContain("<script>alert").contains("&#34;>&lt;script>alert");
    assertThat(owner.submit(page, page, "address", "https://x.example/'&x", "event", script).body())
        .doesNotContain("<script>alert");
    String id = found(ID, make(receiver.address("/a'b&c"), "key.revoked").body());
    assertThat(owner.get(page).body()).contains("a'b&amp;c");
    assertThat(owner.get(page + "/" + id).body()).contains("a'b&amp;c");
  }

  @Test
  void aBadgeTellsNothingUntilItsOwnerShowsIt() {
    Http stranger = new Http(server.address());
    String hidden = stranger.get("/badge/credit-scoring.svg").body();
    HttpResponse<String> none = stranger.get("/badge/no-such-system.svg");
    assertThat(hidden).isEqualTo(none.body()).contains("not shown");
    assertThat(stranger.get("/badge/credit-scoring.json").body())
        .isEqualTo(stranger.get("/badge/no-such-system.json").body())
        .isEqualTo(
            "{\"color\":\"5c6570\",\"label\":\"bulwark\",\"message\":\"not shown\",\"schemaVersion\":1}");

    String page = "/systems/credit-scoring/webhooks";
    assertThat(owner.submit(page, "/systems/credit-scoring/badge", "shown", "true").statusCode())
        .isEqualTo(303);
    owner.get("/systems/credit-scoring");
    HttpResponse<String> shown = stranger.get("/badge/credit-scoring.svg");
    assertThat(shown.body())
        .contains("role=\"img\"")
        .contains("<title>bulwark: ")
        .doesNotContain("not shown")
        .doesNotContain("<script")
        .doesNotContain("style");
    assertThat(shown.headers().firstValue("Content-Type").orElse("")).startsWith("image/svg+xml");
    assertThat(shown.headers().allValues("Cross-Origin-Resource-Policy"))
        .containsExactly("cross-origin");
    assertThat(shown.headers().firstValue("Cache-Control")).contains("max-age=60, public");
    String tag = shown.headers().firstValue("ETag").orElseThrow();
    assertThat(
            stranger
                .send(
                    stranger
                        .to("/badge/credit-scoring.svg")
                        .header("If-None-Match", tag)
                        .GET()
                        .build())
                .statusCode())
        .isEqualTo(304);

    owner.submit(page, "/systems/credit-scoring/badge", "shown", "false");
    assertThat(stranger.get("/badge/credit-scoring.svg").body()).isEqualTo(none.body());
    assertThat(owner.get(page).body()).contains("Switched off by ada");
  }
}
