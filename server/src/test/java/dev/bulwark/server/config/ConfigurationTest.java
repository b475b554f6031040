package dev.bulwark.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.kernel.bytes.ByteSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigurationTest {
  private static final String MARKER = "hunter2-the-secret";

  @TempDir private Path folder;

  private ConfigurationReader reader(Map<String, String> environment) {
    return new ConfigurationReader(
        Settings.ALL, Map.of("metrics.port", "use metrics.token"), environment);
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("bulwark-server.yaml"), text);
  }

  private Path secret(String text, String mode) throws IOException {
    Path file = Files.writeString(folder.resolve("secret"), text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  private static List<String> problems(ConfigurationReader reader) {
    try {
      reader.read();
      return List.of();
    } catch (ConfigurationFault e) {
      return e.problems();
    }
  }

  @Test
  void hostsHaveAPortEachAndNothingElse() {
    assertThat(Kind.HOSTS.reader().read("Chat.internal, hooks.internal:8443,[::1]:9443"))
        .containsExactlyInAnyOrder("chat.internal:443", "hooks.internal:8443", "[::1]:9443");
    for (String other :
        List.of(
            "", "a,", "https://a", "a/b", "a:0", "a:65536", "a:x", "*.internal", "u@a", "a b")) {
      assertThatThrownBy(() -> Kind.HOSTS.reader().read(other))
          .as(other)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void nothingGivenIsTheDefaults() {
    Configuration settings = Configuration.defaults();
    assertThat(settings.value(Settings.PORT)).isEqualTo(8443);
    assertThat(settings.value(Settings.STOP_PATIENCE)).isEqualTo(Duration.ofSeconds(20));
    assertThat(settings.value(Settings.REQUEST_RATE)).isEqualTo(ByteSize.ofKib(1));
    assertThat(settings.find(Settings.DATABASE)).isEmpty();
  }

  @Test
  void theCommandLineIsStrongerThanAVariableAndThatThanTheFile() throws IOException {
    Path file =
        file("host: from-file\nport: 1\nstop:\n  patience: 3s\nmetrics:\n  loopback: true\n");
    Configuration settings =
        reader(Map.of("BULWARK_HOST", "from-variable", "BULWARK_PORT", "2", "PATH", "/bin"))
            .options(Map.of("host", "from-option"))
            .variables()
            .file(file, true)
            .read();
    assertThat(settings.value(Settings.HOST)).isEqualTo("from-option");
    assertThat(settings.value(Settings.PORT)).isEqualTo(2);
    assertThat(settings.value(Settings.STOP_PATIENCE)).isEqualTo(Duration.ofSeconds(3));
    assertThat(settings.lines())
        .containsEntry("host", "from-option  (--host)")
        .containsEntry("port", "2  (BULWARK_PORT)")
        .containsEntry("metrics.loopback", "true  (bulwark-server.yaml:6)")
        .containsEntry("s3.bucket", "bulwark  (default)")
        .containsEntry("database", "(none)");
  }

  @Test
  void allProblemsAreSaidAtOnceEachWithItsPlace() throws IOException {
    Path file =
        file(
            """
            hots: localhost
            port: 70000
            stop:
              patience: 20
            request:
              least-rate: 1KB
            metrics:
              port: 9090
              token: %s
            traces:
              endpoint: ftp://collector
            replicas:
              enabled: true
            database: jdbc:sqlite:x
            host: [a, b]
            port: 1
            """
                .formatted(MARKER));
    List<String> problems =
        problems(
            reader(Map.of("BULWARK_STOP_PATIENC", "1s", "BULWARK_TRACES_PERCENT", "101"))
                .variables()
                .file(file, true));
    assertThat(String.join("\n", problems))
        .contains("bulwark-server.yaml:1: expected a key that there is, found hots")
        .contains("bulwark-server.yaml:2: expected a whole number from 0 to 65535 for port")
        .contains("bulwark-server.yaml:4: expected a whole number and a unit")
        .contains("bulwark-server.yaml:6: expected a whole number and a unit (B, KiB")
        .contains("bulwark-server.yaml:8: the key metrics.port is gone: use metrics.token")
        .contains("bulwark-server.yaml:9: expected file:/a/path or env:A_NAME")
        .contains("bulwark-server.yaml:11: expected an address")
        .contains("bulwark-server.yaml:13: expected a database jdbc:postgresql")
        .contains("bulwark-server.yaml:15: expected one value for host")
        .contains("bulwark-server.yaml:16: expected")
        .contains("BULWARK_TRACES_PERCENT: expected a whole number from 1 to 100")
        .contains("BULWARK_STOP_PATIENC: expected a variable of a key that there is")
        .doesNotContain(MARKER);
    assertThat(problems).hasSize(12);
  }

  @Test
  void aFileThatWasNamedMustBeThere() {
    assertThat(problems(reader(Map.of()).file(folder.resolve("none.yaml"), true)))
        .singleElement()
        .asString()
        .contains("none.yaml: expected a file that can be read");
    assertThat(problems(reader(Map.of()).file(folder.resolve("none.yaml"), false))).isEmpty();
  }

  @Test
  void aSecretIsNamedAndReadAndNeverShown() throws IOException {
    Path secret = secret(MARKER + "\n", "rw-------");
    Configuration settings =
        reader(
                Map.of(
                    "BULWARK_METRICS_TOKEN",
                    "env:BULWARK_TOKEN_HERE",
                    "BULWARK_TOKEN_HERE",
                    MARKER))
            .options(Map.of("traces.authorization", "file:" + secret))
            .variables()
            .read();
    assertThat(settings.secret(Settings.METRICS_TOKEN)).contains(MARKER);
    assertThat(settings.secret(Settings.TRACES_AUTHORIZATION)).contains(MARKER);
    assertThat(settings.lines().toString() + settings)
        .contains("****** in file:" + secret)
        .doesNotContain(MARKER);
  }

  @Test
  void aSecretOthersMayReadOrThatIsNotThereIsAProblem() throws IOException {
    assertThat(problems(with("file:" + secret(MARKER, "rw-r--r--"))))
        .singleElement()
        .asString()
        .contains("chmod 600")
        .doesNotContain(MARKER);
    assertThat(problems(with("file:/nowhere/at/all")))
        .singleElement()
        .asString()
        .contains("metrics.token", "NoSuchFile");
    assertThat(problems(with("env:NOT_SET_ANYWHERE")))
        .singleElement()
        .asString()
        .contains("NOT_SET");
    assertThat(problems(with("file:" + secret("\n", "rw-------"))))
        .singleElement()
        .asString()
        .contains("found nothing");
  }

  private ConfigurationReader with(String token) {
    return reader(Map.of()).options(Map.of("metrics.token", token));
  }

  @Test
  void aPasswordInAnAddressIsRefusedAndNotShown() {
    for (Map<String, String> wrong :
        List.of(
            Map.of("database", "jdbc:postgresql://db/x?user=a&password=" + MARKER),
            Map.of("traces.endpoint", "https://user:" + MARKER + "@collector"))) {
      assertThatExceptionOfType(ConfigurationFault.class)
          .isThrownBy(() -> Configuration.of(wrong))
          .withMessageNotContaining(MARKER);
    }
  }

  @Test
  void hostileFilesAreProblemsAndNothingElse() throws IOException {
    for (String text :
        List.of(
            "",
            "[]",
            "a: &a b\nc: *a",
            "x: ".repeat(5_000),
            "host: \u0000",
            "{".repeat(10_000),
            "metrics: {token: {a: b}}",
            "? [a]\n: b",
            "#".repeat(300_000))) {
      assertThat(problems(reader(Map.of()).file(file(text), true))).as(text).isNotEmpty();
    }
  }

  @Test
  void everyKeyHasAVariableOfItsOwnAndADefaultThatHolds() {
    assertThat(Settings.ALL).hasSizeGreaterThan(10);
    assertThat(Settings.ALL.stream().map(Setting::variable).collect(Collectors.toSet()))
        .hasSameSizeAs(Settings.ALL);
    Settings.ALL.forEach(
        setting -> {
          assertThat(setting.key()).matches("[a-z0-9]+([.-][a-z0-9]+)*");
          setting.initial().ifPresent(text -> setting.kind().reader().read(text));
        });
  }

  @Test
  void aDurationIsWithinItsBounds() {
    for (String text : List.of("0s", "999ms", "11min", "200000d", "-1s", "10")) {
      assertThatThrownBy(() -> Settings.REPLICAS_LEASE.kind().reader().read(text))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(Settings.REPLICAS_LEASE.kind().reader().read("1s")).hasSeconds(1);
    assertThat(Settings.REPLICAS_LEASE.kind().form()).contains("from 1s to 10min");
    assertThat(Settings.REPLICAS_WAIT.kind().reader().read("10min")).hasMinutes(10);
  }
}
