package dev.bulwark.inventory.check;

import dev.bulwark.inventory.Inventory;
import dev.bulwark.inventory.Stock;
import dev.bulwark.inventory.osv.Advisories;
import dev.bulwark.inventory.osv.AdvisoryFile;
import dev.bulwark.inventory.osv.AdvisoryImport;
import dev.bulwark.inventory.osv.Epss;
import dev.bulwark.inventory.osv.Kev;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.CheckRun;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.kernel.example.Example;
import dev.bulwark.kernel.example.Part;
import dev.bulwark.testkit.ExamplesContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.io.TempDir;

/// The checks say of every example what the example shows: a folder with its files, and advisories
/// of yesterday that name nothing of it, but for those the example imports.
class InventoryExamplesTest extends ExamplesContract {
  private static final String IMPORTED = ", imported";
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final String HARMLESS =
      """
      {"id": "PYSEC-0", "modified": "2026-11-23T00:00:00Z", "affected": [
        {"package": {"ecosystem": "PyPI", "name": "nothing-here"}, "versions": ["1"]},
        {"package": {"ecosystem": "npm", "name": "nothing-here"}, "versions": ["1"]}]}
      """;

  @TempDir Path temp;

  @Override
  protected Path folder() {
    return Path.of("src/main/resources/dev/bulwark/inventory/check/examples");
  }

  @Override
  protected List<Rule> rules() {
    return new Inventory("0.1.0", System::nanoTime).rules();
  }

  /// What cannot be read or is old leaves open what is in it.
  @Override
  protected Map<String, Set<String>> companions() {
    return Map.of("INV-004", Set.of("INV-001"), "INV-005", Set.of("INV-001"));
  }

  @Override
  protected Example answered(RuleId rule, Example example) {
    try {
      Path project = Files.createDirectories(temp.resolve(rule.value()));
      List<Part> advisories = new ArrayList<>();
      for (Part part : example.parts()) {
        if (part.name().endsWith(IMPORTED)) {
          advisories.add(part);
        } else {
          Files.write(project.resolve(part.name()), part.content().toArray());
        }
      }
      return answered(rule, example, project, advisories);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Example answered(RuleId rule, Example example, Path project, List<Part> advisories)
      throws IOException {
    Inventory inventory = new Inventory("0.1.0", System::nanoTime);
    Stock stock = inventory.read(project);
    List<String> says = new ArrayList<>();
    List<String> beside = new ArrayList<>();
    try (AdvisoryFile file = imported(rule, advisories)) {
      Advisories known = new Advisories(List.of(file), Kev.NONE, Epss.NONE);
      Assessment assessment =
          new Assessment(stock, Optional.of(known), List.of(), NOW, Duration.ofDays(7));
      Subject about = new Subject("bulwark.yaml", Digest.of(Bytes.utf8("manifest")));
      for (CheckRun run : inventory.check(assessment, List.of(about))) {
        run.outcomes()
            .forEach(
                (id, outcome) ->
                    lines(outcome)
                        .forEach(
                            line ->
                                (id.equals(rule) ? says : beside)
                                    .add(id.equals(rule) ? line : id + " " + line)));
      }
    }
    return example.answered(says, beside);
  }

  private AdvisoryFile imported(RuleId rule, List<Part> advisories) throws IOException {
    Path zip = temp.resolve(rule + ".zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      if (advisories.isEmpty()) {
        out.putNextEntry(new ZipEntry("PYSEC-0.json"));
        out.write(Bytes.utf8(HARMLESS).toArray());
      }
      for (Part part : advisories) {
        out.putNextEntry(new ZipEntry(part.name().replace(IMPORTED, "")));
        out.write(part.content().toArray());
      }
    }
    Path file = temp.resolve(rule + ".advisories");
    AdvisoryImport.run(zip, file, AdvisoryImport.LIMITS, System::nanoTime);
    return AdvisoryFile.open(file);
  }
}
