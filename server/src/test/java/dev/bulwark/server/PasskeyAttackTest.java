package dev.bulwark.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.server.access.Role;
import dev.bulwark.server.account.Membership;
import dev.bulwark.server.account.Memberships;
import dev.bulwark.server.passkey.PaperAuthenticator;
import dev.bulwark.server.passkey.Passkeys;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is tried at the wire against somebody who has a passkey, by who has their session and their
/// password as well. Nothing happens without the passkey's word on that very form.
final class PasskeyAttackTest {
  private static final Pattern CHALLENGE = Pattern.compile("\"challenge\":\"([^\"]+)\"");
  private static final String GRANT = "/people/ada/grant";

  @TempDir private static Path home;
  private static RunningServer server;
  private static Http ada;
  private static PaperAuthenticator paper;

  @BeforeAll
  static void start() {
    server = RunningServer.in(home);
    ada = Http.begin(server.address(), server.firstLink(), "ada");
    assertThat(ada.submit("/systems", "/systems", "example", "credit-scoring").statusCode())
        .isEqualTo(303);
    memberships().grant(new Membership("ada", "*", Role.OWNER), "ada");
    paper = new PaperAuthenticator(server.address(), "localhost", "ada");
    String made = paper.make(challenge("/account/passkeys/options"));
    assertThat(
            ada.submit(
                    "/account",
                    "/account/passkeys",
                    "label",
                    "paper",
                    "attestation",
                    made,
                    "password",
                    RunningServer.PASSWORD)
                .statusCode())
        .isEqualTo(303);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Memberships memberships() {
    return server.server().context().getBean(Memberships.class);
  }

  private static Digest challenge(String path, String... form) {
    HttpResponse<String> answer = ada.submit("/account", path, form);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    Matcher found = CHALLENGE.matcher(answer.body());
    assertThat(found.find()).isTrue();
    return new Digest(Bytes.of(Base64.getUrlDecoder().decode(found.group(1))));
  }

  /// A passkey's word on a form.
  private static String word(String path, String... form) {
    return paper.sign(challenge("/account/passkeys/challenge", with(form, "_for", path)));
  }

  private static String[] with(String[] form, String... more) {
    return Stream.concat(Arrays.stream(form), Arrays.stream(more)).toArray(String[]::new);
  }

  private static void refused(HttpResponse<String> answer, String slug) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(401);
    assertThat(answer.body()).contains(slug);
  }

  private static String[] grant(String role) {
    return new String[] {"where", "*", "role", role};
  }

  @Test
  void nothingSensitiveIsDoneWithASessionAndAPasswordAlone() {
    String password = RunningServer.PASSWORD;
    refused(
        ada.submit("/people", GRANT, with(grant("risk"), "password", password)), "passkey-needed");
    refused(
        ada.submit("/people", "/people/invitations", "where", "*", "role", "risk"),
        "passkey-needed");
    refused(
        ada.submit(
            "/account",
            "/account/tokens",
            "label",
            "x",
            "where",
            "*",
            "action",
            "read-system",
            "days",
            "1"),
        "passkey-needed");
    refused(
        ada.submit(
            "/account",
            "/account/passkeys/" + paper.credential().hex() + "/removal",
            "password",
            password),
        "passkey-needed");
    assertThat(passkeys()).hasSize(1);
    assertThat(memberships().of("ada")).doesNotContain(new Membership("ada", "*", Role.RISK));
  }

  private static List<?> passkeys() {
    return server.server().context().getBean(Passkeys.class).of("ada");
  }

  @Test
  void anotherPasskeyIsNotAddedByWhoHasThePasswordAlone() {
    PaperAuthenticator eves = new PaperAuthenticator(server.address(), "localhost", "ada");
    String made = eves.make(challenge("/account/passkeys/options"));
    refused(
        ada.submit(
            "/account",
            "/account/passkeys",
            "label",
            "mine",
            "attestation",
            made,
            "password",
            RunningServer.PASSWORD),
        "passkey-needed");
    assertThat(passkeys()).hasSize(1);
  }

  @Test
  void aWordOnOneFormMovesNoOther() {
    String risk = word(GRANT, grant("risk"));
    refused(
        ada.submit("/people", GRANT, with(grant("security"), "assertion", risk)),
        "passkey-refused");
    String elsewhere = word("/account/tokens", grant("risk"));
    refused(
        ada.submit("/people", GRANT, with(grant("risk"), "assertion", elsewhere)),
        "passkey-refused");
    String more = word(GRANT, grant("risk"));
    refused(
        ada.submit("/people", GRANT, with(grant("risk"), "role", "owner", "assertion", more)),
        "passkey-refused");
    String good = word(GRANT, grant("auditor"));
    assertThat(ada.submit("/people", GRANT, with(grant("auditor"), "assertion", good)).statusCode())
        .isEqualTo(303);
    refused(
        ada.submit("/people", GRANT, with(grant("auditor"), "assertion", good)), "passkey-refused");
  }

  @Test
  void anApprovalIsSignedOverTheStatementThatWasConfirmed() {
    String page = ada.get("/approvals").body();
    Matcher digest = Pattern.compile("name=\"digest\" value=\"([^\"]+)\"").matcher(page);
    assertThat(digest.find()).isTrue();
    String path = "/systems/credit-scoring/approvals";
    String[] reject = {"digest", digest.group(1), "decision", "reject", "comment", "no"};
    String[] approve = {"digest", digest.group(1), "decision", "approve", "comment", "no"};
    String[] password = {"password", RunningServer.PASSWORD};
    assertThat(ada.submit("/approvals", path, with(approve, password)).statusCode()).isEqualTo(401);
    String no = paper.sign(challenge(path + "/challenge", reject));
    assertThat(
            ada.submit("/approvals", path, with(with(approve, password), "assertion", no))
                .statusCode())
        .as("a no is no yes")
        .isEqualTo(401);
    String form = word(path, approve);
    assertThat(
            ada.submit("/approvals", path, with(with(approve, password), "assertion", form))
                .statusCode())
        .as("a word on the form is none on the statement")
        .isEqualTo(401);
    String yes = paper.sign(challenge(path + "/challenge", approve));
    assertThat(
            ada.submit("/approvals", path, with(with(approve, password), "assertion", yes))
                .statusCode())
        .isEqualTo(303);
    assertThat(ada.get("/approvals").body())
        .as("what I signed is not offered again")
        .doesNotContain(digest.group(1));
  }

  @Test
  void aChallengeOfAnotherBrowserSignsNobodyIn() {
    Http eve = new Http(server.address());
    Http other = new Http(server.address());
    HttpResponse<String> asked = other.submit("/sign-in", "/sign-in/passkey/challenge");
    Matcher found = CHALLENGE.matcher(asked.body());
    assertThat(found.find()).isTrue();
    String answer = paper.sign(new Digest(Bytes.of(Base64.getUrlDecoder().decode(found.group(1)))));
    assertThat(eve.submit("/sign-in", "/sign-in/passkey", "assertion", answer).statusCode())
        .isEqualTo(401);
    assertThat(other.submit("/sign-in", "/sign-in/passkey", "assertion", answer).statusCode())
        .isEqualTo(303);
    assertThat(other.get("/account").statusCode()).isEqualTo(200);
  }
}
