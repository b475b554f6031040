package dev.bulwark.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.project.Shell;
import dev.bulwark.project.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `bulwark audit https://…` against a real server: what somebody elsewhere can know.
final class RemoteAuditTest {
  @TempDir private static Path home;
  @TempDir private static Path elsewhere;
  private static RunningServer server;
  private static String ledger;
  private static Path keys;
  private static Path token;
  private static Path authority;
  private static Http owner;

  @BeforeAll
  static void start() throws Exception {
    server = RunningServer.in(home);
    owner = Http.begin(server.address(), server.firstLink(), "root");
    owner.submit("/systems", "/systems", "example", "credit-scoring");
    owner.submit("/people", "/people/root/grant", "where", "*", "role", "owner");
    HttpResponse<String> page =
        owner.submit(
            "/account",
            "/account/tokens",
            "label",
            "auditor",
            "where",
            "credit-scoring",
            "action",
            "read-system",
            "days",
            "1");
    Matcher found = Pattern.compile("bulwark_[A-Za-z0-9_-]{43}").matcher(page.body());
    assertThat(found.find()).isTrue();
    token = Files.writeString(elsewhere.resolve("token"), found.group() + "\n");
    authority =
        Files.writeString(
            elsewhere.resolve("server.pem"),
            "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                    .encodeToString(server.server().certificate().leaf().getEncoded())
                + "\n-----END CERTIFICATE-----\n");
    ledger = server.address() + "/systems/credit-scoring/tlog";
    keys =
        Files.writeString(
            elsewhere.resolve("ledger.vkeys"),
            owner.get("/systems/credit-scoring/tlog/keys").body());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private record Said(int code, String out) {}

  private static Said audit(String... more) {
    String[] all = new String[more.length + 2];
    all[0] = "audit";
    all[1] = ledger;
    System.arraycopy(more, 0, all, 2, more.length);
    return command(all);
  }

  private static Said command(String... all) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    int code =
        dev.bulwark.cli.Main.run(
            new Shell(
                new Terminal(stream, stream, false, false),
                InstantSource.system(),
                System::nanoTime),
            new LinkedHashMap<>(),
            all);
    return new Said(code, out.toString(StandardCharsets.UTF_8));
  }

  private static Said trusting(String... more) {
    String[] all = new String[more.length + 6];
    all[0] = "--ledger-key";
    all[1] = keys.toString();
    all[2] = "--token-file";
    all[3] = token.toString();
    all[4] = "--ca";
    all[5] = authority.toString();
    System.arraycopy(more, 0, all, 6, more.length);
    return audit(all);
  }

  @Test
  void growthIsProvedFromElsewhere() {
    Path kept = elsewhere.resolve("checkpoint");
    assertThat(trusting("--save", kept.toString()).out()).startsWith("sound");
    owner.submit("/systems/credit-scoring", "/systems/credit-scoring/check");
    Said later = trusting("--from", kept.toString());
    assertThat(later.out()).contains("has only grown");
    assertThat(later.code()).isZero();
  }

  @Test
  void aBundleVerifiesOfflineAndAChangedOneDoesNot() throws IOException {
    Path bundle = elsewhere.resolve("bundle.zip");
    owner.download("/systems/credit-scoring/audit-bundle", bundle);
    Said said = command("audit", bundle.toString());
    assertThat(said.out()).startsWith("sound").contains("decided again, all the same");
    assertThat(said.code()).isZero();
    byte[] bytes = Files.readAllBytes(bundle);
    assertThat(new String(bytes, StandardCharsets.ISO_8859_1))
        .doesNotContain("judge.key")
        .doesNotContain("ledger.key")
        .doesNotContain("people/");
    int[] refused = {0};
    for (int at = 100; at < bytes.length; at += bytes.length / 40) {
      byte[] changed = bytes.clone();
      changed[at] ^= 1;
      Files.write(bundle, changed);
      refused[0] += command("audit", bundle.toString()).code() == 0 ? 0 : 1;
    }
    assertThat(refused[0]).isGreaterThan(30);
    Files.write(bundle, bytes);
  }

  @Test
  void withoutKeysNothingIsBelieved() {
    Said said = audit("--ca", authority.toString(), "--token-file", token.toString());
    assertThat(said.code()).isEqualTo(4);
    assertThat(said.out()).contains("--ledger-key");
  }

  @Test
  void withoutTokenNothingIsTold() throws IOException {
    Path wrong = Files.writeString(elsewhere.resolve("wrong-token"), "bulwark_wrong\n");
    Said said =
        audit(
            "--ledger-key",
            keys.toString(),
            "--ca",
            authority.toString(),
            "--token-file",
            wrong.toString());
    assertThat(said.code()).isEqualTo(2);
    assertThat(said.out()).contains("401");
  }

  @Test
  void anUnknownCertificateIsNotTrusted() {
    Said said = audit("--ledger-key", keys.toString(), "--token-file", token.toString());
    assertThat(said.code()).isEqualTo(2);
    assertThat(said.out()).contains("SSLHandshakeException");
  }

  @Test
  void anotherLedgersKeysRefuseTheCheckpoint() throws IOException {
    owner.submit("/systems", "/systems", "example", "support-assistant");
    Path others =
        Files.writeString(
            elsewhere.resolve("other.vkeys"),
            owner.get("/systems/support-assistant/tlog/keys").body());
    Said said =
        audit(
            "--ledger-key",
            others.toString(),
            "--ca",
            authority.toString(),
            "--token-file",
            token.toString());
    assertThat(said.code()).isEqualTo(1);
    assertThat(said.out()).contains("the checkpoint does not verify");
  }
}
