package dev.bulwark.server.passkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.evidence.passkey.PasskeyWord;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.fault.ProblemType;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.server.ServerFault;
import dev.bulwark.server.account.Accounts;
import dev.bulwark.server.account.Links;
import dev.bulwark.server.account.Memberships;
import dev.bulwark.server.account.SigningSecret;
import dev.bulwark.server.sql.Database;
import dev.bulwark.server.sql.Micros;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What passkeys promise, on every database alike, and what people try with them.
abstract class CeremoniesContract {
  private static final String PASSWORD = "correct horse battery staple";
  private static final String ORIGIN = "https://bulwark.example.org:8443";
  private static final String SITE = "bulwark.example.org";
  private static final String SESSION = "the session of a browser";
  private static final String PURPOSE = "/systems/scoring/approvals";
  private static final Json.Obj TEXT = Json.object().put("decision", "approve").build();

  private final SecureRandom random = new SecureRandom();
  private Instant now = Instant.parse("2026-11-24T10:00:00Z");
  private Database database;
  private Accounts accounts;
  private Passkeys passkeys;
  private Ceremonies ceremonies;
  private PaperAuthenticator adas;
  private List<String> codes;

  /// An empty database.
  abstract String url();

  @BeforeEach
  final void open() {
    database = Database.open(url());
    accounts = new Accounts(database, () -> now, random);
    Links links =
        new Links(
            database,
            accounts,
            new Memberships(database, () -> now, Duration.ofDays(7)),
            () -> now,
            random);
    passkeys = new Passkeys(database);
    ceremonies = new Ceremonies(database, passkeys, new Site(() -> ORIGIN), () -> now, random);
    links.use(links.first(), "root", PASSWORD);
    for (String name : List.of("ada", "eve")) {
      Accounts.Begun begun =
          links.use(links.invite(new Links.Offer(false, "*", List.of()), "root"), name, PASSWORD);
      codes = begun.recoveryCodes();
    }
    adas = registered("ada");
  }

  @AfterEach
  final void close() {
    database.close();
  }

  private PaperAuthenticator registered(String account) {
    PaperAuthenticator paper = new PaperAuthenticator(ORIGIN, SITE, account);
    register(paper, account);
    return paper;
  }

  private StoredPasskey register(PaperAuthenticator paper, String account) {
    return ceremonies.register(
        account, SESSION, "laptop", paper.make(ceremonies.askForNew(SESSION)), _ -> "");
  }

  private Digest ask() {
    return ceremonies.ask(SESSION, PURPOSE, TEXT);
  }

  private Ceremonies.Answered answer(String account, String answer) {
    return ceremonies.answer(Optional.of(account), SESSION, PURPOSE, TEXT, answer);
  }

  private static void refused(ThrowingCallable call) {
    refused(ServerFault.PASSKEY_REFUSED, call);
  }

  private static void refused(ProblemType type, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(ServerFault.class, e -> assertThat(e.type()).isEqualTo(type));
  }

  @Test
  void whatTheLibraryBelievesTheLedgersVerifierBelievesToo() {
    Ceremonies.Answered answered = answer("ada", adas.sign(ask()));
    PasskeyWord word = answered.word();
    assertThat(word.objection(TEXT)).isEmpty();
    assertThat(word.key()).isEqualTo(passkeys.of("ada").getFirst().key());
    assertThat(passkeys.of("ada").getFirst().counter()).isEqualTo(2);
  }

  @Test
  void anAnswerCountsOnce() {
    String answer = adas.sign(ask());
    answer("ada", answer);
    refused(() -> answer("ada", answer));
  }

  @Test
  void anAnswerThatWasRefusedIsUsedUpAsWell() {
    Digest challenge = ask();
    adas.flags = 0x01;
    String unverified = adas.sign(challenge);
    refused(() -> answer("ada", unverified));
    adas.flags = PaperAuthenticator.VERIFIED;
    refused(() -> answer("ada", adas.sign(challenge)));
  }

  private void attack(Consumer<PaperAuthenticator> change) {
    Digest challenge = ask();
    change.accept(adas);
    String answer = adas.sign(challenge);
    refused(() -> answer("ada", answer));
  }

  @Test
  void anotherOriginIsRefused() {
    for (String origin :
        List.of(
            "https://evil.example.org",
            "https://bulwark.example.org",
            "https://bulwark.example.org:9999",
            "http://bulwark.example.org:8443")) {
      attack(paper -> paper.origin = origin);
    }
  }

  @Test
  void anotherSiteIsRefused() {
    attack(paper -> paper.site = "example.org");
  }

  @Test
  void aPersonWhoWasNotVerifiedIsRefused() {
    attack(paper -> paper.flags = 0x01);
  }

  @Test
  void aCopyShowsByItsCounter() {
    answer("ada", adas.sign(ask()));
    attack(paper -> paper.counter = 1);
    attack(paper -> paper.counter = 0);
    adas.counter = 10;
    answer("ada", adas.sign(ask()));
  }

  @Test
  void ofTwoCopiesThatSignAtOnceOneIsRefused() throws Exception {
    List<Callable<Boolean>> both = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Digest challenge = ask();
      adas.counter = 5;
      String answer = adas.sign(challenge);
      both.add(
          () -> {
            try {
              answer("ada", answer);
              return true;
            } catch (ServerFault e) {
              return false;
            }
          });
    }
    int accepted = 0;
    try (ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> each : all.invokeAll(both)) {
        accepted += each.get() ? 1 : 0;
      }
    }
    assertThat(accepted).isEqualTo(1);
  }

  @Test
  void somebodyElsesPasskeyIsRefused() {
    PaperAuthenticator eves = registered("eve");
    String answer = eves.sign(ask());
    refused(() -> answer("ada", answer));
    PaperAuthenticator nobodys = new PaperAuthenticator(ORIGIN, SITE, "ada");
    String unknown = nobodys.sign(ask());
    refused(() -> answer("ada", unknown));
  }

  @Test
  void anotherPurposeOrBrowserIsRefused() {
    String forSignIn =
        adas.sign(ceremonies.ask(SESSION, Ceremonies.SIGN_IN, Ceremonies.signInText()));
    refused(() -> answer("ada", forSignIn));
    String forAnotherForm = adas.sign(ceremonies.ask(SESSION, "/systems/other/approvals", TEXT));
    refused(() -> answer("ada", forAnotherForm));
    String elsewhere = adas.sign(ceremonies.ask("another browser", PURPOSE, TEXT));
    refused(() -> answer("ada", elsewhere));
    String forNew = adas.sign(ceremonies.askForNew(SESSION));
    refused(() -> answer("ada", forNew));
  }

  @Test
  void aTextThatChangedSinceIsRefused() {
    String answer = adas.sign(ask());
    Json.Obj other = Json.object().put("decision", "reject").build();
    refused(() -> ceremonies.answer(Optional.of("ada"), SESSION, PURPOSE, other, answer));
  }

  @Test
  void aChallengeLastsFiveMinutes() {
    String late = adas.sign(ask());
    now = now.plus(Duration.ofMinutes(5));
    refused(() -> answer("ada", late));
    String inTime = adas.sign(ask());
    now = now.plus(Duration.ofMinutes(4));
    answer("ada", inTime);
  }

  @Test
  void signingInFindsTheAccountByThePasskey() {
    Digest challenge = ceremonies.ask(SESSION, Ceremonies.SIGN_IN, Ceremonies.signInText());
    assertThat(signIn(adas.sign(challenge)).passkey().account()).isEqualTo("ada");
    for (String account : List.of("", "eve")) {
      adas.account = account;
      String answer =
          adas.sign(ceremonies.ask(SESSION, Ceremonies.SIGN_IN, Ceremonies.signInText()));
      refused(() -> signIn(answer));
    }
  }

  private Ceremonies.Answered signIn(String answer) {
    return ceremonies.answer(
        Optional.empty(), SESSION, Ceremonies.SIGN_IN, Ceremonies.signInText(), answer);
  }

  @Test
  void aRemovedPasskeyIsRefusedAndOnlyItsHolderRemovesIt() {
    String id = adas.credential().hex();
    passkeys.remove("eve", id);
    assertThat(passkeys.of("ada")).hasSize(1);
    passkeys.remove("ada", id);
    String answer = adas.sign(ask());
    refused(() -> answer("ada", answer));
  }

  @Test
  void aNewPasskeyIsMadeOnceForOneBrowserWithAVerifiedPerson() {
    PaperAuthenticator paper = new PaperAuthenticator(ORIGIN, SITE, "ada");
    String answer = paper.make(ceremonies.askForNew(SESSION));
    refused(() -> ceremonies.register("ada", "another browser", "key", answer, _ -> ""));
    refused(ServerFault.INVALID, () -> ceremonies.register("ada", SESSION, " ", answer, _ -> ""));
    ceremonies.register("ada", SESSION, "key", answer, _ -> "");
    refused(() -> ceremonies.register("ada", SESSION, "key", answer, _ -> ""));
    refused(ServerFault.CONFLICT, () -> register(paper, "eve"));
    PaperAuthenticator unverified = new PaperAuthenticator(ORIGIN, SITE, "ada");
    unverified.flags = 0x01;
    refused(() -> register(unverified, "ada"));
    PaperAuthenticator elsewhere = new PaperAuthenticator("https://evil.org", SITE, "ada");
    refused(() -> register(elsewhere, "ada"));
    assertThat(passkeys.of("ada")).hasSize(2);
  }

  @Test
  void mangledAnswersAreRefusedAndNothingElse() {
    String good = adas.sign(ask());
    List<String> bad =
        new ArrayList<>(List.of("", "{}", "[]", "null", "\"x\"", "{", "x".repeat(20_000)));
    for (int i = 1; i < good.length(); i += 37) {
      bad.add(good.substring(0, i));
    }
    for (String member : List.of("rawId", "response", "signature", "clientDataJSON")) {
      bad.add(good.replace("\"" + member + "\"", "\"other\""));
    }
    bad.add(good.replace("\"authenticatorData\"", "\"other\""));
    for (String answer : bad) {
      refused(() -> answer("ada", answer));
    }
    for (String answer : bad) {
      refused(() -> ceremonies.register("ada", SESSION, "key", answer, _ -> ""));
    }
  }

  @Test
  void aPasskeyOpensWhatItSealedForItsOwnAccountAlone() {
    PaperAuthenticator paper = new PaperAuthenticator(ORIGIN, SITE, "ada");
    SigningSecret secret = accounts.signingSecret("ada", PASSWORD);
    PasskeySeal seal = PasskeySeal.of(prf(7)).orElseThrow();
    StoredPasskey stored =
        ceremonies.register(
            "ada",
            SESSION,
            "with a key",
            paper.make(ceremonies.askForNew(SESSION)),
            credential -> seal.seal(secret, "ada", credential, random));
    assertThat(stored.opens()).isTrue();
    assertThat(seal.open(stored)).isPresent();
    assertThat(PasskeySeal.of(prf(8)).orElseThrow().open(stored)).isEmpty();
    StoredPasskey moved =
        new StoredPasskey(
            stored.key(), "eve", "", Bytes.EMPTY, false, 0, stored.sealed(), now, now);
    assertThat(seal.open(moved)).as("another row").isEmpty();
    assertThat(seal.open(passkeys.find(adas.credential()).orElseThrow()))
        .as("nothing sealed")
        .isEmpty();
    assertThat(PasskeySeal.of("short")).isEmpty();
    assertThat(stored.toString() + seal).doesNotContain(seal.key().hex());
  }

  private static String prf(int first) {
    byte[] bytes = new byte[32];
    bytes[0] = (byte) first;
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @Test
  void recoveringOrRemovingAnAccountTakesItsPasskeysAway() {
    PaperAuthenticator eves = registered("eve");
    accounts.recover("eve", codes.getFirst(), PASSWORD + " again");
    assertThat(passkeys.find(eves.credential())).isEmpty();
    accounts.remove("ada");
    assertThat(passkeys.find(adas.credential())).isEmpty();
  }

  private int challenges() {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery("select count(*) from passkey_challenge")
                    .mapTo(Integer.class)
                    .one());
  }

  /// Strangers ask at the door as often as they like, and take nobody's place who is inside.
  @Test
  final void ofThoseAskedAtTheDoorTheNewestCount() {
    Digest inside = ceremonies.ask(SESSION, PURPOSE, TEXT);
    database
        .jdbi()
        .useHandle(
            handle ->
                handle
                    .createUpdate(
                        "insert into passkey_challenge (challenge, nonce, session, purpose,"
                            + " expires) with recursive n(i) as (select 1 union all select i + 1"
                            + " from n where i < :most) select 'c' || i, '', '', :purpose, :from +"
                            + " i from n")
                    .bind("most", Challenges.MOST)
                    .bind("purpose", Ceremonies.SIGN_IN)
                    .bind("from", Micros.of(now.plusSeconds(300)))
                    .execute());
    int before = challenges();
    now = now.plusSeconds(1);
    Digest door = ceremonies.ask(SESSION, Ceremonies.SIGN_IN, Ceremonies.signInText());
    assertThat(challenges()).isEqualTo(before);
    ceremonies.answer(
        Optional.empty(), SESSION, Ceremonies.SIGN_IN, Ceremonies.signInText(), adas.sign(door));
    ceremonies.answer(Optional.of("ada"), SESSION, PURPOSE, TEXT, adas.sign(inside));
  }
}
