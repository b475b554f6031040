package dev.bulwark.registry.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.evidence.EvidenceFixture;
import dev.bulwark.evidence.dsse.Envelope;
import dev.bulwark.evidence.json.Base64Text;
import dev.bulwark.evidence.keys.SigningKey;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.registry.Content;
import dev.bulwark.registry.RegistryFault;
import dev.bulwark.registry.signing.SigningFault;
import dev.bulwark.registry.signing.StatementKey;
import dev.bulwark.testkit.Mangle;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProvenanceTest {
  private static final Digest FILE = Digest.of(Bytes.utf8("weights"));
  private static final Digest DATA = Digest.of(Bytes.utf8("data"));
  private static final String STATEMENT =
      """
      {"_type":"https://in-toto.io/Statement/v1",
       "subject":[{"name":"model.bin","digest":{"sha256":"%s"}}],
       "predicateType":"https://slsa.dev/provenance/v1",
       "predicate":{
         "buildDefinition":{
           "buildType":"https://example.com/train/v1",
           "externalParameters":{"epochs":3},
           "resolvedDependencies":[{"uri":"file:data","digest":{"sha256":"%s","sha1":"aa"}},
                                   {"uri":"git+https://example.com/code","digest":{"gitCommit":"ab12"}}],
           "somethingNew":{"is":"passed over"}},
         "runDetails":{
           "builder":{"id":"https://example.com/builder/7"},
           "metadata":{"invocationId":"run-5","finishedOn":"2026-02-01T10:00:00Z"}}}}
      """
          .formatted(FILE.hex(), DATA.hex());

  private static final KeyPair ED25519 = pair("Ed25519", null);
  private static final KeyPair P256 = pair("EC", "secp256r1");

  private static KeyPair pair(String algorithm, String curve) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      if (curve != null) {
        generator.initialize(new ECGenParameterSpec(curve));
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static StatementKey key(KeyPair pair) {
    return StatementKey.parse(
        Bytes.utf8(
            "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(pair.getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n"));
  }

  private static Bytes signed(KeyPair pair, String algorithm, String type, String payload) {
    try {
      Bytes body = Bytes.utf8(payload);
      Signature signer = Signature.getInstance(algorithm);
      signer.initSign(pair.getPrivate());
      signer.update(Envelope.pae(type, body).toArray());
      return new Envelope(
              type, body, List.of(new Envelope.Signature("any", Bytes.of(signer.sign()))))
          .bytes();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Bytes signed(String payload) {
    return signed(ED25519, "Ed25519", Envelope.IN_TOTO, payload);
  }

  private static void assertRefused(Bytes envelope, String says) {
    assertThatThrownBy(() -> Provenance.verify(envelope, key(ED25519)))
        .isInstanceOfSatisfying(
            RegistryFault.class,
            fault -> assertThat(fault.type()).isEqualTo(RegistryFault.PROVENANCE_REFUSED))
        .hasMessageContaining(says);
  }

  @Test
  void aBuildersSignedWordIsRead() {
    Provenance read = Provenance.verify(signed(STATEMENT), key(ED25519));
    assertThat(read.builder()).isEqualTo("https://example.com/builder/7");
    assertThat(read.buildType()).isEqualTo("https://example.com/train/v1");
    assertThat(read.dependencies()).containsExactly(new Provenance.Dependency("file:data", DATA));
    assertThat(read.key()).isEqualTo(key(ED25519).id());
  }

  @Test
  void ecdsaAndBulwarksOwnKeysCountToo() {
    Bytes ecdsa = signed(P256, "SHA256withECDSA", Envelope.IN_TOTO, STATEMENT);
    assertThat(Provenance.verify(ecdsa, key(P256)).builder()).contains("builder/7");
    SigningKey own = EvidenceFixture.key("builder");
    Bytes hybrid = own.sign(Envelope.IN_TOTO, Bytes.utf8(STATEMENT)).bytes();
    StatementKey ownKey = StatementKey.parse(own.verifyingKey().json().canonicalBytes());
    assertThat(Provenance.verify(hybrid, ownKey).key()).isEqualTo(own.id());
    Envelope half = Envelope.parse(hybrid);
    Bytes onlyOne =
        new Envelope(Envelope.IN_TOTO, half.payload(), List.of(half.signatures().getFirst()))
            .bytes();
    assertThatThrownBy(() -> Provenance.verify(onlyOne, ownKey))
        .hasMessageContaining("none that holds");
  }

  @Test
  void anUnsignedOneIsRefused() {
    String bare =
        "{\"payloadType\":\"%s\",\"payload\":\"%s\",\"signatures\":[]}"
            .formatted(Envelope.IN_TOTO, Base64Text.render(Bytes.utf8(STATEMENT)));
    assertRefused(Bytes.utf8(bare), "signatures");
    assertRefused(Bytes.utf8(STATEMENT), "$.signatures");
    Bytes empty =
        new Envelope(
                Envelope.IN_TOTO,
                Bytes.utf8(STATEMENT),
                List.of(new Envelope.Signature("", Bytes.EMPTY)))
            .bytes();
    assertRefused(empty, "none that holds");
  }

  @Test
  void anotherKeysSignatureIsRefused() {
    Bytes others = signed(P256, "SHA256withECDSA", Envelope.IN_TOTO, STATEMENT);
    assertRefused(others, "none that holds");
  }

  @Test
  void aSignatureOverAnotherPayloadOrTypeIsRefused() {
    Envelope good = Envelope.parse(signed(STATEMENT));
    Bytes other = Bytes.utf8(STATEMENT.replace("builder/7", "builder/8"));
    assertRefused(
        new Envelope(Envelope.IN_TOTO, other, good.signatures()).bytes(), "none that holds");
    assertRefused(signed(ED25519, "Ed25519", "text/plain", STATEMENT), "payload type");
  }

  /// @param says a part of the reason
  private record Wrong(String name, String from, String to, String says) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Wrong> wrongs() {
    return Stream.of(
        new Wrong("an old predicate", "provenance/v1", "provenance/v0.2", "predicate type"),
        new Wrong("another statement", "Statement/v1", "Statement/v0.1", "$._type"),
        new Wrong("no subject", "\"name\":\"model.bin\",\"digest\"", "\"x\"", "$.subject[0]"),
        new Wrong("no builder", "\"builder\":", "\"bilder\":", "builder"),
        new Wrong("a builder that is no URI", "https://example.com/builder/7", "somebody", "id"),
        new Wrong("control characters", "builder/7", "builder\\u001b[2J", "id"),
        new Wrong("a builder that is a number", "\"https://example.com/builder/7\"", "7", "id"),
        new Wrong("no build type", "\"buildType\"", "\"type\"", "buildType"),
        new Wrong("parameters that are a text", "{\"epochs\":3}", "\"3\"", "externalParameters"),
        new Wrong("a time that is none", "2026-02-01T10:00:00Z", "yesterday", "finishedOn"),
        new Wrong("a digest cut short", DATA.hex(), DATA.hex().substring(2), "sha256"),
        new Wrong(
            "a digest in capitals",
            DATA.hex(),
            DATA.hex().toUpperCase(java.util.Locale.ROOT),
            "sha256"),
        new Wrong("a digest that is a number", "\"ab12\"", "12", "digest"),
        new Wrong("a dependency of nothing", "\"uri\":\"file:data\",\"digest\"", "\"a\"", "uri"),
        new Wrong("a member twice", "\"epochs\":3", "\"epochs\":3,\"epochs\":4", ""));
  }

  @ParameterizedTest
  @MethodSource("wrongs")
  void aSignedWordOfAnotherShapeIsRefused(Wrong wrong) {
    assertThat(STATEMENT).contains(wrong.from());
    assertRefused(signed(STATEMENT.replace(wrong.from(), wrong.to())), wrong.says());
  }

  @Test
  void tooMuchIsRefused() {
    assertRefused(Bytes.utf8("{" + " ".repeat(1 << 20) + "}"), "at most 1MiB");
    String one = "{\"uri\":\"x:y\"},";
    String many =
        STATEMENT.replace(
            "[{\"uri\":\"file:data\"", "[" + one.repeat(10_001) + "{\"uri\":\"file:data\"");
    assertRefused(signed(many), "at most 10000 items");
    String deep = "[".repeat(200) + "]".repeat(200);
    assertRefused(signed(STATEMENT.replace("{\"epochs\":3}", "{\"epochs\":" + deep + "}")), "");
  }

  @Test
  void whatIsMangledIsRefusedOrSaysTheSame() {
    Bytes valid = signed(STATEMENT);
    Provenance right = Provenance.verify(valid, key(ED25519));
    Random random = new Random(7);
    int refused = 0;
    for (int i = 0; i < 3_000; i++) {
      Bytes mangled = Bytes.of(Mangle.once(valid.toArray(), random));
      try {
        assertThat(Provenance.verify(mangled, key(ED25519)).said()).isEqualTo(right.said());
      } catch (RegistryFault e) {
        assertThat(e.type()).isEqualTo(RegistryFault.PROVENANCE_REFUSED);
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(2_500);
  }

  /// A builder whose key is right may still send anything.
  @Test
  void whatIsSignedAndMangledIsRefusedOrRead() {
    Random random = new Random(8);
    for (int i = 0; i < 2_000; i++) {
      String mangled =
          new String(
              Mangle.once(STATEMENT.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1), random),
              java.nio.charset.StandardCharsets.ISO_8859_1);
      try {
        Provenance read = Provenance.verify(signed(mangled), key(ED25519));
        assertThat(read.builder()).matches("[\\x21-\\x7e]+");
      } catch (RegistryFault e) {
        assertThat(e.type()).isEqualTo(RegistryFault.PROVENANCE_REFUSED);
      }
    }
  }

  @Test
  void everyFileMustBeCovered() {
    Provenance read = Provenance.verify(signed(STATEMENT), key(ED25519));
    Content.File covered = new Content.File("weights.bin", 7, FILE);
    assertThat(read.uncovered(new Content(List.of(covered)))).isEmpty();
    Content more = new Content(List.of(covered, new Content.File("extra.bin", 4, DATA)));
    assertThat(read.uncovered(more)).contains("its provenance does not cover extra.bin");
  }

  @Test
  void theEnvelopeGoesToTheLedgerAndVerifiesAgain() {
    Bytes envelope = signed(STATEMENT);
    Provenance read = Provenance.verify(envelope, key(ED25519));
    Json.Obj imported = read.statement().predicate().object(Provenance.IMPORTED).orElseThrow();
    Bytes kept = Base64Text.parse(imported.text("envelope").orElseThrow()).orElseThrow();
    assertThat(kept).isEqualTo(envelope);
    assertThat(Provenance.verify(kept, key(ED25519)).said()).isEqualTo(read.said());
    assertThat(read.statement().subjects()).isEqualTo(read.said().subjects());
  }

  /// A terminal shows them some day.
  @Test
  void namesOfSubjectsAreMadePrintable() {
    String hostile = STATEMENT.replace("\"model.bin\"", "\"a\\u001b[2Jb\"");
    Provenance read = Provenance.verify(signed(hostile), key(ED25519));
    assertThat(read.said().subjects().getFirst().name()).contains("\u001b");
    assertThat(read.statement().subjects().getFirst().name()).doesNotContain("\u001b");
    assertThat(read.statement().isAbout(FILE)).isTrue();
  }

  /// A builder cannot say what was imported.
  @Test
  void aMemberOfThatNameInTheBuildersWordIsReplaced() {
    String hostile =
        STATEMENT.replace(
            "\"runDetails\":",
            "\"%s\":{\"key\":\"sha256:trusted\"},\"runDetails\":".formatted(Provenance.IMPORTED));
    Provenance read = Provenance.verify(signed(hostile), key(ED25519));
    Json.Obj imported = read.statement().predicate().object(Provenance.IMPORTED).orElseThrow();
    assertThat(imported.text("key")).contains(key(ED25519).id());
  }

  @Test
  void whatIsNoPublicKeyIsNamed() {
    List<String> none = new ArrayList<>(List.of("", "{}", "ssh-ed25519 AAAA", "[1]"));
    none.add("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
    none.add("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n");
    for (String text : none) {
      assertThatThrownBy(() -> StatementKey.parse(Bytes.utf8(text)))
          .isInstanceOf(SigningFault.class)
          .hasMessageContaining("expected a public key");
    }
  }
}
