package dev.bulwark.project.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.evidence.Roster;
import dev.bulwark.evidence.keys.KeyFile;
import dev.bulwark.evidence.keys.Passphrase;
import dev.bulwark.evidence.keys.SigningKey;
import dev.bulwark.project.Shell;
import dev.bulwark.project.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A person's new key is the only one that counts, wherever a rotation before was cut off.
class PeopleTest {
  private static final PrintStream NOWHERE =
      new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
  private static final Shell SHELL =
      new Shell(
          new Terminal(NOWHERE, NOWHERE, false, false), InstantSource.system(), System::nanoTime);

  @TempDir Path folder;
  @AutoClose private Workspace workspace;
  private People people;
  private String first;
  private Path file;

  @BeforeEach
  void enrol() {
    Home home = new Home(folder.resolve(".bulwark"));
    workspace = Workspace.begin(home, "bulwark/x", SHELL);
    people = new People(workspace);
    first = people.enrol("dana", List.of(), Optional.empty(), now());
    file = home.personKey("dana");
  }

  private static Instant now() {
    return SHELL.clock().instant();
  }

  private List<String> counting() {
    return workspace.log().roster().keys().stream()
        .filter(key -> key.holder().name().equals("dana") && key.until().equals(Instant.MAX))
        .map(Roster.Key::key)
        .map(key -> key.id())
        .toList();
  }

  private String rotate() {
    return people.rotate("dana", Optional.empty(), now());
  }

  private void assertOnly(String id) {
    assertThat(counting()).containsExactly(id);
    assertThat(id).isNotEqualTo(first);
    assertThat(people.key("dana").verifyingKey().id()).isEqualTo(id);
  }

  /// As a rotation leaves it that is killed when the old file is set aside.
  private void setAside() throws IOException {
    Files.move(
        file, file.resolveSibling("dana." + counting().getFirst().substring(7) + ".retired"));
  }

  /// As it leaves it that is killed when the new file is written.
  private void written() throws IOException {
    setAside();
    KeyFile.create(file, SigningKey.generate(new SecureRandom()));
  }

  @Test
  void aRotationRevokesTheKeyBefore() {
    String second = rotate();
    assertOnly(second);
    String third = rotate();
    assertOnly(third);
  }

  @Test
  void aRotationCutOffWhenTheOldFileIsSetAsideIsEndedByTheNext() throws IOException {
    setAside();
    assertOnly(rotate());
  }

  @Test
  void aRotationCutOffWhenTheNewFileIsThereIsEndedByTheNext() throws IOException {
    written();
    assertOnly(rotate());
  }

  /// The same where the server makes keys as they are needed.
  @Test
  void aReplacementCutOffAnywhereIsEndedWhenTheKeyIsNeededNext() throws IOException {
    try (Passphrase passphrase = Passphrase.of("a passphrase of dana".toCharArray())) {
      setAside();
      SigningKey second = people.ensure("dana", passphrase, now());
      assertOnly(second.id());
      written();
      assertOnly(people.ensure("dana", passphrase, now()).id());
    }
  }

  @Test
  void whatTheOldKeySignedGoesOnCounting() {
    Instant then = now();
    rotate();
    assertThat(workspace.log().roster().trusts(first, then)).isTrue();
  }

  @Test
  void whoNeverHadAKeyHasNoneToRotate() {
    assertThatThrownBy(() -> people.rotate("nobody", Optional.empty(), now()))
        .isInstanceOfSatisfying(
            WorkspaceFault.class,
            e -> assertThat(e.type()).isEqualTo(WorkspaceFault.PERSON_UNKNOWN));
  }
}
