package dev.bulwark.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.registry.seal.EnvironmentKey;
import dev.bulwark.server.access.Action;
import dev.bulwark.server.access.Role;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A server with a system, an environment, and a person whose tokens can do everything.
final class Delivered implements AutoCloseable {
  static final String SYSTEM = "credit-scoring";
  static final Path GOOD = Path.of("../examples/credit-scoring/models");
  static final Path POISONED = Path.of("../examples/credit-scoring-poisoned/models/scorer.pt");

  private final RunningServer server;
  private final Http admin;
  private final Http wire;
  private final String token;

  private Delivered(RunningServer server) {
    this.server = server;
    this.admin = Http.begin(server.address(), server.firstLink(), "root");
    this.wire = new Http(server.address());
    for (Role role : Role.values()) {
      admin.submit("/people", "/people/root/grant", "where", "*", "role", role.word());
    }
    admin.submit("/systems", "/systems", "example", SYSTEM);
    environment("staging");
    this.token = token("*", Action.values());
  }

  static Delivered in(Path home) {
    return new Delivered(RunningServer.in(home));
  }

  private void environment(String name) {
    HttpResponse<String> added =
        admin.submit(
            "/systems/" + SYSTEM + "/releases",
            "/systems/" + SYSTEM + "/environments",
            "name",
            name,
            "gate",
            "stage",
            "key",
            EnvironmentKey.generate(new SecureRandom()).publicKey().json().canonical(),
            "password",
            RunningServer.PASSWORD);
    assertThat(added.statusCode()).as(added.body()).isEqualTo(200);
  }

  /// Signs everything that waits for root, so that the gates open.
  void approveAll() {
    Pattern form =
        Pattern.compile(
            "action=\"(/systems/[^\"]+/approvals)\".*?name=\"digest\" value=\"([^\"]+)\"",
            Pattern.DOTALL);
    Matcher waiting = form.matcher(admin.get("/approvals").body());
    int signed = 0;
    while (waiting.find()) {
      HttpResponse<String> answer =
          admin.submit(
              "/approvals",
              waiting.group(1),
              "digest",
              waiting.group(2),
              "comment",
              "",
              "decision",
              "approve",
              "password",
              RunningServer.PASSWORD);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
      assertThat(++signed).as("signatures").isLessThan(100);
      waiting = form.matcher(admin.get("/approvals").body());
    }
    assertThat(signed).isGreaterThan(4);
  }

  /// A token of root's, for a system and some actions.
  String token(String where, Action... actions) {
    return token(admin, where, actions);
  }

  /// A token of somebody's who is signed in.
  static String token(Http person, String where, Action... actions) {
    List<String> form =
        new ArrayList<>(
            List.of("label", "t", "where", where, "days", "1", "password", RunningServer.PASSWORD));
    Arrays.stream(actions)
        .filter(Action::isForPrograms)
        .forEach(action -> form.addAll(List.of("action", action.word())));
    HttpResponse<String> page =
        person.submit("/account", "/account/tokens", form.toArray(String[]::new));
    Matcher found = Pattern.compile("bulwark_[A-Za-z0-9_-]{43}").matcher(page.body());
    assertThat(found.find()).as(page.body()).isTrue();
    return found.group();
  }

  String token() {
    return token;
  }

  RunningServer server() {
    return server;
  }

  Http admin() {
    return admin;
  }

  Http wire() {
    return wire;
  }

  HttpRequest.Builder to(String path) {
    return wire.to(path).header("Authorization", "Bearer " + token);
  }

  HttpResponse<String> send(String method, String path, byte[] body, String... headers) {
    HttpRequest.Builder request =
        to(path).method(method, HttpRequest.BodyPublishers.ofByteArray(body));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return wire.send(request.build());
  }

  HttpResponse<String> get(String path) {
    return wire.send(to(path).GET().build());
  }

  @Override
  public void close() {
    server.close();
  }
}
