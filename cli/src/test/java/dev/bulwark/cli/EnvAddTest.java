package dev.bulwark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An environment that is refused leaves no key, and what a crash left can be put right.
class EnvAddTest {
  private static final String SETUP =
      """
      $ copy credit-scoring @/project
      $ bulwark check @/project
      $ bulwark keys new rex --role registrar --insecure-no-passphrase --project @/project
      $ bulwark keys new eve --insecure-no-passphrase --project @/project
      """;

  @TempDir Path folder;
  private Session session;

  @BeforeEach
  void setUp() {
    session = new Session(folder, Path.of("..", "examples"), Instant.now());
    session.run(SETUP);
  }

  private String add(String name, String key, String person) {
    return session.run(
        "$ bulwark env add %s --gate stage --key-file @/%s --as %s --insecure-no-passphrase --project @/project"
            .formatted(name, key, person));
  }

  private String trust(String name, String key) {
    return session.run(
        "$ bulwark env trust %s --key-file @/%s --project @/project".formatted(name, key));
  }

  @Test
  void whoIsRefusedLeavesNoKeyAndTheNextMayUseTheName() {
    assertThat(add("staging", "staging.key", "eve")).contains("does not take this in", "[exit 1]");
    assertThat(add("staging", "staging.key", "nobody")).contains("person-unknown");
    assertThat(folder.resolve("staging.key")).doesNotExist();
    assertThat(folder.resolve("staging.key.trust")).doesNotExist();
    assertThat(add("staging", "staging.key", "rex")).contains("[exit 0]");
    assertThat(add("staging", "other.key", "rex")).contains("it is there already", "[exit 1]");
    assertThat(folder.resolve("other.key")).doesNotExist();
  }

  /// Cut off after the environment was on record.
  @Test
  void aTrustFileThatWasNotWrittenIsWrittenAfterwards() throws IOException {
    assertThat(add("staging", "staging.key", "rex")).contains("[exit 0]");
    Path file = folder.resolve("staging.key.trust");
    String written = Files.readString(file);
    Files.delete(file);
    assertThat(add("staging", "staging.key", "rex"))
        .contains("the key of staging", "bulwark env trust staging", "key-file-exists");
    assertThat(trust("staging", "staging.key")).contains("[exit 0]");
    assertThat(Files.readString(file)).isEqualTo(written);
    assertThat(trust("production", "production.key")).contains("registry-unknown", "[exit 4]");
    assertThat(folder.resolve("production.key.trust")).doesNotExist();
  }

  /// Cut off after the key was written.
  @Test
  void aKeyThatNoEnvironmentHasIsToldAsThat() {
    session.run("$ bulwark env key @/staging.key --insecure-no-passphrase");
    assertThat(add("staging", "staging.key", "rex"))
        .contains("a key that no environment here has; remove it", "key-file-exists");
    session.run("$ delete @/staging.key");
    assertThat(add("staging", "staging.key", "rex")).contains("[exit 0]");
  }
}
