package dev.bulwark.store;

import dev.bulwark.evidence.tlog.LedgerKeys;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.util.Random;

/// The same ledger keys in every process of a test, and of no use anywhere else.
final class TestKeys {
  static final String ORIGIN = "test.example/ledger";
  static final LedgerKeys KEYS = new LedgerKeys(pair("Ed25519"), pair("ML-DSA-44"));

  private TestKeys() {}

  private static KeyPair pair(String algorithm) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      switch (algorithm) {
        case "Ed25519" -> generator.initialize(255, new Fixed());
        default ->
            generator.initialize(new java.security.spec.NamedParameterSpec(algorithm), new Fixed());
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static final class Fixed extends SecureRandom {
    private final Random random = new Random(7);

    @Override
    public void nextBytes(byte[] bytes) {
      random.nextBytes(bytes);
    }
  }
}
