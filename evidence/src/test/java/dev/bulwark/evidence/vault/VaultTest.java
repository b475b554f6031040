package dev.bulwark.evidence.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bulwark.evidence.StoresInMemory;
import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.store.StoreFault;
import dev.bulwark.testkit.ForAll;
import dev.bulwark.testkit.Mangle;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final VaultKey KEY = VaultKey.generate(RANDOM);
  private static final List<Bytes> ENVELOPES =
      List.of(Bytes.utf8("first envelope"), Bytes.utf8("second envelope"), Bytes.EMPTY);

  private final StoresInMemory stores = new StoresInMemory();
  private final Vault vault = new Vault(stores, stores, KEY, RANDOM);

  @Test
  void whatIsSealedOpens() {
    List<Sealed> sealed = vault.seal(ENVELOPES);
    Vault.Reader reader = vault.reader();
    for (int i = 0; i < ENVELOPES.size(); i++) {
      assertThat(envelope(reader.open(sealed.get(i)))).contains(ENVELOPES.get(i));
    }
  }

  @Test
  void theStoresShowNeitherContentNorEquality() {
    Bytes envelope = Bytes.utf8("a secret marker in an envelope");
    List<Sealed> sealed = vault.seal(List.of(envelope, envelope));
    assertThat(sealed.get(0).commitment())
        .isNotEqualTo(sealed.get(1).commitment())
        .isNotEqualTo(Digest.of(envelope));
    assertThat(stores.files().values())
        .allSatisfy(
            bytes ->
                assertThat(
                        new String(bytes.toArray(), java.nio.charset.StandardCharsets.ISO_8859_1))
                    .doesNotContain("secret marker"));
  }

  @Test
  void anErasedEnvelopeIsGoneAndItsNeighboursAreNot() {
    List<Sealed> sealed = vault.seal(ENVELOPES);
    vault.erase(sealed.get(0));
    vault.erase(sealed.get(0));
    assertThat(vault.reader().open(sealed.get(0))).isEqualTo(new Opened.KeyDestroyed());
    assertThat(envelope(vault.reader().open(sealed.get(1)))).contains(ENVELOPES.get(1));
  }

  @Test
  void aPackThatIsErasedWhollyIsForgotten() {
    List<Sealed> sealed = vault.seal(ENVELOPES);
    sealed.forEach(vault::erase);
    assertThat(stores.files().keySet()).noneMatch(name -> name.startsWith("blob/envelopes/"));
    assertThat(sealed)
        .allSatisfy(
            one -> assertThat(vault.reader().open(one)).isEqualTo(new Opened.KeyDestroyed()));
  }

  @Test
  void anotherVaultKeyIsCalledThat() {
    Sealed sealed = vault.seal(ENVELOPES).getFirst();
    Vault other = new Vault(stores, stores, VaultKey.generate(RANDOM), RANDOM);
    assertThat(catchThrowableOfType(EvidenceFault.class, () -> other.reader().open(sealed)).type())
        .isEqualTo(EvidenceFault.VAULT_KEY_WRONG);
  }

  @Test
  void everyDamageIsFoundAndNothingElseIsEverRead() {
    List<Sealed> sealed = vault.seal(ENVELOPES);
    vault.erase(sealed.get(2));
    List<String> names = List.copyOf(stores.files().keySet());
    ForAll.cases(
        2_000,
        random -> {
          StoresInMemory damaged = stores.copy();
          String name = names.get(random.nextInt(names.size()));
          if (random.nextInt(20) == 0) {
            damaged.files().remove(name);
          } else {
            damaged
                .files()
                .compute(name, (_, bytes) -> Bytes.of(Mangle.once(bytes.toArray(), random)));
          }
          assertThat(survivors(damaged, sealed)).isFalse();
        });
  }

  /// Whether all three parts open as they did.
  private static boolean survivors(StoresInMemory stores, List<Sealed> sealed) {
    try {
      Vault.Reader reader = new Vault(stores, stores, KEY, RANDOM).reader();
      boolean all = true;
      for (int i = 0; i < 3; i++) {
        Opened opened = reader.open(sealed.get(i));
        if (opened instanceof Opened.Whole(Bytes _, Bytes envelope)) {
          assertThat(envelope).isEqualTo(ENVELOPES.get(i));
        }
        all &= opened instanceof Opened.Broken == false;
        all &= i == 2 || opened instanceof Opened.Whole;
      }
      return all;
    } catch (EvidenceFault e) {
      return false;
    }
  }

  @Test
  void anEnvelopeCannotBeMovedToAnotherPlace() {
    Sealed one = vault.seal(List.of(ENVELOPES.get(0), ENVELOPES.get(1))).getFirst();
    assertThat(vault.reader().open(new Sealed(one.commitment(), one.pack(), 1)))
        .isInstanceOf(Opened.Broken.class);
    assertThat(vault.reader().open(new Sealed(one.commitment(), one.pack(), 7)))
        .isInstanceOf(Opened.Broken.class);
    Sealed other = vault.seal(List.of(ENVELOPES.get(0))).getFirst();
    assertThat(vault.reader().open(new Sealed(one.commitment(), other.pack(), 0)))
        .isInstanceOf(Opened.Broken.class);
  }

  @Test
  void largeBatchesMakeSeveralPacks() {
    List<Bytes> large = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      byte[] bytes = new byte[3 << 20];
      bytes[0] = (byte) i;
      large.add(Bytes.of(bytes));
    }
    List<Sealed> sealed = vault.seal(large);
    assertThat(sealed.stream().map(Sealed::pack).distinct()).hasSize(2);
    Vault.Reader reader = vault.reader();
    for (int i = 0; i < 5; i++) {
      assertThat(envelope(reader.open(sealed.get(i)))).contains(large.get(i));
    }
  }

  /// Each write of a seal and of an erasure fails in turn, once before and once after it took hold.
  @Test
  void aFailedWriteLeavesWhatWasThere() {
    Sealed before = vault.seal(List.of(ENVELOPES.get(0))).getFirst();
    for (int write = 0; write < 2; write++) {
      for (boolean persists : new boolean[] {false, true}) {
        stores.failAfter(write, persists);
        assertThatThrownBy(() -> vault.seal(ENVELOPES)).isInstanceOf(StoreFault.class);
        stores.heal();
        assertThat(envelope(vault.reader().open(before))).contains(ENVELOPES.get(0));
      }
    }
    for (int write = 0; write < 2; write++) {
      for (boolean persists : new boolean[] {false, true}) {
        Sealed victim = vault.seal(List.of(ENVELOPES.get(1))).getFirst();
        stores.failAfter(write, persists);
        assertThatThrownBy(() -> vault.erase(victim)).isInstanceOf(StoreFault.class);
        stores.heal();
        assertThat(vault.reader().open(victim)).isNotInstanceOf(Opened.Broken.class);
        vault.erase(victim);
        assertThat(vault.reader().open(victim)).isEqualTo(new Opened.KeyDestroyed());
      }
    }
  }

  @Test
  void aVaultKeyComesBackFromItsFile(@TempDir Path folder) {
    Path file = folder.resolve("keys/vault.key");
    KEY.createFile(file);
    Sealed sealed = vault.seal(ENVELOPES).getFirst();
    assertThat(
            envelope(new Vault(stores, stores, VaultKey.open(file), RANDOM).reader().open(sealed)))
        .contains(ENVELOPES.getFirst());
    assertThat(KEY.toString()).isEqualTo("VaultKey[hidden]");
  }

  private static java.util.Optional<Bytes> envelope(Opened opened) {
    return opened instanceof Opened.Whole(Bytes _, Bytes envelope)
        ? java.util.Optional.of(envelope)
        : java.util.Optional.empty();
  }
}
