package dev.bulwark.registry.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.evidence.keys.Passphrase;
import dev.bulwark.evidence.keys.SecretFile;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.testkit.ForAll;
import dev.bulwark.testkit.Mangle;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeystoreKeyTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final KeystoreKey KEY = KeystoreKey.generate(RANDOM);
  private static final KeystoreKey OTHER = KeystoreKey.generate(RANDOM);
  private static final DataKey DATA_KEY = DataKey.generate(RANDOM);
  private static final Bytes CONTEXT = Bytes.utf8("scorer@3");

  @TempDir Path folder;

  @Test
  void aWrappedKeyUnwrapsUnderItsContextOnly() {
    Bytes wrapped = KEY.wrap(DATA_KEY, CONTEXT);
    assertThat(KEY.unwrap(wrapped, CONTEXT)).isEqualTo(new Unwrapped.Key(DATA_KEY));
    assertThat(KEY.unwrap(wrapped, Bytes.utf8("scorer@4"))).isEqualTo(new Unwrapped.Damaged());
    assertThat(KEY.wrap(DATA_KEY, CONTEXT)).isNotEqualTo(wrapped);
  }

  @Test
  void anotherKeyIsNamedAndNotCalledDamage() {
    assertThat(OTHER.unwrap(KEY.wrap(DATA_KEY, CONTEXT), CONTEXT))
        .isEqualTo(new Unwrapped.OtherKey(KEY.id()));
    assertThat(KEY.id()).matches("[0-9a-f]{16}").isNotEqualTo(OTHER.id());
  }

  @Test
  void noMangledWrappedKeyUnwraps() {
    byte[] valid = KEY.wrap(DATA_KEY, CONTEXT).toArray();
    ForAll.cases(
        500,
        random ->
            assertThat(KEY.unwrap(Bytes.of(Mangle.once(valid, random)), CONTEXT))
                .isNotInstanceOf(Unwrapped.Key.class));
    for (int at = 0; at < valid.length; at++) {
      byte[] changed = valid.clone();
      changed[at] ^= 1;
      assertThat(KEY.unwrap(Bytes.of(changed), CONTEXT)).isNotInstanceOf(Unwrapped.Key.class);
    }
  }

  @Test
  void theKeyComesBackFromItsFile() {
    Path plain = folder.resolve("plain.key");
    Path closed = folder.resolve("closed.key");
    Bytes wrapped = KEY.wrap(DATA_KEY, CONTEXT);
    KEY.createFile(plain);
    assertThat(KeystoreKey.open(plain, RANDOM).unwrap(wrapped, CONTEXT))
        .isEqualTo(new Unwrapped.Key(DATA_KEY));
    try (Passphrase passphrase = Passphrase.of("correct".toCharArray());
        Passphrase wrong = Passphrase.of("wrong".toCharArray())) {
      KEY.createFile(closed, passphrase, "REGISTRY_PASSPHRASE");
      assertThat(KeystoreKey.passphraseVariable(closed)).contains("REGISTRY_PASSPHRASE");
      assertThat(KeystoreKey.passphraseVariable(plain)).isEmpty();
      assertThat(KeystoreKey.open(closed, passphrase, RANDOM).id()).isEqualTo(KEY.id());
      assertThatThrownBy(() -> KeystoreKey.open(closed, wrong, RANDOM))
          .isInstanceOfSatisfying(
              EvidenceFault.class,
              fault -> assertThat(fault.type()).isEqualTo(EvidenceFault.PASSPHRASE_WRONG));
      assertThatThrownBy(() -> KeystoreKey.open(closed, RANDOM))
          .isInstanceOfSatisfying(
              EvidenceFault.class,
              fault -> assertThat(fault.type()).isEqualTo(EvidenceFault.PASSPHRASE_NEEDED));
    }
  }

  @Test
  void aFileWithAnotherSecretIsRefused() {
    Path file = folder.resolve("short.key");
    Json.Obj id = Json.object().put("id", KEY.id()).build();
    SecretFile.create(file, "registry-key", id, Bytes.of(new byte[31]));
    Path exchanged = folder.resolve("exchanged.key");
    SecretFile.create(exchanged, "registry-key", id, Bytes.of(new byte[32]));
    for (Path path : new Path[] {file, exchanged}) {
      assertThatThrownBy(() -> KeystoreKey.open(path, RANDOM))
          .isInstanceOfSatisfying(
              EvidenceFault.class,
              fault -> assertThat(fault.type()).isEqualTo(EvidenceFault.KEY_FILE_DAMAGED));
    }
  }

  @Test
  void aSecretIsNotShown() {
    assertThat(KEY + " " + new Unwrapped.Key(DATA_KEY))
        .isEqualTo("KeystoreKey[" + KEY.id() + "] Key[key=DataKey[hidden]]");
  }
}
