package dev.bulwark.evidence.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.fault.ProblemType;
import dev.bulwark.testkit.ForAll;
import dev.bulwark.testkit.Mangle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {
  private static final SigningKey KEY = SigningKey.generate(new SecureRandom());
  private static final SecureRandom RANDOM = new SecureRandom();

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void place() {
    file = folder.resolve("keys/mira.key");
  }

  private static Passphrase passphrase(String text) {
    return Passphrase.of(text.toCharArray());
  }

  private static ProblemType typeOf(ThrowingCallable call) {
    EvidenceFault fault = catchThrowableOfType(EvidenceFault.class, call);
    assertThat(fault).isNotNull();
    return fault.type();
  }

  private static void assertSigns(SigningKey opened) {
    assertThat(opened.id()).isEqualTo(KEY.id());
    assertThat(KEY.verifyingKey().verify(opened.sign("t", Bytes.utf8("x"))).both()).isTrue();
  }

  @Test
  void aKeyComesBackFromItsFile() {
    KeyFile.create(file, KEY);
    assertThat(KeyFile.read(file).isUnderPassphrase()).isFalse();
    assertThat(KeyFile.read(file).verifyingKey()).isEqualTo(KEY.verifyingKey());
    assertSigns(KeyFile.read(file).open());
  }

  @Test
  void aKeyUnderAPassphraseComesBackWithItAlone() throws IOException {
    KeyFile.create(file, KEY, passphrase("correct hörse"), RANDOM);
    KeyFile read = KeyFile.read(file);
    assertThat(read.isUnderPassphrase()).isTrue();
    assertThat(typeOf(read::open)).isEqualTo(EvidenceFault.PASSPHRASE_NEEDED);
    assertThat(typeOf(() -> read.open(passphrase("correct horse"))))
        .isEqualTo(EvidenceFault.PASSPHRASE_WRONG);
    assertSigns(read.open(passphrase("correct hörse")));
    assertThat(Files.readString(file))
        .doesNotContain(KEY.secret().utf8().substring(30, 70))
        .contains("\"iterations\":600000");
  }

  @Test
  void whatAMachineDrewIsStretchedAsLittleAsFilesMayBe() throws IOException {
    Bytes drawn = Digest.of(Bytes.utf8("drawn")).value();
    KeyFile.create(file, KEY, Passphrase.drawn(drawn), RANDOM);
    assertThat(Files.readString(file)).contains("\"iterations\":100000");
    assertSigns(KeyFile.read(file).open(passphrase(drawn.hex())));
    assertThatThrownBy(() -> Passphrase.drawn(drawn.slice(0, 31)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void filesAreTheirOwnersAloneFromTheFirstByte() throws IOException {
    KeyFile.create(file, KEY);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
        .isEqualTo("rwx------");
    try (Stream<Path> files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void aFileOthersCanReadIsRefusedWithTheRemedy() throws IOException {
    KeyFile.create(file, KEY);
    for (String permissions : new String[] {"rw-r-----", "rw----r--", "rw--w----", "rw-----w-"}) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
      EvidenceFault fault = catchThrowableOfType(EvidenceFault.class, () -> KeyFile.read(file));
      assertThat(fault.type()).isEqualTo(EvidenceFault.KEY_FILE_UNSAFE);
      assertThat(fault).hasMessageContaining("chmod 600 " + file);
    }
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
    assertSigns(KeyFile.read(file).open());
  }

  @Test
  void aFolderOthersCanChangeIsRefused() throws IOException {
    KeyFile.create(file, KEY);
    Files.setPosixFilePermissions(file.getParent(), PosixFilePermissions.fromString("rwxrwx---"));
    assertThat(typeOf(() -> KeyFile.read(file))).isEqualTo(EvidenceFault.KEY_FILE_UNSAFE);
  }

  @Test
  void aKeyIsNeverOverwritten() throws IOException {
    KeyFile.create(file, KEY);
    byte[] before = Files.readAllBytes(file);
    assertThat(typeOf(() -> KeyFile.create(file, SigningKey.generate(RANDOM))))
        .isEqualTo(EvidenceFault.KEY_FILE_EXISTS);
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @Test
  void aMissingFileIsUnavailable() {
    assertThat(typeOf(() -> KeyFile.read(file))).isEqualTo(EvidenceFault.KEY_FILE_UNAVAILABLE);
  }

  @Test
  void anotherSecretIsNoSigningKey() {
    SecretFile.create(
        file, "vault-key", dev.bulwark.kernel.json.Json.object().build(), Bytes.utf8("x"));
    assertThat(typeOf(() -> KeyFile.read(file))).isEqualTo(EvidenceFault.KEY_FILE_DAMAGED);
  }

  /// Damage is called damage, never a wrong passphrase, and never opens another key.
  @Test
  void aDamagedFileIsDamagedAndNeverAWrongPassphrase() throws IOException {
    KeyFile.create(file, KEY, passphrase("horse"), RANDOM);
    byte[] valid = Files.readAllBytes(file);
    ForAll.cases(
        300,
        random -> {
          byte[] changed = Mangle.once(valid, random);
          rewrite(changed);
          EvidenceFault fault = catchThrowableOfType(EvidenceFault.class, () -> KeyFile.read(file));
          if (fault == null) {
            assertThat(Bytes.of(changed).utf8().strip()).isEqualTo(Bytes.of(valid).utf8().strip());
          } else {
            assertThat(fault.type()).isEqualTo(EvidenceFault.KEY_FILE_DAMAGED);
          }
        });
  }

  @Test
  void thePublicPartIsBoundToTheSecretUnderAPassphrase() throws IOException {
    KeyFile.create(file, KEY, passphrase("horse"), RANDOM);
    String content = Files.readString(file);
    SigningKey other = SigningKey.generate(RANDOM);
    String exchanged =
        content
            .replace(KEY.verifyingKey().json().canonical(), other.verifyingKey().json().canonical())
            .replace(KEY.id(), other.id());
    rewrite(withRightCheck(exchanged).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    assertThat(KeyFile.read(file).verifyingKey()).isEqualTo(other.verifyingKey());
    assertThat(typeOf(() -> KeyFile.read(file).open(passphrase("horse"))))
        .isEqualTo(EvidenceFault.PASSPHRASE_WRONG);
  }

  @Test
  void aKeyDerivedTooCheaplyOrEndlesslyIsRefused() throws IOException {
    KeyFile.create(file, KEY, passphrase("horse"), RANDOM);
    String content = Files.readString(file);
    for (String iterations : new String[] {"1", "99999", "10000001", "2000000000"}) {
      rewrite(
          withRightCheck(content.replace("\"iterations\":600000", "\"iterations\":" + iterations))
              .getBytes(java.nio.charset.StandardCharsets.UTF_8));
      assertThat(typeOf(() -> KeyFile.read(file).open(passphrase("horse"))))
          .isEqualTo(EvidenceFault.KEY_FILE_DAMAGED);
    }
  }

  private static String withRightCheck(String content) {
    dev.bulwark.kernel.json.Json.Obj all =
        (dev.bulwark.kernel.json.Json.Obj)
            dev.bulwark.evidence.json.JsonReader.read(Bytes.utf8(content));
    dev.bulwark.kernel.json.Json.Builder rest = dev.bulwark.kernel.json.Json.object();
    all.members()
        .forEach(
            (name, value) -> {
              if (!name.equals("check")) {
                rest.put(name, value);
              }
            });
    dev.bulwark.kernel.bytes.Digest check =
        dev.bulwark.kernel.bytes.Digest.of(rest.build().canonicalBytes());
    return rest.put("check", check.toString()).build().canonical();
  }

  private void rewrite(byte[] content) {
    try {
      Files.write(file, content);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
