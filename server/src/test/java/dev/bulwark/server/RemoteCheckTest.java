package dev.bulwark.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.project.Shell;
import dev.bulwark.project.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `bulwark login` and `--server` against a real server: a build lets it check what it sends.
final class RemoteCheckTest {
  @TempDir private static Path home;
  @TempDir private static Path elsewhere;
  private static RunningServer server;
  private static Path token;
  private static Path project;

  @BeforeAll
  static void start() throws IOException {
    server = RunningServer.in(home);
    Http admin = Http.begin(server.address(), server.firstLink(), "root");
    admin.submit("/people", "/people/root/grant", "where", "*", "role", "owner");
    String page =
        admin
            .submit(
                "/account",
                "/account/tokens",
                "label",
                "build",
                "where",
                "*",
                "days",
                "1",
                "action",
                "list-systems",
                "action",
                "add-system",
                "action",
                "replace-files",
                "action",
                "read-system")
            .body();
    Matcher found = Pattern.compile("bulwark_[A-Za-z0-9_-]{43}").matcher(page);
    assertThat(found.find()).isTrue();
    token = Files.writeString(elsewhere.resolve("token"), found.group() + "\n");
    project = elsewhere.resolve("project");
    copy(Path.of("../examples/credit-scoring"), project);
    Files.createDirectories(project.resolve(".bulwark/keys"));
    Files.writeString(project.resolve(".bulwark/keys/judge"), "PRIVATE-MARKER");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (!from.relativize(file).startsWith(".bulwark")) {
          Files.copy(file, to.resolve(from.relativize(file).toString()));
        }
      }
    }
  }

  private record Said(int code, String out, String err) {}

  private static Said command(String... all) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            false);
    int code =
        dev.bulwark.cli.Main.run(
            new Shell(terminal, InstantSource.system(), System::nanoTime),
            new LinkedHashMap<>(),
            all);
    return new Said(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static Said login(Path logins, String... more) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "login",
                server.address(),
                "--token-file",
                token.toString(),
                "--logins",
                logins.toString()));
    all.addAll(List.of(more));
    return command(all.toArray(new String[0]));
  }

  @Test
  void aBuildLetsTheServerCheck() throws IOException {
    Path logins = elsewhere.resolve("config/servers.json");
    Said in = login(logins, "--fingerprint", server.server().fingerprint());
    assertThat(in.err()).isEmpty();
    assertThat(in.code()).isZero();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(logins)))
        .isEqualTo("rw-------");
    String where = "--logins=" + logins;
    Said added = command("check", project.toString(), "--server", where);
    assertThat(added.out()).contains("Credit scoring").contains("GATE design: Hold");
    assertThat(added.code()).isEqualTo(1);
    Files.copy(
        Path.of("../examples/credit-scoring-poisoned/models/scorer.pt"),
        project.resolve("models/scorer.pt"));
    Said again =
        command("check", project.toString(), "--server=" + server.address(), where, "--json");
    assertThat(again.out()).startsWith("{").contains("MAN-006").contains("models/scorer.pt");
    Said status = command("status", project.toString(), "--server", where, "--gate", "design");
    assertThat(status.out()).contains("GATE design: Deny");
    assertThat(status.code()).isEqualTo(1);
    assertThat(allBelow(home)).as("keys stay at home").doesNotContain("PRIVATE-MARKER");
    assertThat(command("logout", server.address(), where).code()).isZero();
    assertThat(command("status", project.toString(), "--server", where).err())
        .contains("login-none");
  }

  private static String allBelow(Path folder) throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return all.toString();
  }

  @Test
  void aCertificateNobodyComparedIsNotBelieved() {
    Path logins = elsewhere.resolve("none.json");
    Said unknown = login(logins);
    assertThat(unknown.err())
        .contains("server-not-trusted")
        .contains(server.server().fingerprint());
    assertThat(unknown.code()).isEqualTo(2);
    Said other = login(logins, "--fingerprint", "ab".repeat(32));
    assertThat(other.err()).contains("server-not-trusted");
    assertThat(login(logins, "--fingerprint", "xyz").code()).isEqualTo(4);
    assertThat(logins).doesNotExist();
  }

  @Test
  void wrongTokensAndAddressesAreRefused() throws IOException {
    Path logins = elsewhere.resolve("refused.json");
    Path wrong = Files.writeString(elsewhere.resolve("wrong"), "bulwark_wrong");
    Said refused =
        command(
            "login",
            server.address(),
            "--fingerprint",
            server.server().fingerprint(),
            "--token-file",
            wrong.toString(),
            "--logins",
            logins.toString());
    assertThat(refused.err()).contains("server-refused").contains("401");
    assertThat(refused.code()).isEqualTo(4);
    for (String address : List.of("http://localhost:1", "localhost", "https://", "::")) {
      Said said = command("login", address, "--token-file", wrong.toString(), "--logins=" + logins);
      assertThat(said.code()).as(address).isEqualTo(4);
    }
    Said nobody =
        command(
            "login", "https://localhost:1", "--token-file", wrong.toString(), "--logins=" + logins);
    assertThat(nobody.err()).contains("server-unreachable");
    assertThat(logins).doesNotExist();
  }
}
