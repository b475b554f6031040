package dev.bulwark.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import dev.bulwark.evidence.RosterEvent;
import dev.bulwark.project.Shell;
import dev.bulwark.project.workspace.People;
import dev.bulwark.project.workspace.Workspace;
import dev.bulwark.server.access.Action;
import dev.bulwark.server.access.Role;
import dev.bulwark.server.account.Accounts;
import dev.bulwark.server.account.ApiTokens;
import dev.bulwark.server.account.Links;
import dev.bulwark.server.account.Membership;
import dev.bulwark.server.account.Memberships;
import dev.bulwark.server.account.SecretToken;
import dev.bulwark.server.oidc.SignOnConfig;
import dev.bulwark.server.project.Project;
import dev.bulwark.server.project.ProjectDesk;
import dev.bulwark.server.project.Projects;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// People of a house that makes no accounts by itself, with a real provider in this process: who
/// gets in, what their groups bring, and how that ends.
final class SignOnStoryTest {
  @TempDir private static Path home;
  private static MockOAuth2Server provider;
  private static RunningServer server;
  private static Http root;
  private static Project project;

  @BeforeAll
  static void start() throws IOException {
    provider = new MockOAuth2Server();
    provider.start();
    configure(home, provider.issuerUrl("people").toString());
    server = RunningServer.in(home);
    root = Http.begin(server.address(), server.firstLink(), "root");
    project =
        bean(Projects.class).addExample("credit-scoring", "root", bean(ProjectDesk.class)::check);
  }

  private static void configure(Path home, String issuer) throws IOException {
    Path secret = Files.writeString(home.resolve("client-secret"), "a client's secret\n");
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
    Files.writeString(
        home.resolve(SignOnConfig.FILE),
        """
        {"issuer": "%s", "clientId": "bulwark", "clientSecret": "file:%s",
         "roles": [{"group": "model-risk", "system": "*", "role": "risk"}]}
        """
            .formatted(issuer, secret));
  }

  @AfterAll
  static void stop() {
    server.close();
    provider.shutdown();
  }

  private static <T> T bean(Class<T> type) {
    return server.server().context().getBean(type);
  }

  /// Goes to the issuer, who says this of the person, and comes back.
  private static HttpResponse<String> arrivesFrom(
      Http browser, String from, String subject, String name, String... groups) {
    String to = browser.get(from).headers().firstValue("location").orElseThrow();
    provider.enqueueCallback(
        new DefaultOAuth2TokenCallback(
            "people",
            subject,
            JOSEObjectType.JWT.getType(),
            List.of("bulwark"),
            Map.of("preferred_username", name, "groups", List.of(groups)),
            300));
    try (HttpClient client = HttpClient.newHttpClient()) {
      String back =
          client
              .send(
                  HttpRequest.newBuilder(URI.create(to)).build(),
                  HttpResponse.BodyHandlers.ofString())
              .headers()
              .firstValue("location")
              .orElseThrow();
      return browser.get(back.substring(server.address().length()));
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static HttpResponse<String> arrives(Http browser, String subject, String... groups) {
    return arrivesFrom(browser, "/sign-in/sso", subject, subject, groups);
  }

  private static SecretToken invitation(boolean administrator, Role... roles) {
    return bean(Links.class).invite(new Links.Offer(administrator, "*", List.of(roles)), "root");
  }

  /// Somebody with an account, begun with an invitation and the issuer.
  private static Http begun(String name, String... groups) {
    Http browser = new Http(server.address());
    String from = "/sign-in/sso?link=" + invitation(false).text();
    assertThat(arrivesFrom(browser, from, name, name, groups).statusCode()).isEqualTo(200);
    return browser;
  }

  @Test
  void anInvitationBeginsAnAccountThroughTheIssuer() {
    Http browser = new Http(server.address());
    assertThat(arrives(browser, "ada").statusCode()).as("nobody invited her").isEqualTo(401);
    SecretToken link = invitation(false, Role.AUDITOR);
    String page = browser.get("/begin?link=" + link.text()).body();
    String from = "/sign-in/sso?link=" + link.text();
    assertThat(page).contains("href=\"" + from + "\"");
    assertThat(arrivesFrom(browser, from, "ada", "ada").statusCode()).isEqualTo(200);
    assertThat(browser.get("/systems").statusCode()).isEqualTo(200);
    assertThat(bean(Memberships.class).of("ada"))
        .containsExactly(new Membership("ada", "*", Role.AUDITOR));
    assertThat(bean(Accounts.class).hasPassword("ada")).isFalse();
    assertThat(arrives(new Http(server.address()), "ada").statusCode())
        .as("from then on without a link")
        .isEqualTo(200);
    assertThat(arrivesFrom(new Http(server.address()), from, "eve", "eve").statusCode())
        .as("a link works once")
        .isEqualTo(404);
    assertThat(bean(Accounts.class).find("eve")).isEmpty();
  }

  @Test
  void noLinkTakesAnAccountOverOrMakesAnAdministratorThroughTheIssuer() {
    SecretToken link = invitation(false, Role.AUDITOR);
    String from = "/sign-in/sso?link=" + link.text();
    assertThat(arrivesFrom(new Http(server.address()), from, "somebody", "root").statusCode())
        .isEqualTo(409);
    assertThat(bean(Links.class).find(link)).as("it is not used up").isPresent();
    SecretToken high = invitation(true);
    assertThat(new Http(server.address()).get("/begin?link=" + high.text()).body())
        .doesNotContain("/sign-in/sso");
    String highFrom = "/sign-in/sso?link=" + high.text();
    assertThat(arrivesFrom(new Http(server.address()), highFrom, "max", "max").statusCode())
        .isEqualTo(404);
    assertThat(bean(Accounts.class).find("max")).isEmpty();
    assertThat(new Http(server.address()).get("/sign-in/sso?link=a.b").statusCode()).isEqualTo(400);
  }

  @Test
  void aRoleABusyLedgerKeptIsWithdrawnAtTheNextArrival() throws IOException {
    Http mira = begun("mira", "model-risk");
    Memberships memberships = bean(Memberships.class);
    assertThat(memberships.of("mira")).hasSize(1);
    try (Workspace workspace = Workspace.open(project.home(), bean(Shell.class))) {
      new People(workspace).record(new RosterEvent.Granted("mira", "risk", Instant.now()));
    }
    Path keys = project.folder().resolve(".bulwark/keys");
    Path away = Files.move(keys, keys.resolveSibling("keys-away"));
    try {
      for (int tries = 0; tries < 2; tries++) {
        assertThat(arrives(mira, "mira").statusCode()).as("arrival " + tries).isEqualTo(503);
        assertThat(memberships.of("mira")).as("here it is gone at once").isEmpty();
      }
      assertThat(root.get("/people").body()).contains("/people/mira/align");
      assertThat(root.submit("/people", "/people/mira/align").statusCode()).isEqualTo(503);
    } finally {
      Files.move(away, keys);
    }
    assertThat(arrives(mira, "mira").statusCode()).isEqualTo(200);
    assertThat(memberships.withdrawn("mira")).isEmpty();
    assertThat(root.get("/people").body()).doesNotContain("/people/mira/align");
  }

  @Test
  void whoNeverComesBackKeepsNothing() {
    Http tom = begun("tom", "model-risk");
    String token =
        bean(ApiTokens.class)
            .make("tom", "reads", "*", Set.of(Action.READ_SYSTEM), Duration.ofDays(366))
            .text();
    Http program = new Http(server.address());
    String what = "/api/v1/systems/credit-scoring";
    assertThat(bean(Memberships.class).rolesIn("tom", "credit-scoring")).containsExactly(Role.RISK);
    assertThat(program.api("GET", what, token).statusCode()).isEqualTo(200);
    server.later(Duration.ofDays(8));
    assertThat(bean(Memberships.class).rolesIn("tom", "credit-scoring")).isEmpty();
    assertThat(program.api("GET", what, token).statusCode()).isEqualTo(404);
    assertThat(arrives(tom, "tom", "model-risk").statusCode()).isEqualTo(200);
    assertThat(bean(Memberships.class).rolesIn("tom", "credit-scoring")).containsExactly(Role.RISK);
  }

  @Test
  void anIssuerThatHangsHoldsNobodyLongerThanOnce(@TempDir Path other) throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      configure(other, "http://localhost:" + silent.getLocalPort() + "/people");
      try (RunningServer alone = RunningServer.in(other);
          ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
        long began = System.nanoTime();
        List<Future<Integer>> answers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          answers.add(
              people.submit(() -> new Http(alone.address()).get("/sign-in/sso").statusCode()));
        }
        assertThat(all(answers)).containsOnly(503);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(18));
        long again = System.nanoTime();
        assertThat(new Http(alone.address()).get("/sign-in/sso").statusCode()).isEqualTo(503);
        assertThat(Duration.ofNanos(System.nanoTime() - again)).isLessThan(Duration.ofSeconds(4));
      }
    }
  }

  private static List<Integer> all(List<Future<Integer>> answers)
      throws InterruptedException, ExecutionException {
    List<Integer> all = new ArrayList<>();
    for (Future<Integer> each : answers) {
      all.add(each.get());
    }
    return all;
  }

  /// Behind a proxy people find it elsewhere than where it listens.
  @Test
  void linksNameWhereBrowsersFindTheServer(@TempDir Path other) {
    Map<String, String> settings = Map.of("origin", "https://bulwark.example.org");
    try (RunningServer behind = RunningServer.with(other, settings)) {
      assertThat(behind.firstLink()).startsWith("https://bulwark.example.org/begin?link=");
      Http admin = Http.begin(behind.address(), behind.firstLink(), "root");
      assertThat(admin.submit("/people", "/people/invitations", "where", "*").body())
          .contains("https://bulwark.example.org/begin?link=");
    }
  }
}
