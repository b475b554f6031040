package dev.bulwark.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.bulwark.project.Shell;
import dev.bulwark.project.terminal.Terminal;
import dev.bulwark.server.web.Certificate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `--server` makes of answers that are not a server's: a portal's page, a proxy that strips
/// headers.
final class RemoteAnswerTest {
  private static final String SYSTEM = "/api/v1/systems/credit-scoring";
  private static final String REPORT = "{\"report\":\"says open\"}";

  @TempDir private Path folder;
  private HttpsServer between;
  private Path logins;
  private Path project;
  private String fingerprint;
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();

  private record Answer(int status, String exit, String body) {}

  private record Said(int code, String out, String err) {}

  @BeforeEach
  void start() throws IOException, GeneralSecurityException {
    Certificate certificate =
        Certificate.ensure(
            folder.resolve("tls.p12"), "localhost", Instant.now(), new SecureRandom());
    fingerprint = certificate.fingerprint();
    KeyStore keys = KeyStore.getInstance(certificate.file().toFile(), password(certificate));
    KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
    own.init(keys, password(certificate));
    SSLContext context = SSLContext.getInstance("TLSv1.3");
    context.init(own.getKeyManagers(), null, null);
    between = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    between.setHttpsConfigurator(new HttpsConfigurator(context));
    between.createContext(
        "/",
        exchange -> {
          try (exchange;
              InputStream body = exchange.getRequestBody()) {
            body.transferTo(java.io.OutputStream.nullOutputStream());
            String what = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
            asked.add(what);
            Answer answer = answers.getOrDefault(what, new Answer(404, "", "{}"));
            if (!answer.exit().isEmpty()) {
              exchange.getResponseHeaders().set("Bulwark-Exit", answer.exit());
            }
            byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), bytes.length);
            exchange.getResponseBody().write(bytes);
          }
        });
    between.start();
    project = folder.resolve("project");
    Path example = Path.of("../examples/credit-scoring");
    try (Stream<Path> files = Files.walk(example)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (!example.relativize(file).startsWith(".bulwark")) {
          Files.copy(file, project.resolve(example.relativize(file).toString()));
        }
      }
    }
    logins = folder.resolve("logins.json");
  }

  @AfterEach
  void stop() {
    between.stop(0);
  }

  private static char[] password(Certificate certificate) {
    return certificate.password().toCharArray();
  }

  private String address() {
    return "https://localhost:" + between.getAddress().getPort();
  }

  private Said login() throws IOException {
    Path token = Files.writeString(folder.resolve("token"), "bulwark_token\n");
    return command(
        "login", address(), "--fingerprint", fingerprint, "--token-file", token.toString());
  }

  private Said command(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            false);
    String[] all = java.util.Arrays.copyOf(words, words.length + 1);
    all[words.length] = "--logins=" + logins;
    int code =
        dev.bulwark.cli.Main.run(
            new Shell(terminal, InstantSource.system(), System::nanoTime),
            new java.util.LinkedHashMap<>(),
            all);
    return new Said(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private void loggedIn() throws IOException {
    answers.put("GET /api/v1/systems", new Answer(200, "", "{\"systems\":[]}"));
    assertThat(login().code()).isZero();
  }

  @Test
  void anAnswerThatDoesNotSayHowToEndOpensNoGate() throws IOException {
    loggedIn();
    for (String exit : List.of("", "x", "7", "-1", "00", "0, 0")) {
      answers.put("GET " + SYSTEM, new Answer(200, "0", REPORT));
      answers.put("PUT " + SYSTEM + "/files", new Answer(200, exit, REPORT));
      Said check = command("check", project.toString(), "--server");
      assertThat(check.code()).as("check, %s", exit).isEqualTo(2);
      assertThat(check.err()).contains("server-failed").contains("Bulwark-Exit");
      assertThat(check.out()).doesNotContain("says open");
      answers.put("GET " + SYSTEM, new Answer(200, exit, REPORT));
      Said status = command("status", project.toString(), "--server");
      assertThat(status.code()).as("status, %s", exit).isEqualTo(2);
    }
  }

  @Test
  void aPageIsNoSystemThatIsKnown() throws IOException {
    loggedIn();
    answers.put("GET " + SYSTEM, new Answer(200, "", "<html>please sign in</html>"));
    answers.put("PUT " + SYSTEM + "/files", new Answer(200, "0", REPORT));
    assertThat(command("check", project.toString(), "--server").code()).isEqualTo(2);
    assertThat(asked).noneMatch(each -> each.startsWith("PUT"));
  }

  @Test
  void aPageIsNoServerToLogInTo() throws IOException {
    for (String body : List.of("<html>please sign in</html>", "{}", "[]")) {
      answers.put("GET /api/v1/systems", new Answer(200, "", body));
      Said said = login();
      assertThat(said.code()).as(body).isEqualTo(2);
      assertThat(said.err()).contains("server-failed");
    }
    assertThat(logins).doesNotExist();
  }

  @Test
  void whatTheServerSaysCounts() throws IOException {
    loggedIn();
    answers.put("GET " + SYSTEM, new Answer(200, "3", REPORT));
    answers.put("PUT " + SYSTEM + "/files", new Answer(200, "0", REPORT));
    assertThat(command("check", project.toString(), "--server").code()).isZero();
    assertThat(command("status", project.toString(), "--server").code()).isEqualTo(3);
  }

  /// Here it is undecided; the server would see no gap.
  @Test
  void aProjectThatIsNotWholeIsNotSent() throws IOException {
    loggedIn();
    answers.put("GET " + SYSTEM, new Answer(200, "0", REPORT));
    answers.put("PUT " + SYSTEM + "/files", new Answer(200, "0", REPORT));
    Files.createDirectories(project.resolve("d/".repeat(200)));
    Files.writeString(project.resolve("d/".repeat(200) + "hidden"), "x");
    Said said = command("check", project.toString(), "--server");
    assertThat(said.code()).isEqualTo(4);
    assertThat(said.err()).contains("server-refused").contains("deeper than");
    assertThat(asked).noneMatch(each -> each.startsWith("PUT"));
  }
}
