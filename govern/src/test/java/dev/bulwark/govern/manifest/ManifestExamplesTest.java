package dev.bulwark.govern.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.example.Example;
import dev.bulwark.kernel.example.Part;
import dev.bulwark.testkit.ExamplesContract;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// The checks say of every example what the example shows: a sound project, but for the lines and
/// the files of the example.
class ManifestExamplesTest extends ExamplesContract {
  private static final String CHANGED = "bulwark.yaml, changed";
  private static final String NOT_READ = ", not read";

  /// A project has many assumed facts, and each is told; the example shows the first of them.
  private static final int MOST_LINES = 3;

  @Override
  protected Path folder() {
    return Path.of("src/main/resources/dev/bulwark/govern/manifest/examples");
  }

  @Override
  protected List<Rule> rules() {
    return BuiltinManifestChecks.suite().rules();
  }

  @Override
  protected Example answered(RuleId rule, Example example) {
    String manifest = Sound.text();
    ListedFiles files = ListedFiles.sound();
    for (Part part : example.parts()) {
      if (part.name().equals(CHANGED)) {
        manifest = changed(manifest, part.content().utf8());
      } else if (part.name().endsWith(NOT_READ)) {
        files.gap(
            part.name().replace(NOT_READ, ""),
            ProjectFiles.Gap.Kind.BAD_NAME,
            part.content().utf8().strip());
      } else {
        files.with(part.name(), part.content().toArray());
      }
    }
    Budget budget = Budget.of(Limits.DEFAULT, System::nanoTime);
    return example.answered(
        lines(BuiltinManifestChecks.suite().run(Sound.project(manifest, files), budget).get(rule))
            .stream()
            .limit(MOST_LINES)
            .toList(),
        List.of());
  }

  /// Replaces the lines of `- ` by those of `+ `.
  private static String changed(String manifest, String difference) {
    String before = lines(difference, "- ");
    assertThat(manifest).contains(before);
    return manifest.replace(before, lines(difference, "+ "));
  }

  private static String lines(String difference, String mark) {
    return difference
        .lines()
        .filter(line -> line.startsWith(mark))
        .map(line -> line.substring(mark.length()) + "\n")
        .collect(Collectors.joining());
  }
}
