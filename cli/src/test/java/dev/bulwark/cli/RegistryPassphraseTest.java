package dev.bulwark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The registry's key comes under a passphrase and out again. Commands run in processes of their
/// own, because they find the passphrase in the environment.
class RegistryPassphraseTest {
  private static final String SETUP =
      """
      $ copy credit-scoring @/project
      $ bulwark check @/project
      $ bulwark keys new rex --role registrar --insecure-no-passphrase --project @/project
      $ bulwark model push @/project/models --name scorer --as rex --project @/project
      """;

  @TempDir Path folder;

  @Test
  void theKeyComesUnderAPassphraseAndOutAgain() throws Exception {
    Session session = new Session(folder, Path.of("..", "examples"), Instant.now());
    assertThat(session.run(SETUP)).contains("scorer@1                 READY");
    String pull = "$ bulwark model pull scorer@1 --into @/%s --project @/project";

    assertThat(bulwark("right", "registry", "key", "--passphrase-env", "PHRASE"))
        .contains("1 keys lie under the new key", "[exit 0]");
    assertThat(session.run(pull.formatted("none")))
        .contains("the environment variable PHRASE, found none", "[exit 4]");
    assertThat(bulwark("wrong", "model", "pull", "scorer@1", "--into", "none"))
        .contains("passphrase-wrong", "[exit 2]");
    assertThat(folder.resolve("none")).doesNotExist();
    assertThat(bulwark("right", "model", "pull", "scorer@1", "--into", "first"))
        .contains("[exit 0]");

    assertThat(bulwark("right", "registry", "key", "--insecure-no-passphrase"))
        .contains("[exit 0]");
    assertThat(session.run(pull.formatted("last"))).contains("scorer@1 is in @/last");
  }

  private String bulwark(String passphrase, String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                Stream.of(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
                    .map(each -> Path.of(each).toAbsolutePath().toString())
                    .reduce((one, other) -> one + java.io.File.pathSeparator + other)
                    .orElseThrow(),
                Main.class.getName()));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--project", folder.resolve("project").toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().put("PHRASE", passphrase);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return said + "[exit " + process.exitValue() + "]";
  }
}
