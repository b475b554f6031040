package dev.bulwark.scan.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.check.Severity;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.testkit.ForAll;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Secrets are made here and never written out, so that this file holds none.
class SecretChecksTest {
  private static final SecretChecks CHECKS = SecretChecks.builtin();

  private static List<Finding> findings(String text) {
    return findings(text.getBytes(StandardCharsets.UTF_8), ".env");
  }

  private static List<Finding> findings(byte[] bytes, String name) {
    Source source = Source.of(Place.of(name), bytes);
    List<Finding> all = new ArrayList<>();
    CHECKS
        .over(Function.<Source>identity())
        .forEach(
            check ->
                all.addAll(
                    check.examine(source, Budget.of(Limits.DEFAULT, System::nanoTime)).findings()));
    return all;
  }

  private static String letters(RandomGenerator random, String alphabet, int count) {
    return random
        .ints(count, 0, alphabet.length())
        .mapToObj(i -> alphabet.substring(i, i + 1))
        .collect(Collectors.joining());
  }

  private static final String ALPHANUMERIC =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  /// A random word of a shape, which fits its kind but for the proof.
  private static String word(Shape shape, RandomGenerator random) {
    StringBuilder out = new StringBuilder();
    for (Shape.Part part : shape.parts()) {
      switch (part) {
        case Shape.Part.Literal(String text) -> out.append(text);
        case Shape.Part.Run(Letters letters, int least, int most) -> {
          String alphabet =
              "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                  .chars()
                  .filter(letters::has)
                  .mapToObj(c -> String.valueOf((char) c))
                  .collect(Collectors.joining());
          out.append(letters(random, alphabet, Math.min(most, least + 4)));
        }
      }
    }
    return out.toString();
  }

  private static String proven(CredentialKind kind, RandomGenerator random) {
    String word = word(kind.shape(), random);
    return switch (kind.proof()) {
      case ENTROPY -> word;
      case CRC32_BASE62 -> {
        String body = word.substring(kind.shape().prefix().length(), word.length() - 6);
        CRC32 crc = new CRC32();
        crc.update(body.getBytes(StandardCharsets.US_ASCII));
        yield kind.shape().prefix() + body + Proof.base62(crc.getValue(), 6);
      }
      case OPENAI_MARK -> middle(kind, word, "T3Blbk" + "FJ");
      case GROQ_MARK -> middle(kind, word, "WGdyb" + "3FY");
      case MACAROON -> {
        byte[] macaroon = new byte[60];
        random.nextBytes(macaroon);
        byte[] head = "\2\1\10pypi.org".getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(head, 0, macaroon, 0, head.length);
        yield "pypi-" + Base64.getUrlEncoder().withoutPadding().encodeToString(macaroon);
      }
      case JWT ->
          base64("{\"alg\":\"HS256\",\"typ\":\"JWT\"}")
              + "."
              + base64("{\"sub\":\"model-uploader\",\"exp\":1799999999}")
              + "."
              + letters(random, ALPHANUMERIC, 43);
      case AWS_SECRET_NEAR -> word + "\nsecret: " + letters(random, ALPHANUMERIC, 40);
      case TWILIO_NEAR -> "twilio: " + word;
      case MAILGUN_NEAR -> "MAILGUN=" + word;
      case SAS_NEAR -> "?sv=2024-11-04&se=2030-01-01&" + word;
      case BECH32 ->
          "AGE-SECRET-KEY-1" + "GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ" + "4EGAEX";
    };
  }

  private static String middle(CredentialKind kind, String word, String mark) {
    int at = kind.shape().prefix().length() + 20;
    return word.substring(0, at) + mark + word.substring(at + mark.length());
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  static List<CredentialKind> kinds() {
    return CredentialKinds.builtin().all();
  }

  @Test
  void thereAreManyKinds() {
    assertThat(kinds()).hasSizeGreaterThan(50);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void everyKindIsSeenWhereverItStandsAndNeverQuoted(CredentialKind kind) {
    ForAll.cases(
        20,
        random -> {
          String secret = proven(kind, random);
          for (String around :
              List.of("%s", "KEY=%s\n", "{\"k\": \"a\\n%s\\n\"}", "https://x/%s?")) {
            List<Finding> findings = findings(around.formatted(secret));
            assertThat(findings)
                .as(kind.name())
                .anyMatch(
                    finding ->
                        finding.rule().value().equals("SEC-001")
                            && finding.message().contains(kind.name())
                            && finding.severity() == kind.severity());
            assertThat(findings)
                .allSatisfy(
                    finding ->
                        assertThat(secret).doesNotContain(finding.message().split(" ", -1)[6]));
          }
        });
  }

  /// Tokens that expired long ago and were published as examples of the checksum.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ" + "0mLq17",
        "adE7dp8rHP6gUTuPwxLTZjZdtya3sV" + "0UQzQM"
      })
  void theChecksumOfGitHubIsTheirs(String published) {
    assertThat(findings("ghp" + "_" + published)).hasSize(1);
    String other = (published.charAt(0) == 'z' ? 'y' : 'b') + published.substring(1);
    assertThat(findings("ghp" + "_" + other)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AKIAIOSFODNN7EXAMPLE",
        "hf_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "export HF_TOKEN=hf_YourTokenGoesHereYourTokenGoesHer",
        "api_key = os.environ['OPENAI_API_KEY']",
        "password = getpass.getpass()",
        "api_key: str = None",
        "\"eos_token\": \"<|endoftext|>\", \"pad_token\": \"[PAD]\"",
        "password: ${DB_PASSWORD}",
        "\"secret\": \"<your secret here 123>\"",
        "postgres://user:password@localhost/db",
        "https://user:pass@example.com/",
        "https://huggingface.co/org/model@main:file",
        "mailto:someone@example.org http://a.b/c:d@e",
        "-----BEGIN PRIVATE KEY-----\nMIIEvQ...\n-----END PRIVATE KEY-----",
        "-----BEGIN CERTIFICATE-----\nMIIBAjCBqg==\n-----END CERTIFICATE-----",
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N",
        "access_key = config.storage.access_key_2",
        "secret_key=args.secret_key_v2",
      })
  void whatStandsForASecretIsNone(String text) {
    assertThat(findings(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "db_password = \"k3Xq" + "9vTz2Lw8\"",
        "\"openai_api_key\": \"9f8a7b" + "6c5d4e3f2a1b0c\"",
        "WANDB_API_KEY=4f9a0c27" + "be81d35f6a72e4908cdb153f7ae6240d",
        "{\\\"client_secret\\\": \\\"Zk8vQ2" + "mN5tR1xP\\\"}",
        "postgresql://ml:s7Kq" + "2pX9@db.internal:5432/features",
        "https://bot:t0ps" + "ecret7@git.internal/x.git",
        "machine git.internal login bot password q8Zt" + "4Wm2Ks",
      })
  void passwordsAreSeen(String text) {
    assertThat(findings(text))
        .singleElement()
        .satisfies(finding -> assertThat(finding.rule()).hasToString("SEC-003"));
  }

  private static byte[] key(String algorithm) {
    try {
      return KeyPairGenerator.getInstance(algorithm).generateKeyPair().getPrivate().getEncoded();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static String pem(String label, byte[] body) {
    return "-----BEGIN "
        + label
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(body)
        + "\n-----END "
        + label
        + "-----\n";
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC", "Ed25519", "DSA"})
  void privateKeysOfTheJdkAreSeen(String algorithm) {
    String pem = pem("PRIVATE KEY", key(algorithm));
    assertThat(findings("x\n" + pem))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.HIGH);
              assertThat(finding.place()).hasToString(".env:2:1");
            });
    assertThat(findings("{\"private_key\": \"" + pem.replace("\n", "\\n") + "\"}")).hasSize(1);
    assertThat(findings(pem.replace("\n", "\r\n"))).hasSize(1);
    assertThat(findings(pem.replaceFirst("\n\\S{40}", "\n"))).isEmpty();
    assertThat(findings(pem("PUBLIC KEY", key(algorithm)))).isEmpty();
  }

  @Test
  void keysUnderAPassphraseAreLessGrave() {
    byte[] sealed = new byte[320];
    ForAll.seed(7, random -> random.nextBytes(sealed));
    String legacy =
        pem("RSA PRIVATE KEY", sealed)
            .replaceFirst("-----\n", "-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,0A\n\n");
    byte[] ssh = sealed.clone();
    byte[] head = "openssh-key-v1\0\0\0\0\nAES256-CTR".getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(head, 0, ssh, 0, head.length);
    for (String pem : List.of(legacy, pem("OPENSSH PRIVATE KEY", ssh))) {
      assertThat(findings(pem))
          .singleElement()
          .satisfies(finding -> assertThat(finding.severity()).isEqualTo(Severity.MEDIUM));
    }
  }

  @Test
  void openPgpKeysAreSeen() {
    byte[] packet = new byte[200];
    ForAll.seed(7, random -> random.nextBytes(packet));
    packet[0] = (byte) 0x95;
    String armour = pem("PGP PRIVATE KEY BLOCK", packet);
    assertThat(findings(armour.replaceFirst("\n", "\nVersion: x\n\n"))).hasSize(1);
    packet[0] = (byte) 0x99; // a public key
    assertThat(findings(pem("PGP PRIVATE KEY BLOCK", packet))).isEmpty();
  }

  /// Vocabularies, merges, base64 and plain chance: nothing in them is a secret.
  @Test
  void chanceIsNoSecret() {
    ForAll.cases(
        200,
        random -> {
          byte[] bytes = new byte[6_000];
          random.nextBytes(bytes);
          assertThat(findings("\"image\": \"" + Base64.getEncoder().encodeToString(bytes) + "\""))
              .isEmpty();
          StringBuilder vocabulary = new StringBuilder("{\"vocab\": {");
          for (int i = 0; i < 500; i++) {
            vocabulary
                .append('"')
                .append(letters(random, ALPHANUMERIC + "_-Ġ", 1 + random.nextInt(60)))
                .append("\": ")
                .append(i)
                .append(", ");
          }
          assertThat(findings(vocabulary + "\"password\": 9, \"secret\": 10}}")).isEmpty();
          assertThat(findings("sha256: " + letters(random, "0123456789abcdef", 64))).isEmpty();
        });
  }

  /// What would make a backtracking matcher slow costs as much as anything else.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "sk-",
        "eyJ.eyJ",
        "://a:",
        "-----BEGIN ",
        "password=",
        "ghp_",
        "AKIA",
        "a_",
        "\\\"",
        "eyJAAAAAAAAAAAAAAAA.eyJ"
      })
  void timeGrowsWithSizeAlone(String unit) {
    byte[] bytes = unit.repeat(2_000_000 / unit.length()).getBytes(StandardCharsets.UTF_8);
    org.junit.jupiter.api.Assertions.assertTimeout(
        Duration.ofSeconds(20), () -> findings(bytes, "x"));
  }

  @Test
  void aBudgetThatIsGoneIsNoPass() {
    Limits none = new Limits(new dev.bulwark.kernel.bytes.ByteSize(1), 1, 1, Duration.ofNanos(1));
    Budget budget = Budget.of(none, System::nanoTime);
    Source source = Source.of(Place.of("x"), new byte[5_000]);
    assertThatThrownBy(
            () -> CHECKS.over(Function.<Source>identity()).getFirst().examine(source, budget))
        .isInstanceOf(Budget.OverLimit.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\tghp_ A{36}\tentropy",
        "a\tA{3}\tentropy\thigh",
        "a\tx_ Z{3}\tentropy\thigh",
        "a\tx_ A{3}\tluck\thigh"
      })
  void aLineThatIsNoKindIsNamed(String line) {
    assertThatThrownBy(() -> CredentialKinds.parse("# head\n" + line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("line 2");
  }
}
