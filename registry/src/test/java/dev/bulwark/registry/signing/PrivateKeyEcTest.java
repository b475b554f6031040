package dev.bulwark.registry.signing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.bytes.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Keys as OpenSSL writes them, and what is no such key.
class PrivateKeyEcTest {
  private static final Bytes MESSAGE = Bytes.utf8("message");

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"prime256v1", "secp384r1", "secp521r1"})
  void everyFormOfOneKeyIsThatKey(String curve) throws Exception {
    openssl("ecparam", "-name", curve, "-genkey", "-out", "sec1.pem");
    openssl("pkcs8", "-topk8", "-nocrypt", "-in", "sec1.pem", "-out", "pkcs8.pem");
    openssl(
        "pkcs8",
        "-topk8",
        "-v2",
        "aes-256-cbc",
        "-passout",
        "pass:secret",
        "-in",
        "sec1.pem",
        "-out",
        "encrypted.pem");
    openssl("pkey", "-in", "pkcs8.pem", "-pubout", "-out", "public.pem");
    openssl("pkey", "-in", "pkcs8.pem", "-pubout", "-outform", "DER", "-out", "public.der");
    PublicKeyEc expected = PublicKeyEc.parse(file("public.pem"));
    assertThat(expected.pem()).isEqualTo(file("public.pem").utf8());
    assertThat(PublicKeyEc.parse(file("public.der"))).isEqualTo(expected);
    for (PrivateKeyEc key :
        List.of(
            PrivateKeyEc.parse(file("sec1.pem"), Optional.empty()),
            PrivateKeyEc.parse(file("pkcs8.pem"), Optional.empty()),
            PrivateKeyEc.parse(file("encrypted.pem"), Optional.of("secret".toCharArray())))) {
      assertThat(key.publicKey()).isEqualTo(expected);
      assertThat(expected.verify(MESSAGE, key.sign(MESSAGE))).isTrue();
    }
    TreeSignerTest.refused(
        SigningFault.PASSPHRASE,
        () -> PrivateKeyEc.parse(file("encrypted.pem"), Optional.of("Secret".toCharArray())));
    TreeSignerTest.refused(
        SigningFault.PASSPHRASE, () -> PrivateKeyEc.parse(file("encrypted.pem"), Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048",
        "genpkey -algorithm ED25519",
        "ecparam -name secp256k1 -genkey",
        "ec -aes-128-cbc -passout pass:x -in sec1.pem"
      })
  void anotherKindOfKeyIsRefused(String command) throws Exception {
    openssl("ecparam", "-name", "secp384r1", "-genkey", "-out", "sec1.pem");
    openssl((command + " -out other.pem").split(" "));
    TreeSignerTest.refused(
        SigningFault.KEY_UNUSABLE, () -> PrivateKeyEc.parse(file("other.pem"), Optional.empty()));
    TreeSignerTest.refused(SigningFault.KEY_UNUSABLE, () -> PublicKeyEc.parse(file("other.pem")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
        "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n",
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n",
        "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n",
        "-----BEGIN PRIVATE KEY-----\nAAAA\n"
      })
  void whatIsNoKeyIsRefused(String text) {
    TreeSignerTest.refused(
        SigningFault.KEY_UNUSABLE,
        () -> PrivateKeyEc.parse(Bytes.utf8(text), Optional.of("x".toCharArray())));
    TreeSignerTest.refused(SigningFault.KEY_UNUSABLE, () -> PublicKeyEc.parse(Bytes.utf8(text)));
  }

  @Test
  void aKeyMadeHereOpensHereAndInOpenssl() throws Exception {
    PrivateKeyEc key = PrivateKeyEc.make(new SecureRandom());
    char[] passphrase = "correct horse".toCharArray();
    String pem = key.pem(Optional.of(passphrase), new SecureRandom());
    assertThat(PrivateKeyEc.parse(Bytes.utf8(pem), Optional.of(passphrase)).publicKey())
        .isEqualTo(key.publicKey());
    assertThat(PrivateKeyEc.isEncrypted(Bytes.utf8(pem))).isTrue();
    Files.writeString(folder.resolve("made.pem"), pem);
    openssl("pkey", "-in", "made.pem", "-passin", "pass:correct horse", "-pubout", "-out", "o.pem");
    assertThat(file("o.pem").utf8()).isEqualTo(key.publicKey().pem());
    String plain = key.pem(Optional.empty(), new SecureRandom());
    assertThat(PrivateKeyEc.parse(Bytes.utf8(plain), Optional.empty()).publicKey())
        .isEqualTo(key.publicKey());
  }

  @Test
  void remarksBeforeAPublicKeyArePassedOver() {
    String pem = Bench.KEY.publicKey().pem();
    Bytes remarked = Bytes.utf8("Public Key Info:\n\tcurve: SECP384R1\n\n" + pem + "\nend\n");
    assertThat(PublicKeyEc.parse(remarked)).isEqualTo(Bench.KEY.publicKey());
  }

  private Bytes file(String name) {
    return Bench.read(folder.resolve(name));
  }

  private void openssl(String... arguments) throws Exception {
    List<String> command = new java.util.ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments));
    try {
      Process process =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes());
      assertThat(process.waitFor()).as(said).isZero();
    } catch (IOException e) {
      Assumptions.abort("openssl is not here");
    }
  }
}
