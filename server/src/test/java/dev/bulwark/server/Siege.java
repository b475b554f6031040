package dev.bulwark.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocket;

/// A server with one system and its administrator, root, and what people try at its door.
final class Siege implements AutoCloseable {
  final RunningServer server;
  final Http admin;

  Siege(Path home) {
    server = RunningServer.in(home);
    admin = Http.begin(server.address(), server.firstLink(), "root");
    assertThat(admin.submit("/systems", "/systems", "example", "credit-scoring").statusCode())
        .isEqualTo(303);
  }

  /// Somebody nobody knows.
  Http stranger() {
    return new Http(server.address());
  }

  /// A link that makes an account with these roles.
  String invitation(String where, String... roles) {
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

  static HttpResponse<String> signIn(Http http, String name, String password) {
    return http.submit("/sign-in", "/sign-in", "name", name, "password", password);
  }

  /// Root gets a role everywhere.
  void grant(String role) {
    admin.submit("/people", "/people/root/grant", "where", "*", "role", role);
  }

  /// A token of root for a day that may do this to credit-scoring.
  String token(String... actions) {
    String[] form = new String[6 + 2 * actions.length];
    System.arraycopy(
        new String[] {"label", "ci", "where", "credit-scoring", "days", "1"}, 0, form, 0, 6);
    for (int i = 0; i < actions.length; i++) {
      form[6 + 2 * i] = "action";
      form[7 + 2 * i] = actions[i];
    }
    HttpResponse<String> page = admin.submit("/account", "/account/tokens", form);
    Matcher token = Pattern.compile("bulwark_[A-Za-z0-9_-]{43}").matcher(page.body());
    assertThat(token.find()).isTrue();
    return token.group();
  }

  SSLSocket socket() throws IOException {
    int port = Integer.parseInt(server.address().substring(server.address().lastIndexOf(':') + 1));
    return (SSLSocket) Http.trusting().getSocketFactory().createSocket("localhost", port);
  }

  /// What the server answers to these bytes.
  String raw(String request) throws IOException {
    try (SSLSocket socket = socket()) {
      socket.setSoTimeout(10_000);
      OutputStream out = socket.getOutputStream();
      out.write(request.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
