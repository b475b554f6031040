package dev.bulwark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.project.Shell;
import dev.bulwark.project.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The help fits a terminal of 80 columns, one line for each command.
class HelpTest {
  private static final int COLUMNS = 80;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "init",
        "check",
        "status",
        "explain",
        "audit",
        "attest",
        "waive",
        "keys",
        "keys new",
        "keys grant",
        "keys withdraw",
        "keys rotate",
        "keys revoke",
        "keys list",
        "rules",
        "rules pack",
        "rules verify",
        "rules list",
        "report",
        "model",
        "model push",
        "model list",
        "model show",
        "model pull",
        "model examine",
        "model revoke",
        "model card",
        "model provenance",
        "model hold",
        "model erase",
        "env",
        "env add",
        "env trust",
        "env list",
        "env suspend",
        "env free",
        "env mark",
        "env check",
        "promote",
        "rollback",
        "recheck",
        "drill",
        "drill rollback",
        "history",
        "open",
        "registry",
        "registry show",
        "registry retention",
        "registry sweep",
        "registry key",
        "registry rotate",
        "registry scrub",
        "scan",
        "sign",
        "verify",
        "bom",
        "advisories",
        "advisories import",
        "advisories list",
        "advisories show",
        "controls",
        "bench",
        "bench registry"
      })
  void everyLineFitsAndEveryCommandHasOne(String command) {
    String help = help(Stream.of(command.split(" ", -1)).filter(word -> !word.isEmpty()).toList());
    assertThat(help.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(COLUMNS));
    List<String> commands =
        help.lines().dropWhile(line -> !line.equals("Commands:")).skip(1).toList();
    assertThat(commands.stream().takeWhile(line -> !line.isBlank()))
        .allSatisfy(line -> assertThat(line).matches("  [a-z]+ +[A-Z].*[.]"));
  }

  private static String help(List<String> command) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    Shell shell =
        new Shell(
            new Terminal(stream, stream, false, false), InstantSource.system(), System::nanoTime);
    String[] arguments =
        Stream.concat(command.stream(), Stream.of("--help")).toArray(String[]::new);
    assertThat(Main.run(shell, arguments)).isZero();
    return out.toString(StandardCharsets.UTF_8);
  }
}
