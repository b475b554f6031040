package dev.bulwark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.project.Shell;
import dev.bulwark.project.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The pages made from rules and catalogue are the ones in the repository.
class GeneratedPagesTest {
  @TempDir Path folder;

  @Test
  void everyRuleHasItsPage() throws IOException {
    bulwark("explain", "--all", folder.toString());
    assertThat(pages(Path.of("..", "docs", "rules")))
        .as("rewrite them with: ./bulwark explain --all docs/rules")
        .isEqualTo(pages(folder));
    assertThat(pages(folder)).hasSizeGreaterThan(80);
  }

  @Test
  void everyPageShowsAnExampleOrSaysWhyThereIsNone() throws IOException {
    bulwark("explain", "--all", folder.toString());
    pages(folder)
        .forEach(
            (name, page) -> {
              if (!name.equals("README.md")) {
                assertThat(page)
                    .as(
                        "%s: put examples/%s.txt into the module that owns the rule",
                        name, name.replace(".md", ""))
                    .containsAnyOf("Bulwark says:", "**Example.** None. ");
              }
            });
  }

  @Test
  void theCoverageTableIsUpToDate() throws IOException {
    assertThat(Files.readString(Path.of("..", "docs", "controls.md")))
        .as("rewrite it with: ./bulwark controls --markdown > docs/controls.md")
        .isEqualTo(bulwark("controls", "--markdown"));
  }

  private static SortedMap<String, String> pages(Path folder) throws IOException {
    SortedMap<String, String> pages = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        pages.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return pages;
  }

  private static String bulwark(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    Main.run(
        new Shell(
            new Terminal(stream, stream, false, false), InstantSource.system(), System::nanoTime),
        arguments);
    return out.toString(StandardCharsets.UTF_8);
  }
}
