package dev.bulwark.scan;

import dev.bulwark.kernel.check.CheckRun;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.example.Example;
import dev.bulwark.kernel.example.Part;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.folder.LicencePresence;
import dev.bulwark.scan.pickle.PickleWords;
import dev.bulwark.testkit.ExamplesContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/// The scanner says of every example what the example shows.
class ExamplesTest extends ExamplesContract {
  private static final ModelFileScanner SCANNER =
      new ModelFileScanner("test", Limits.DEFAULT, System::nanoTime);

  @TempDir private Path folder;

  @Override
  protected Path folder() {
    return Path.of("src/main/resources/dev/bulwark/scan/examples");
  }

  @Override
  protected List<Rule> rules() {
    return Stream.concat(SCANNER.rules().stream(), Stream.of(LicencePresence.RULE)).toList();
  }

  @Override
  protected Map<String, Set<String>> companions() {
    return Map.ofEntries(
        Map.entry("AGT-002", Set.of("AGT-001")), // whatever is fetched is started
        Map.entry("ARC-005", Set.of("FMT-001")), // what is not read is not known
        Map.entry("CML-002", Set.of("CML-003")), // each path is told
        Map.entry("EXP-001", Set.of("EXE-001")), // the library it loads is a program
        Map.entry("NBK-002", Set.of("NBK-001")), // the cells of a notebook are counted
        Map.entry("NBK-003", Set.of("NBK-001")),
        Map.entry("NBK-004", Set.of("NBK-001")),
        Map.entry("ONX-001", Set.of("ONX-005")), // each file of tensors is told
        Map.entry("PKL-010", Set.of("PKL-001")), // to load further data is dangerous itself
        Map.entry("PYC-002", Set.of("PYC-001")), // Python code is told
        Map.entry("PYC-003", Set.of("FMT-002")), // PyTorch uses the name as well
        Map.entry("ZIP-005", Set.of("ZIP-004")), // what the directory leaves out lies in a gap
        Map.entry("ZIP-009", Set.of("PYC-001"))); // the handler is Python code
  }

  @Override
  protected Example answered(RuleId rule, Example example) {
    List<String> says = new ArrayList<>();
    List<String> beside = new ArrayList<>();
    List<String> words = new ArrayList<>();
    if (rule.equals(LicencePresence.RULE.id())) {
      says.addAll(
          lines(LicencePresence.of(names(example), Optional.empty()).outcome(Place.of("model"))));
    }
    for (Part part : example.parts()) {
      byte[] bytes = part.content().toArray();
      scan(example, part)
          .outcomes()
          .forEach(
              (id, outcome) ->
                  lines(outcome)
                      .forEach(
                          line -> {
                            if (id.equals(rule)) {
                              says.add(line);
                            } else {
                              beside.add(id + " " + line);
                            }
                          }));
      if (part.name().endsWith(".pkl")) {
        words.addAll(PickleWords.of(bytes));
      }
    }
    return example.read(String.join("\n", words)).answered(says, beside);
  }

  /// Files of one example lie beside each other; one that is alone needs no folder.
  private CheckRun scan(Example example, Part part) {
    if (example.parts().size() == 1) {
      return SCANNER.scan(Source.of(Place.of(part.name()), part.content().toArray()));
    }
    try {
      Path root = Files.createTempDirectory(folder, "example");
      for (Part each : example.parts()) {
        Path file = root.resolve(each.name());
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.write(file, each.content().toArray());
      }
      return ((ScannedFile.Scanned) SCANNER.scan(root, root.resolve(part.name()))).run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> names(Example example) {
    return example.parts().stream()
        .map(part -> part.name().substring(part.name().lastIndexOf('/') + 1))
        .toList();
  }
}
