package dev.bulwark.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.example.Example;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What the examples of a module's rules must hold: every rule has one, and the program says of it
/// what it shows. `-Dexamples.update=true` writes what it says into the files.
public abstract class ExamplesContract {

  /// Where the examples lie, from the module's folder.
  protected abstract Path folder();

  /// The rules that need one.
  protected abstract List<Rule> rules();

  /// The example with what the program says of its parts now.
  protected abstract Example answered(RuleId rule, Example example);

  /// Rules whose examples fire others too, by nature, and which.
  protected Map<String, Set<String>> companions() {
    return Map.of();
  }

  /// What is shown of an outcome, one finding a line.
  protected static List<String> lines(Outcome outcome) {
    List<String> lines = new ArrayList<>();
    for (Finding finding : outcome.findings()) {
      lines.add(finding.place() + " " + finding.message());
    }
    if (outcome instanceof Outcome.Undecided(var _, String detail, var _)) {
      lines.add("not decided: " + detail);
    }
    return lines;
  }

  private String update() {
    return "mvn test -pl %s -am -Dtest=%s -Dexamples.update=true -Dsurefire.failIfNoSpecifiedTests=false"
        .formatted(Path.of("").toAbsolutePath().getFileName(), getClass().getSimpleName());
  }

  @Test
  void everyRuleHasAnExample() {
    for (Rule rule : rules()) {
      if (find(rule.id()).isEmpty()) {
        fail(
            """
            %s has no example.
            Write %s in this module: a line "-- NAME --" (text) or "-- NAME (bytes) --" (a hex dump
            as hexdump -C prints it) and below it a small file that fires this rule and no other. Then run
              %s
            and read what it added; ./bulwark explain --all docs/rules writes the page."""
                .formatted(rule.id(), file(rule.id()), update()));
      }
    }
  }

  @Test
  void everyExampleIsOfARule() throws IOException {
    try (Stream<Path> files = Files.list(folder())) {
      assertThat(files.map(file -> String.valueOf(file.getFileName())))
          .containsExactlyInAnyOrderElementsOf(
              rules().stream().map(rule -> rule.id() + ".txt").toList());
    }
  }

  @Test
  void theProgramSaysOfAnExampleWhatItShows() throws IOException {
    TreeMap<String, String> wrong = new TreeMap<>();
    for (Rule rule : rules()) {
      Optional<Example> shown = find(rule.id());
      if (shown.isEmpty() || !shown.get().none().isEmpty()) {
        continue;
      }
      Example real = answered(rule.id(), shown.get());
      if (Boolean.getBoolean("examples.update")) {
        Files.writeString(file(rule.id()), real.render());
      } else if (!real.equals(shown.get())) {
        wrong.put(rule.id().value(), real.render());
      }
    }
    assertThat(wrong).as("when this is what it should say now, run " + update()).isEmpty();
  }

  @Test
  void anExampleFiresItsOwnRuleAndNoOther() {
    TreeMap<String, List<String>> wrong = new TreeMap<>();
    for (Rule rule : rules()) {
      Example example = find(rule.id()).orElseThrow();
      Set<String> others =
          example.beside().stream()
              .map(line -> line.substring(0, line.indexOf(' ')))
              .collect(Collectors.toCollection(TreeSet::new));
      boolean speaks = example.says().isEmpty() == !example.none().isEmpty();
      if (!speaks || !others.equals(companions().getOrDefault(rule.id().value(), Set.of()))) {
        wrong.put(rule.id().value(), example.beside());
      }
    }
    assertThat(wrong).isEmpty();
  }

  private Path file(RuleId rule) {
    return folder().resolve(rule + ".txt");
  }

  private Optional<Example> find(RuleId rule) {
    Path file = file(rule);
    try {
      return Files.exists(file)
          ? Optional.of(Example.parse(Files.readString(file)))
          : Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      throw new AssertionError(file + ": " + e.getMessage(), e);
    }
  }
}
