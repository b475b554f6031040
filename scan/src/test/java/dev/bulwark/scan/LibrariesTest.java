package dev.bulwark.scan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.check.CheckRun;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.format.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What real libraries save is never called harmful, and passes wherever its format is read:
/// `libraries/README.md` names the programs that wrote the files.
class LibrariesTest {
  private final ModelFileScanner scanner =
      new ModelFileScanner("test", Limits.DEFAULT, System::nanoTime);

  /// The files of one library, by name.
  static Map<String, byte[]> files(String library) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (ZipInputStream zip =
        new ZipInputStream(
            LibrariesTest.class.getResourceAsStream("/libraries/" + library + ".zip"))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        files.put(entry.getName(), zip.readAllBytes());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"python", "numpy", "scipy", "pandas", "sklearn", "joblib", "torch", "xgboost"})
  void whatALibrarySavesPasses(String library) {
    List<String> alarms = new ArrayList<>();
    int passed = 0;
    Map<String, byte[]> files = files(library);
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      CheckRun run = scanner.scan(Source.of(Place.of(file.getKey()), file.getValue()));
      if (!Verdict.of(run).fails()) {
        passed++;
      } else {
        alarms.add(file.getKey() + " " + problems(run));
      }
    }
    assertThat(alarms).isEmpty();
    assertThat(passed).isGreaterThanOrEqualTo(library.equals("xgboost") ? 8 : 40);
  }

  private static List<String> problems(CheckRun run) {
    List<String> problems = new ArrayList<>();
    run.outcomes()
        .forEach(
            (rule, outcome) -> {
              outcome.findings().stream()
                  .filter(finding -> finding.severity().fails())
                  .map(Finding::message)
                  .forEach(problems::add);
              if (outcome instanceof Outcome.Undecided undecided) {
                problems.add(rule + " " + undecided.detail());
              }
            });
    return problems;
  }
}
