package dev.bulwark.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What hadolint asks of a container file (its DL rules), asked here: no library reads one whole.
final class DeployContainerTest {
  private record Instruction(String name, String arguments) {}

  private static String file() throws IOException {
    return Files.readString(Path.of("../deploy/container/Containerfile"));
  }

  private static List<Instruction> instructions() throws IOException {
    return file()
        .replaceAll("(?m)^\\s*#.*\\R", "")
        .replaceAll("\\\\\\R\\s*", "")
        .lines()
        .filter(line -> !line.isBlank())
        .map(line -> line.split("\\s+", 2))
        .map(parts -> new Instruction(parts[0], parts[1]))
        .toList();
  }

  private static List<String> of(String name) throws IOException {
    return instructions().stream()
        .filter(each -> each.name().equals(name))
        .map(Instruction::arguments)
        .toList();
  }

  @Test
  void theImageIsMadeOfWhatIsNamedAndOfNothingFetched() throws IOException {
    assertThat(instructions())
        .extracting(Instruction::name)
        .containsExactly(
            "ARG",
            "FROM",
            "LABEL",
            "RUN",
            "COPY",
            "ENV",
            "USER",
            "VOLUME",
            "EXPOSE",
            "STOPSIGNAL",
            "ENTRYPOINT",
            "CMD");
    assertThat(of("ARG"))
        .singleElement()
        .asString()
        .matches("RUNTIME=[a-z0-9./-]+:25[a-z0-9.-]+(@sha256:[0-9a-f]{64})?");
    assertThat(of("FROM")).containsExactly("${RUNTIME}");
    assertThat(of("RUN"))
        .singleElement()
        .asString()
        .doesNotContain("curl", "wget", "apt", "sudo", "cd ", "|");
    assertThat(of("LABEL")).singleElement().asString().matches("(org\\.opencontainers\\S+ ?)+");
  }

  /// A mode without x would be the folder's too, and its user could not reach the libraries.
  @Test
  void nothingOfTheProgramCanBeWrittenByItsUserAndAllCanBeRead() throws IOException {
    assertThat(of("COPY"))
        .containsExactly("--chown=0:0 --chmod=0555 server/target/app/lib/ /opt/bulwark/lib/");
    assertThat(of("USER")).containsExactly("10001:10001");
    assertThat(of("VOLUME")).containsExactly("/var/lib/bulwark");
  }

  @Test
  void oneProcessIsStartedWithoutAShell() throws IOException {
    assertThat(of("ENTRYPOINT")).singleElement().asString().matches("\\[\"java\"(, \"\\S+\")+]");
    assertThat(of("CMD")).containsExactly("[\"up\"]");
    assertThat(of("STOPSIGNAL")).containsExactly("SIGTERM");
    assertThat(of("EXPOSE")).containsExactly("8443");
    DeployedVariables.areKnown(file());
  }
}
