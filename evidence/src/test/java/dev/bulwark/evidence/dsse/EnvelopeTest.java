package dev.bulwark.evidence.dsse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.kernel.bytes.Bytes;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The vectors are those of secure-systems-lab/dsse: `protocol.md` and `testvectors/vectors.json`.
class EnvelopeTest {
  private static final String IN_TOTO = "application/vnd.in-toto+json";
  private static final String STATEMENT =
      "eyJfdHlwZSI6Imh0dHBzOi8vaW4tdG90by5pby9TdGF0ZW1lbnQvdjEifQ==";
  private static final String BY_A =
      "2WAfaHm5jluo0w+0rk8uVkluELJYWjSmU9x7EUzx+AyteDGJ4/nqyJXfmAUVFIAoQafWm7AxBZNw5M9ixNHiCA==";
  private static final String BY_B =
      "c1+67/aT0yqEpwx8PsVY3MLHsj9D0CZ014/Fv/QlG59P+9CobUZ7xECJ/V3USG0Ob9CiE5LjReEZUzNF2l7eBw==";

  /// RFC 8032 §7.1, TEST 1 and TEST 2.
  private static final String KEY_A =
      "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

  private static final String KEY_B =
      "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";

  private record Vector(
      String name,
      String payload,
      String type,
      List<String> signatures,
      String pae,
      boolean bothKeys,
      boolean holds) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Vector> vectors() {
    String statementPae =
        "7b225f74797065223a2268747470733a2f2f696e2d746f746f2e696f2f53746174656d656e742f7631227d";
    String inToto =
        "445353457631203238206170706c69636174696f6e2f766e642e696e2d746f746f2b6a736f6e20";
    return List.of(
        new Vector(
            "single-signature",
            STATEMENT,
            IN_TOTO,
            List.of(BY_A),
            inToto + "343320" + statementPae,
            false,
            true),
        new Vector(
            "url-safe-base64",
            "-_-_Pj8=",
            IN_TOTO,
            List.of(
                "P-_KHICeR7tI6S_YyejJTRtrXhcQyQ2LYPaL8h90KjC9qN8HU_svOQ6TuDOT1HIrsGW886DbWNWcCmX5twLrAw=="),
            inToto + "3520fbffbf3e3f",
            false,
            true),
        new Vector(
            "payload-type-swapped",
            STATEMENT,
            "application/vnd.example.other+json",
            List.of(BY_A),
            "445353457631203334206170706c69636174696f6e2f766e642e6578616d706c652e6f746865722b6a736f6e20343320"
                + statementPae,
            false,
            false),
        new Vector(
            "non-ascii-payload-type",
            STATEMENT,
            "application/vnd.exämple+json",
            List.of(
                "xmSk/ug66ysT7ayhkCIjhAq42zgZXSsEWuzUaNL7w2eGAdF/NU6/fRXPtmfN+5DNSAs5/i2lUnHjbbjPsu0tAw=="),
            "445353457631203239206170706c69636174696f6e2f766e642e6578c3a46d706c652b6a736f6e20343320"
                + statementPae,
            false,
            true),
        new Vector(
            "empty-payload",
            "",
            IN_TOTO,
            List.of(
                "gSggCAaTLTYyRH6FIDBem6meyIynsYy8RTHVzwx9tnTb7Bg/1jMWnuVgI/gffqmbsC2VX5/jHfkkDqsj7CDbDg=="),
            inToto + "3020",
            false,
            true),
        new Vector(
            "empty-payload-type",
            STATEMENT,
            "",
            List.of(
                "iC3q/+3Rm0+lpAJRueDmDh15PnwCfxKmS0NAfKsbv+zgulXQC/WM9trc+j1XEqlwDIg/vf/uNfebeD6sxInrDg=="),
            "445353457631203020203433" + "20" + statementPae,
            false,
            true),
        new Vector(
            "threshold-two-distinct-keys",
            STATEMENT,
            IN_TOTO,
            List.of(BY_A, BY_B),
            inToto + "343320" + statementPae,
            true,
            true),
        new Vector(
            "threshold-two-one-key-twice",
            STATEMENT,
            IN_TOTO,
            List.of(BY_A, BY_A),
            inToto + "343320" + statementPae,
            true,
            false));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void theOfficialVectorsHold(Vector vector) throws GeneralSecurityException {
    Envelope envelope = Envelope.parse(Bytes.utf8(json(vector)));
    assertThat(envelope.pae().hex()).isEqualTo(vector.pae());
    Set<String> held = new LinkedHashSet<>();
    for (String key : List.of(KEY_A, KEY_B)) {
      for (Envelope.Signature signature : envelope.signatures()) {
        if (verify(ed25519(key), "Ed25519", envelope, signature)) {
          held.add(key);
        }
      }
    }
    assertThat(held.size() >= (vector.bothKeys() ? 2 : 1)).isEqualTo(vector.holds());
  }

  private static String json(Vector vector) {
    String signatures =
        String.join(
            ",", vector.signatures().stream().map(sig -> "{\"sig\":\"" + sig + "\"}").toList());
    return "{\"payload\":\"%s\",\"payloadType\":\"%s\",\"signatures\":[%s]}"
        .formatted(vector.payload(), vector.type(), signatures);
  }

  /// protocol.md: ECDSA over P-256, the signature as r and s one after the other.
  @Test
  void theExampleOfTheProtocolHolds() throws GeneralSecurityException {
    Envelope envelope =
        Envelope.parse(
            Bytes.utf8(
                """
                {"payload": "aGVsbG8gd29ybGQ=",
                 "payloadType": "http://example.com/HelloWorld",
                 "signatures": [{"sig": "A3JqsQGtVsJ2O2xqrI5IcnXip5GToJ3F+FnZ+O88SjtR6rDAajabZKciJTfUiHqJPcIAriEGAHTVeCUjW2JIZA=="}]}
                """));
    assertThat(envelope.pae().utf8())
        .isEqualTo("DSSEv1 29 http://example.com/HelloWorld 11 hello world");
    PublicKey key =
        p256(
            "46950820868899156662930047687818585632848591499744589407958293238635476079160",
            "5640078356564379163099075877009565129882514886557779369047442380624545832820");
    Envelope.Signature signature = envelope.signatures().getFirst();
    assertThat(verify(key, "SHA256withECDSAinP1363Format", envelope, signature)).isTrue();
    Envelope other = new Envelope("text/plain", envelope.payload(), envelope.signatures());
    assertThat(verify(key, "SHA256withECDSAinP1363Format", other, signature)).isFalse();
  }

  @Test
  void lengthsCountBytes() {
    assertThat(Envelope.pae("tybé", Bytes.utf8("né")).utf8()).isEqualTo("DSSEv1 5 tybé 3 né");
    assertThat(Envelope.pae("🔒", Bytes.EMPTY).utf8()).isEqualTo("DSSEv1 4 🔒 0 ");
  }

  @Test
  void anEnvelopeReadsBackAsItWasWritten() {
    Envelope envelope =
        new Envelope(
            "a/b",
            Bytes.utf8("payload"),
            List.of(
                new Envelope.Signature("one", Bytes.utf8("1")),
                new Envelope.Signature("", Bytes.utf8("2"))));
    assertThat(Envelope.parse(envelope.bytes())).isEqualTo(envelope);
  }

  @Test
  void membersTheStandardDoesNotNameArePassedOver() {
    assertThat(
            Envelope.parse(
                    Bytes.utf8(
                        "{\"payload\":\"\",\"payloadType\":\"t\",\"more\":1,\"signatures\":[{\"sig\":\"\",\"cert\":\"x\"}]}"))
                .payloadType())
        .isEqualTo("t");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{}",
        "{\"payload\":\"\",\"payloadType\":\"t\"}",
        "{\"payload\":\"\",\"payloadType\":\"t\",\"signatures\":[]}",
        "{\"payload\":\"\",\"payloadType\":\"t\",\"signatures\":[1]}",
        "{\"payload\":\"\",\"payloadType\":\"t\",\"signatures\":[{}]}",
        "{\"payload\":\"*\",\"payloadType\":\"t\",\"signatures\":[{\"sig\":\"\"}]}",
        "{\"payload\":\"\",\"payloadType\":7,\"signatures\":[{\"sig\":\"\"}]}",
        "{\"payload\":\"\",\"payloadType\":\"t\",\"signatures\":[{\"sig\":\"\",\"keyid\":3}]}",
        "{\"payload\":\"\",\"payload\":\"\",\"payloadType\":\"t\",\"signatures\":[{\"sig\":\"\"}]}",
      })
  void whatIsNoEnvelopeIsRefused(String text) {
    assertThat(catchThrowableOfType(EvidenceFault.class, () -> Envelope.parse(Bytes.utf8(text))))
        .isNotNull();
  }

  @Test
  void tooManySignaturesAreRefused() {
    String many = "{\"sig\":\"\"},".repeat(64) + "{\"sig\":\"\"}";
    Bytes text =
        Bytes.utf8("{\"payload\":\"\",\"payloadType\":\"t\",\"signatures\":[" + many + "]}");
    assertThat(catchThrowableOfType(EvidenceFault.class, () -> Envelope.parse(text)))
        .hasMessageContaining("found 65");
  }

  /// Every substring of a small envelope is refused, and every changed byte leaves an envelope that
  /// signs for the same or for nothing.
  @Test
  void everySubstringAndEveryChangedByteIsRefusedOrSaysTheSame() throws GeneralSecurityException {
    byte[] valid = Bytes.utf8(json(vectors().getFirst())).toArray();
    Envelope whole = Envelope.parse(Bytes.of(valid));
    PublicKey key = ed25519(KEY_A);
    for (int start = 0; start < valid.length; start++) {
      for (int end = start; end < valid.length; end++) {
        Bytes part = Bytes.of(java.util.Arrays.copyOfRange(valid, start, end));
        assertThat(catchThrowableOfType(EvidenceFault.class, () -> Envelope.parse(part)))
            .isNotNull();
        end += start == 0 ? 0 : 12;
      }
    }
    for (int at = 0; at < valid.length; at++) {
      for (int flip = 1; flip < 256; flip += flip < 4 ? 1 : 31) {
        byte[] changed = valid.clone();
        changed[at] ^= (byte) flip;
        try {
          Envelope envelope = Envelope.parse(Bytes.of(changed));
          if (verify(key, "Ed25519", envelope, envelope.signatures().getFirst())) {
            assertThat(envelope.pae()).isEqualTo(whole.pae());
          }
        } catch (EvidenceFault refused) {
          // As it should be.
        }
      }
    }
  }

  private static boolean verify(
      PublicKey key, String algorithm, Envelope envelope, Envelope.Signature value)
      throws GeneralSecurityException {
    Signature signature = Signature.getInstance(algorithm);
    signature.initVerify(key);
    signature.update(envelope.pae().toArray());
    try {
      return signature.verify(value.value().toArray());
    } catch (java.security.SignatureException e) {
      return false;
    }
  }

  private static PublicKey ed25519(String raw) throws GeneralSecurityException {
    byte[] der = Bytes.parseHex("302a300506032b6570032100" + raw).toArray();
    return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(der));
  }

  private static PublicKey p256(String x, String y) throws GeneralSecurityException {
    AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
    curve.init(new ECGenParameterSpec("secp256r1"));
    return KeyFactory.getInstance("EC")
        .generatePublic(
            new ECPublicKeySpec(
                new ECPoint(new BigInteger(x), new BigInteger(y)),
                curve.getParameterSpec(ECParameterSpec.class)));
  }
}
