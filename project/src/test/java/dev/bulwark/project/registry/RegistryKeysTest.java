package dev.bulwark.project.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.project.workspace.WorkspaceFault;
import dev.bulwark.registry.seal.KeyEncryption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The registry's key in a file, under a passphrase that is found by name or asked for.
class RegistryKeysTest {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Map<String, String> environment = new HashMap<>(Map.of("PHRASE", "first"));
  @TempDir Path folder;
  private String typed = "";
  private String typedNext = "";
  private RegistryKeys keys;

  @BeforeEach
  void create() {
    keys =
        new RegistryKeys(
            folder.resolve("registry.key"),
            new KeySecrets(
                environment::get,
                question -> (question.startsWith("New") ? typedNext : typed).toCharArray()),
            RANDOM);
    keys.create();
  }

  private String move(Optional<String> variable) {
    List<KeyEncryption> before = keys.open();
    String id = keys.begin(variable, before).id();
    keys.end(before);
    return id;
  }

  private void protect() {
    move(Optional.of("PHRASE"));
  }

  private String id() {
    List<KeyEncryption> open = keys.open();
    assertThat(open).hasSize(1);
    return open.getFirst().id();
  }

  @Test
  void aKeyUnderAPassphraseOpensByItsVariable() {
    String before = id();
    String made = move(Optional.of("PHRASE"));
    assertThat(id()).isEqualTo(made).isNotEqualTo(before);
  }

  @Test
  void whereTheVariableIsNotSetThePassphraseIsAskedFor() {
    protect();
    environment.clear();
    assertThatThrownBy(keys::open)
        .isInstanceOf(WorkspaceFault.class)
        .hasMessageContaining("the environment variable PHRASE, found none");
    typed = "first";
    assertThat(id()).isNotEmpty();
  }

  /// Everything would lie under what nobody knows.
  @Test
  void aNewPassphraseThatWasTypedOnceOnlyTakesNothingUnderIt() {
    String before = id();
    environment.clear();
    typedNext = "frist";
    typed = "first";
    assertThatThrownBy(() -> keys.begin(Optional.of("PHRASE"), keys.open()))
        .isInstanceOfSatisfying(
            EvidenceFault.class,
            fault -> assertThat(fault.type()).isEqualTo(EvidenceFault.PASSPHRASE_WRONG));
    assertThat(keys.isRotating()).isFalse();
    assertThat(id()).isEqualTo(before);
    typedNext = "first";
    assertThat(id()).isNotEqualTo(move(Optional.of("PHRASE")));
  }

  @Test
  void aWrongPassphraseIsSaidToBe() {
    protect();
    environment.put("PHRASE", "second");
    assertThatThrownBy(keys::open)
        .isInstanceOfSatisfying(
            EvidenceFault.class,
            fault -> assertThat(fault.type()).isEqualTo(EvidenceFault.PASSPHRASE_WRONG));
  }

  @Test
  void aRotationKeepsThePassphraseAndOneWithoutIsAskedForByName() {
    protect();
    List<KeyEncryption> before = keys.open();
    String next = keys.begin(before).id();
    keys.end(before);
    assertThat(id()).isEqualTo(next);
    environment.clear();
    assertThatThrownBy(keys::open).isInstanceOf(WorkspaceFault.class);
    environment.put("PHRASE", "first");
    move(Optional.empty());
    environment.clear();
    assertThat(id()).isNotEqualTo(next);
  }

  /// Each of the two files is under a passphrase of its own.
  @Test
  void aMoveThatWasCutOffIsEndedAsItBegan() {
    protect();
    environment.put("OTHER", "second");
    String next = keys.begin(Optional.of("OTHER"), keys.open()).id();
    List<KeyEncryption> open = keys.open();
    assertThat(open).hasSize(2).last().extracting(KeyEncryption::id).isEqualTo(next);
    for (Optional<String> other : List.of(Optional.of("PHRASE"), Optional.<String>empty())) {
      assertThatThrownBy(() -> keys.begin(other, open))
          .isInstanceOf(WorkspaceFault.class)
          .hasMessageContaining("bulwark registry rotate");
    }
    assertThat(keys.begin(Optional.of("OTHER"), open).id()).isEqualTo(next);
    keys.end(open);
    assertThat(id()).isEqualTo(next);
  }

  @Test
  void whatIsNoNameOfAVariableIsRefusedBeforeAnyKeyIsMade() {
    assertThatThrownBy(() -> keys.begin(Optional.of("A PHRASE"), keys.open()))
        .isInstanceOf(WorkspaceFault.class)
        .hasMessageContaining("the name of an environment variable");
    assertThat(Files.exists(folder.resolve("registry.key.next"))).isFalse();
  }
}
