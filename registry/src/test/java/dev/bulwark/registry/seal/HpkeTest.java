package dev.bulwark.registry.seal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.bytes.Bytes;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class HpkeTest {

  @Test
  void publishedVectorsOpen() throws Exception {
    List<String> vectors;
    try (InputStream in = HpkeTest.class.getResourceAsStream("hpke.txt")) {
      vectors = new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines().toList();
    }
    assertThat(vectors).hasSize(3);
    for (String vector : vectors) {
      assertOpens(vector.split(" "));
    }
  }

  private static void assertOpens(String[] f) throws Exception {
    Bytes shared = KemAlgorithm.X25519.decapsulate(privateKey(hex(f[4])), hex(f[5])).orElseThrow();
    Hpke.Keys keys =
        new Hpke(Integer.parseInt(f[2]), Integer.parseInt(f[3]))
            .schedule(Integer.parseInt(f[1]), shared, hex(f[6]), hex(f[7]), hex(f[8]));
    if (!f[9].equals("-")) {
      assertThat(shared).as(f[0]).isEqualTo(hex(f[9]));
      assertThat(keys.key()).as(f[0]).isEqualTo(hex(f[10]));
    }
    assertThat(keys.nonce()).as(f[0]).isEqualTo(hex(f[11]));
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.DECRYPT_MODE,
        new SecretKeySpec(keys.key().toArray(), "AES"),
        new GCMParameterSpec(128, keys.nonce().toArray()));
    cipher.updateAAD(hex(f[12]).toArray());
    assertThat(Bytes.of(cipher.doFinal(hex(f[13]).toArray()))).as(f[0]).isEqualTo(hex(f[14]));
  }

  private static PrivateKey privateKey(Bytes raw) throws Exception {
    return KeyFactory.getInstance("X25519")
        .generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, raw.toArray()));
  }

  private static Bytes hex(String field) {
    return field.equals("-") ? Bytes.EMPTY : Bytes.parseHex(field);
  }
}
