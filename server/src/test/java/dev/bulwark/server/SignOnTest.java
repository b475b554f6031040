package dev.bulwark.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import dev.bulwark.server.access.Role;
import dev.bulwark.server.account.Accounts;
import dev.bulwark.server.account.Membership;
import dev.bulwark.server.account.Memberships;
import dev.bulwark.server.account.SecretToken;
import dev.bulwark.server.account.Sessions;
import dev.bulwark.server.oidc.SignOnConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Single sign-on with a real provider in this process, and what people try with it. Between the
/// two stands a wire that changes what a test says.
final class SignOnTest {
  @TempDir private static Path home;
  private static MockOAuth2Server provider;
  private static SignOnWire wire;
  private static RunningServer server;

  @BeforeAll
  static void start() throws IOException {
    provider = new MockOAuth2Server();
    provider.start();
    wire = new SignOnWire(provider);
    Path secret = Files.writeString(home.resolve("client-secret"), "a client's secret\n");
    Files.setPosixFilePermissions(
        home, java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
    Files.writeString(home.resolve(SignOnConfig.FILE), config(secret, true));
    server = RunningServer.in(home);
    Http.begin(server.address(), server.firstLink(), "root");
  }

  private static String config(Path secret, boolean makesAccounts) {
    return """
    {"issuer": "http://%s/people", "clientId": "bulwark", "clientSecret": "file:%s",
     "makesAccounts": %s, "roles": [{"group": "model-risk", "system": "*", "role": "risk"},
                                    {"group": "builders", "system": "*", "role": "engineer"}]}
    """
        .formatted(wire.address(), secret, makesAccounts);
  }

  @AfterAll
  static void stop() {
    server.close();
    wire.close();
    provider.shutdown();
  }

  /// What the provider says at the next exchange of a code; a test that makes none says nothing.
  private static void says(String subject, String name, String... groups) {
    Map<String, Object> claims = new HashMap<>();
    claims.put("preferred_username", name);
    claims.put("groups", List.of(groups));
    // The issuer is the address people know, that of the wire.
    claims.put("iss", "http://%s/people".formatted(wire.address()));
    provider.enqueueCallback(
        new DefaultOAuth2TokenCallback(
            "people", subject, JOSEObjectType.JWT.getType(), List.of("bulwark"), claims, 300));
  }

  /// A browser that went to the issuer and was sent back.
  private static String wayBack(Http browser) {
    HttpResponse<String> departure = browser.get("/sign-in/sso");
    assertThat(departure.statusCode()).as(departure.body()).isEqualTo(303);
    String to = departure.headers().firstValue("location").orElseThrow();
    assertThat(to).contains("code_challenge_method=S256", "state=", "nonce=", "response_type=code");
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(URI.create(to)).build(), HttpResponse.BodyHandlers.ofString());
      String back = answer.headers().firstValue("location").orElseThrow();
      assertThat(back).startsWith(server.address() + "/sign-in/sso/return?");
      return back.substring(server.address().length());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void refused(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(401);
    assertThat(answer.body()).contains("This sign-in was not accepted");
    assertThat(answer.headers().allValues("set-cookie"))
        .noneMatch(cookie -> cookie.startsWith("__Host-bulwark="));
  }

  private static Memberships memberships() {
    return server.server().context().getBean(Memberships.class);
  }

  @Test
  void somebodyNewGetsAnAccountWithWhatTheirGroupsBring() {
    Http browser = new Http(server.address());
    says("subject-1", "mira", "model-risk", "others");
    HttpResponse<String> arrived = browser.get(wayBack(browser));
    assertThat(arrived.statusCode()).as(arrived.body()).isEqualTo(200);
    assertThat(browser.get("/systems").statusCode()).isEqualTo(200);
    assertThat(memberships().of("mira")).containsExactly(new Membership("mira", "*", Role.RISK));

    memberships().grant(new Membership("mira", "*", Role.AUDITOR), "root");
    says("subject-1", "another name now", "builders");
    assertThat(browser.get(wayBack(browser)).statusCode()).isEqualTo(200);
    assertThat(memberships().of("mira"))
        .as("what groups bring goes with them, what people gave stays")
        .containsExactly(
            new Membership("mira", "*", Role.AUDITOR), new Membership("mira", "*", Role.ENGINEER));
    assertThat(server.server().context().getBean(Accounts.class).find("another name now"))
        .isEmpty();
  }

  @Test
  void anAccountWithoutAPasswordHasNoneToGuessAndSignsWithAPassphrase() {
    Http browser = new Http(server.address());
    says("subject-2", "tom", "model-risk");
    browser.get(wayBack(browser));
    for (String password : List.of("", "tom", RunningServer.PASSWORD)) {
      assertThat(
              new Http(server.address())
                  .submit("/sign-in", "/sign-in", "name", "tom", "password", password)
                  .statusCode())
          .isEqualTo(401);
    }
    Accounts accounts = server.server().context().getBean(Accounts.class);
    assertThatThrownBy(() -> accounts.signingSecret("tom", RunningServer.PASSWORD).passphrase())
        .isInstanceOf(ServerFault.class)
        .hasMessageContaining("neither yet");
    assertThat(passphrase(browser, "", RunningServer.PASSWORD).statusCode()).isEqualTo(303);
    accounts.signingSecret("tom", RunningServer.PASSWORD).passphrase().close();
    assertThat(passphrase(browser, "a wrong one, guessed", "another passphrase 1").statusCode())
        .isEqualTo(401);
    assertThat(passphrase(browser, RunningServer.PASSWORD, "another passphrase 1").statusCode())
        .isEqualTo(303);
    accounts.signingSecret("tom", "another passphrase 1").passphrase().close();
    assertThat(
            new Http(server.address())
                .submit("/sign-in", "/sign-in", "name", "tom", "password", "another passphrase 1")
                .statusCode())
        .as("a passphrase signs nobody in")
        .isEqualTo(401);
  }

  private static HttpResponse<String> passphrase(Http browser, String old, String next) {
    return browser.submit(
        "/account", "/account/passphrase", "password", old, "passphrase", next, "again", next);
  }

  @Test
  void anAccountThatIsThereIsNeverTakenOver() {
    Http browser = new Http(server.address());
    says("somebody else", "root", "model-risk");
    HttpResponse<String> answer = browser.get(wayBack(browser));
    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(memberships().of("root")).isEmpty();
  }

  /// The provider's own signature over other claims.
  private static UnaryOperator<String> signedAnew(
      Consumer<Map<String, Object>> change, Duration life) {
    return answer -> {
      Matcher token = TOKEN.matcher(answer);
      assertThat(token.find()).isTrue();
      try {
        Map<String, Object> claims =
            new HashMap<>(JSONObjectUtils.parse(new Base64URL(token.group(3)).decodeToString()));
        claims.keySet().removeAll(List.of("exp", "iat", "nbf"));
        change.accept(claims);
        String signed =
            provider.getConfig().getTokenProvider().jwt(claims, life, "people").serialize();
        return token.replaceFirst("$1" + signed + "\"");
      } catch (ParseException e) {
        throw new IllegalStateException(e);
      }
    };
  }

  private static HttpResponse<String> arrivingWith(UnaryOperator<String> attack) {
    Http browser = new Http(server.address());
    says("subject-3", "ina", "model-risk");
    String back = wayBack(browser);
    wire.tokenAnswer = attack;
    try {
      return browser.get(back);
    } finally {
      wire.tokenAnswer = UnaryOperator.identity();
    }
  }

  @Test
  void aSignedTokenForSomebodyElseOrTooOldIsRefused() {
    Duration life = Duration.ofMinutes(5);
    refused(arrivingWith(signedAnew(claims -> claims.put("aud", "another client"), life)));
    refused(arrivingWith(signedAnew(claims -> claims.put("nonce", "mine"), life)));
    refused(arrivingWith(signedAnew(claims -> claims.remove("nonce"), life)));
    refused(arrivingWith(signedAnew(claims -> claims.put("iss", "https://evil.org"), life)));
    refused(arrivingWith(signedAnew(_ -> {}, Duration.ofMinutes(-5))));
    assertThat(arrivingWith(signedAnew(_ -> {}, life)).statusCode())
        .as("the same, unchanged")
        .isEqualTo(200);
  }

  @Test
  void aTokenWithoutASignatureOrWithAnotherOneIsRefused() {
    for (UnaryOperator<String> attack :
        List.<UnaryOperator<String>>of(SignOnTest::unsigned, SignOnTest::withOtherClaims)) {
      refused(arrivingWith(attack));
    }
  }

  private static final Pattern TOKEN =
      Pattern.compile("(\"id_token\"\\s*:\\s*\")([^.\"]+)\\.([^.\"]+)\\.([^\"]+)\"");

  private static String unsigned(String answer) {
    Matcher token = TOKEN.matcher(answer);
    assertThat(token.find()).isTrue();
    return token.replaceFirst("$1" + base64("{\"alg\":\"none\",\"typ\":\"JWT\"}") + ".$3.\"");
  }

  private static String withOtherClaims(String answer) {
    Matcher token = TOKEN.matcher(answer);
    assertThat(token.find()).isTrue();
    String claims =
        new String(Base64.getUrlDecoder().decode(token.group(3)), StandardCharsets.UTF_8)
            .replace("ina", "eve");
    return token.replaceFirst("$1$2." + base64(claims) + ".$4\"");
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void anAnswerBelongsToTheBrowserThatWasSentAndCountsOnce() {
    Http victim = new Http(server.address());
    Http attacker = new Http(server.address());
    String back = wayBack(attacker);
    refused(victim.get(back));
    wayBack(victim);
    refused(victim.get(back));
    says("s-once", "once");
    String own = wayBack(attacker);
    assertThat(attacker.get(own).statusCode()).isEqualTo(200);
    refused(attacker.get(own));
  }

  @Test
  void anAnswerOfAnotherIssuerIsRefused() {
    Http browser = new Http(server.address());
    refused(browser.get(wayBack(browser) + "&iss=https%3A%2F%2Fevil.example.org"));
    refused(browser.get("/sign-in/sso/return?error=access_denied&state=x"));
    refused(browser.get("/sign-in/sso/return?code=guessed&state=guessed"));
  }

  @Test
  void anIssuerThatIsDownKeepsNobodyFromTheServer(@TempDir Path other) throws IOException {
    Path secret = Files.writeString(other.resolve("client-secret"), "secret");
    Files.writeString(
        other.resolve(SignOnConfig.FILE),
        config(secret, true).replace(wire.address(), "localhost:1"));
    Files.setPosixFilePermissions(
        other, java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
    try (RunningServer alone = RunningServer.in(other)) {
      Http browser = new Http(alone.address());
      assertThat(browser.get("/sign-in").body()).contains("Sign in with http://localhost:1/people");
      HttpResponse<String> answer = browser.get("/sign-in/sso");
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body()).contains("The sign-in service does not answer");
      Http.begin(alone.address(), alone.firstLink(), "root");
    }
  }

  @Test
  void anIssuerThatGoesAwayMidwayLetsNobodyIn() {
    Http browser = new Http(server.address());
    String back = wayBack(browser);
    wire.cut = true;
    try {
      HttpResponse<String> answer = browser.get(back);
      assertThat(answer.statusCode()).as(answer.body()).isIn(401, 503);
      assertThat(browser.cookie("__Host-bulwark")).isEmpty();
    } finally {
      wire.cut = false;
    }
  }

  @Test
  void withoutConfigurationThereIsNoSuchDoor(@TempDir Path other) {
    try (RunningServer plain = RunningServer.in(other)) {
      Http browser = new Http(plain.address());
      assertThat(browser.get("/sign-in/sso").statusCode()).isEqualTo(404);
      assertThat(browser.get("/sign-in").body()).doesNotContain("Sign in with http");
    }
  }

  @Test
  void aSessionOfSingleSignOnEndsLikeAnyOther() {
    Http browser = new Http(server.address());
    says("s-leaving", "leaving");
    browser.get(wayBack(browser));
    String session = browser.cookie("__Host-bulwark").orElseThrow();
    assertThat(browser.submit("/account", "/sign-out").statusCode()).isEqualTo(303);
    assertThat(server.server().context().getBean(Sessions.class).find(new SecretToken(session)))
        .isEmpty();
  }
}
