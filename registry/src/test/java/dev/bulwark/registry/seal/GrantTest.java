package dev.bulwark.registry.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.evidence.json.Base64Text;
import dev.bulwark.evidence.keys.Passphrase;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.testkit.ForAll;
import dev.bulwark.testkit.Mangle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrantTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final EnvironmentKey STAGING = EnvironmentKey.generate(RANDOM);
  private static final EnvironmentKey PRODUCTION = EnvironmentKey.generate(RANDOM);
  private static final DataKey KEY = DataKey.generate(RANDOM);
  private static final Bytes INFO = Bytes.utf8("staging 7 scorer@3");

  @TempDir Path folder;

  private static Grant grant() {
    return Grant.seal(STAGING.publicKey(), KEY, INFO, RANDOM);
  }

  @Test
  void theEnvironmentOpensWhatWasSealedToIt() {
    Grant grant = grant();
    assertThat(grant.render().size()).isEqualTo(Grant.SIZE);
    assertThat(Grant.parse(grant.render())).contains(grant);
    assertThat(grant.open(STAGING, INFO)).contains(KEY);
  }

  @Test
  void nobodyElseOpensItAndNotForSomethingElse() {
    assertThat(grant().open(PRODUCTION, INFO)).isEmpty();
    assertThat(grant().open(STAGING, Bytes.utf8("staging 8 scorer@3"))).isEmpty();
    assertThat(grant().open(STAGING, Bytes.EMPTY)).isEmpty();
  }

  /// Whoever has one of the two private halves has nothing.
  @Test
  void bothHalvesAreNeeded() {
    for (KemAlgorithm half : KemAlgorithm.values()) {
      Json.Obj mixed =
          Json.object()
              .put("x25519", half(KemAlgorithm.X25519, half))
              .put("ml-kem-768", half(KemAlgorithm.ML_KEM_768, half))
              .build();
      Grant grant = Grant.seal(EnvironmentPublicKey.parse(mixed), KEY, INFO, RANDOM);
      assertThat(grant.open(STAGING, INFO)).isEmpty();
      assertThat(grant.open(PRODUCTION, INFO)).isEmpty();
    }
  }

  private static Json half(KemAlgorithm wanted, KemAlgorithm ofStaging) {
    EnvironmentKey key = wanted == ofStaging ? STAGING : PRODUCTION;
    return key.publicKey().json().find(wanted.member()).orElseThrow();
  }

  @Test
  void partsOfTwoGrantsDoNotGoTogether() {
    Grant one = grant();
    Grant other = grant();
    for (Grant mixed :
        List.of(
            new Grant(other.x25519(), one.mlKem768(), one.box()),
            new Grant(one.x25519(), other.mlKem768(), one.box()),
            new Grant(one.x25519(), one.mlKem768(), other.box()))) {
      assertThat(mixed.open(STAGING, INFO)).isEmpty();
    }
    assertThat(one.box()).isNotEqualTo(other.box());
  }

  @Test
  void noMangledGrantOpens() {
    byte[] valid = grant().render().toArray();
    ForAll.cases(
        300,
        random ->
            assertThat(
                    Grant.parse(Bytes.of(Mangle.once(valid, random)))
                        .flatMap(grant -> grant.open(STAGING, INFO)))
                .isEmpty());
  }

  @Test
  void everyByteOfAGrantCounts() {
    byte[] valid = grant().render().toArray();
    for (int at = 0; at < valid.length; at++) {
      byte[] changed = valid.clone();
      changed[at] ^= (byte) 0x80;
      assertThat(Grant.parse(Bytes.of(changed)).flatMap(grant -> grant.open(STAGING, INFO)))
          .as("byte %d", at)
          .isEmpty();
    }
  }

  @Test
  void anEnvironmentsKeyComesBackFromItsFile() throws Exception {
    Path plain = folder.resolve("plain.key");
    Path closed = folder.resolve("closed.key");
    STAGING.createFile(plain);
    try (Passphrase passphrase = Passphrase.of("correct".toCharArray());
        Passphrase wrong = Passphrase.of("wrong".toCharArray())) {
      STAGING.createFile(closed, passphrase, RANDOM);
      assertThat(EnvironmentKey.isUnderPassphrase(plain)).isFalse();
      assertThat(EnvironmentKey.isUnderPassphrase(closed)).isTrue();
      for (EnvironmentKey key :
          List.of(EnvironmentKey.open(plain), EnvironmentKey.open(closed, passphrase))) {
        assertThat(key.publicKey()).isEqualTo(STAGING.publicKey());
        assertThat(grant().open(key, INFO)).contains(KEY);
      }
      assertThatThrownBy(() -> EnvironmentKey.open(closed, wrong))
          .isInstanceOfSatisfying(
              EvidenceFault.class,
              fault -> assertThat(fault.type()).isEqualTo(EvidenceFault.PASSPHRASE_WRONG));
      assertThatThrownBy(() -> KeystoreKey.open(plain, RANDOM)).isInstanceOf(EvidenceFault.class);
    }
    assertThat(STAGING.toString()).isEqualTo("EnvironmentKey[" + STAGING.id() + "]");
    assertThat(Files.readString(closed)).contains(STAGING.id());
  }

  @Test
  void aPublicKeyIsReadStrictly() {
    Json.Obj valid = STAGING.publicKey().json();
    EnvironmentPublicKey read = EnvironmentPublicKey.parse(valid);
    assertThat(read).isEqualTo(STAGING.publicKey()).hasSameHashCodeAs(STAGING.publicKey());
    assertThat(read.id()).isEqualTo(STAGING.id()).startsWith("sha256:");
    String x25519 = valid.text("x25519").orElseThrow();
    String mlKem = valid.text("ml-kem-768").orElseThrow();
    byte[] outOfRange = Base64Text.parse(mlKem).orElseThrow().toArray();
    outOfRange[22] = (byte) 0xff;
    outOfRange[23] = (byte) 0xff;
    for (Json json :
        List.of(
            Json.of("text"),
            Json.object().build(),
            Json.object().put("x25519", x25519).build(),
            Json.object().put("x25519", mlKem).put("ml-kem-768", x25519).build(),
            Json.object().put("x25519", x25519).put("ml-kem-768", mlKem).put("x", 1).build(),
            Json.object().put("x25519", x25519.substring(4)).put("ml-kem-768", mlKem).build(),
            Json.object().put("x25519", "%").put("ml-kem-768", mlKem).build())) {
      assertMalformed(() -> EnvironmentPublicKey.parse(json));
    }
    assertMalformed(
        () ->
            Grant.seal(
                EnvironmentPublicKey.parse(
                    Json.object()
                        .put("x25519", x25519)
                        .put("ml-kem-768", Base64Text.render(Bytes.of(outOfRange)))
                        .build()),
                KEY,
                INFO,
                RANDOM));
  }

  /// Points of small order agree on the same secret with everybody.
  @Test
  void nothingIsSealedToAPointOfSmallOrder() {
    Bytes prefix = Bytes.parseHex("302a300506032b656e032100");
    for (String point :
        List.of(
            "00".repeat(32),
            "01" + "00".repeat(31),
            "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")) {
      Json.Obj json =
          Json.object()
              .put("x25519", Base64Text.render(Bytes.concat(prefix, Bytes.parseHex(point))))
              .put("ml-kem-768", STAGING.publicKey().json().text("ml-kem-768").orElseThrow())
              .build();
      assertMalformed(() -> Grant.seal(EnvironmentPublicKey.parse(json), KEY, INFO, RANDOM));
      Grant valid = grant();
      assertThat(
              new Grant(Bytes.parseHex(point), valid.mlKem768(), valid.box()).open(STAGING, INFO))
          .isEmpty();
    }
  }

  private static void assertMalformed(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            SealFault.class,
            fault -> assertThat(fault.type()).isEqualTo(SealFault.ENVIRONMENT_KEY_MALFORMED));
  }

  @Test
  void aGrantHasOneForm() {
    Bytes valid = grant().render();
    assertThat(Grant.parse(valid.slice(1, valid.size()))).isEqualTo(Optional.empty());
    assertThat(Grant.parse(Bytes.concat(valid, Bytes.utf8("x")))).isEmpty();
    assertThat(Grant.parse(Bytes.EMPTY)).isEmpty();
  }
}
