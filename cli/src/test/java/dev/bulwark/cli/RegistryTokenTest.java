package dev.bulwark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The registry's key moves into a real token (SoftHSM) and back. Commands that need the token run
/// in processes of their own, because it finds its configuration in the environment.
class RegistryTokenTest {
  private static final String PIN = "a-pin-for-this-test-73";
  private static final String SETUP =
      """
      $ copy credit-scoring @/project
      $ bulwark check @/project
      $ bulwark keys new rex --role registrar --insecure-no-passphrase --project @/project
      $ bulwark model push @/project/models --name scorer --as rex --project @/project
      """;

  @TempDir Path folder;

  @Test
  void theKeyMovesIntoATokenAndBack() throws Exception {
    Path library = library();
    String slot = initToken();
    assertThat(session(SETUP)).contains("scorer@1                 READY");

    String[] move = {
      "registry", "key", "--pkcs11", library.toString(), "--slot", slot, "--pin-env", "TOKEN_PIN"
    };
    assertThat(bulwark(PIN, move)).contains("key-token-unavailable", "[exit 2]");
    assertThat(bulwark(PIN, with(move, "--create")))
        .contains("1 keys lie under the new key", "[exit 0]");
    assertThat(bulwark(PIN, "registry", "key")).contains("Pkcs11Key[");
    assertThat(bulwark(PIN, with(move, "--key-name", "bulwark-registry")))
        .contains("found one of the same name", "[exit 4]");
    assertThat(bulwark(PIN, "model", "pull", "scorer@1", "--into", into("first")))
        .contains("[exit 0]");
    assertThat(bulwark(PIN, "model", "push", project() + "/models", "--name", "b", "--as", "rex"))
        .contains("b@1", "[exit 0]");

    assertThat(session("$ bulwark model pull scorer@1 --into @/none --project @/project"))
        .contains("the environment variable TOKEN_PIN, found none", "[exit 4]");
    assertThat(bulwark("wrong", "model", "pull", "scorer@1", "--into", into("none")))
        .contains("key-token-unavailable", "[exit 2]");
    assertThat(folder.resolve("none")).doesNotExist();
    assertNoPinIsKept();

    assertThat(bulwark(PIN, "registry", "rotate")).contains("2 keys lie under the new key");
    assertThat(session("$ bulwark model pull scorer@1 --into @/last --project @/project"))
        .contains("scorer@1 is in @/last", "[exit 0]");
  }

  private void assertNoPinIsKept() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("project"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain(PIN);
      }
    }
  }

  private String into(String name) {
    return folder.resolve(name).toString();
  }

  private String project() {
    return folder.resolve("project").toString();
  }

  private static String[] with(String[] first, String... more) {
    return Stream.concat(Stream.of(first), Stream.of(more)).toArray(String[]::new);
  }

  private String session(String script) {
    return new Session(folder, Path.of("..", "examples"), Instant.now()).run(script);
  }

  private String initToken() throws Exception {
    Files.createDirectory(folder.resolve("tokens"));
    Files.writeString(
        folder.resolve("softhsm2.conf"),
        "directories.tokendir = %s\n".formatted(folder.resolve("tokens")));
    String made =
        run(
            PIN,
            List.of(
                "softhsm2-util",
                "--init-token",
                "--free",
                "--label",
                "registry",
                "--so-pin",
                "5678",
                "--pin",
                PIN));
    Matcher slot = Pattern.compile("slot (\\d+)").matcher(made);
    assertThat(slot.find()).as(made).isTrue();
    return slot.group(1);
  }

  private String bulwark(String pin, String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--project", project()));
    return run(pin, command);
  }

  private String run(String pin, List<String> command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("SOFTHSM2_CONF", folder.resolve("softhsm2.conf").toString());
    builder.environment().put("TOKEN_PIN", pin);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return said + "[exit " + process.exitValue() + "]";
  }

  private static Path library() {
    List<Path> found =
        Stream.of(
                Path.of("/usr/lib/softhsm/libsofthsm2.so"),
                Path.of("/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so"))
            .filter(Files::exists)
            .toList();
    assumeTrue(
        !found.isEmpty() && Files.isExecutable(Path.of("/usr/bin/softhsm2-util")),
        "skipped: softhsm2 not present");
    return found.getFirst();
  }
}
