package dev.bulwark.inventory.osv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.inventory.purl.PackageUrl;
import dev.bulwark.inventory.purl.PurlReading;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Over the advisories of AI packages in the shared data beside the project, where they are.
class RealAdvisoriesTest {
  private static final Path SHARED = Path.of("../../shared/data/osv-ai/pypi-ai-relevant.zip");

  @TempDir Path folder;
  private Path zip;

  @BeforeEach
  void find() {
    zip = SHARED;
    if (!Files.exists(zip)) {
      System.out.println("skipped: ../shared not present");
      Assumptions.abort("skipped: ../shared not present");
    }
  }

  private AdvisoryFile imported(Path from) {
    AdvisoryImport.run(from, folder.resolve("advisories"), AdvisoryImport.LIMITS, System::nanoTime);
    return AdvisoryFile.open(folder.resolve("advisories"));
  }

  /// Everything the records enumerate is affected; what a range ends with is not, unless listed.
  @Test
  void everyEnumeratedVersionMatchesAndNoUnlistedFixDoes() throws IOException {
    int listed = 0;
    int fixes = 0;
    try (AdvisoryFile file = imported(zip)) {
      Advisories advisories = new Advisories(List.of(file), Kev.NONE, Epss.NONE);
      for (Advisory advisory : all()) {
        for (Advisory.Affected affected : advisory.affected()) {
          for (String version : affected.versions()) {
            assertThat(VersionMatch.of(affected, version))
                .isInstanceOf(VersionMatch.Affected.class);
            listed++;
          }
          for (Advisory.Range range : affected.ranges()) {
            if (range.type().equals("ECOSYSTEM") && affected.ranges().size() <= 2) {
              String last = range.events().getLast().version();
              if (range.events().getLast().kind() == Advisory.Event.Kind.FIXED
                  && !affected.versions().contains(Ecosystem.normalVersion("PyPI", last))) {
                assertThat(VersionMatch.of(affected, last))
                    .as("%s %s", advisory.id(), last)
                    .isNotInstanceOf(VersionMatch.Affected.class);
                fixes++;
              }
            }
          }
          String first = affected.versions().isEmpty() ? "" : affected.versions().getFirst();
          if (!first.isEmpty()) {
            PackageUrl purl = purl(affected.name(), first);
            assertThat(advisories.match(purl).known())
                .as("%s in %s", advisory.id(), purl)
                .anyMatch(known -> known.records().contains(advisory.id()));
          }
        }
      }
    }
    System.out.println(
        "real advisories: " + listed + " listed versions and " + fixes + " fixes hold");
    assertThat(listed).isGreaterThan(10_000);
  }

  @Test
  void tenThousandComponentsAreMatchedQuickly() throws IOException {
    TreeMap<String, PackageUrl> concerned = new TreeMap<>();
    for (Advisory advisory : all()) {
      for (Advisory.Affected affected : advisory.affected()) {
        if (!affected.versions().isEmpty()) {
          concerned.put(affected.name(), purl(affected.name(), affected.versions().getFirst()));
        }
      }
    }
    List<PackageUrl> components = new ArrayList<>(concerned.values());
    for (int i = 0; components.size() < 10_000; i++) {
      components.add(purl("package-" + i, "1." + i));
    }
    try (AdvisoryFile file = imported(zip)) {
      Advisories advisories = new Advisories(List.of(file), Kev.NONE, Epss.NONE);
      long best = Long.MAX_VALUE;
      int known = 0;
      for (int round = 0; round < 5; round++) {
        long start = System.nanoTime();
        known = 0;
        for (PackageUrl component : components) {
          known += advisories.match(component).known().size();
        }
        best = Math.min(best, System.nanoTime() - start);
      }
      System.out.printf(
          "measured: 10,000 components (%d with advisories, %d problems) in %d ms%n",
          concerned.size(), known, best / 1_000_000);
      assertThat(known).isGreaterThan(concerned.size());
    }
  }

  /// All of PyPI's advisories were about 20,000 records; the sample is repeated under other ids.
  @Test
  void anImportOfAllOfPypiTakesSeconds() throws IOException {
    Path large = folder.resolve("large.zip");
    int records = 0;
    try (ZipFile from = new ZipFile(zip.toFile());
        OutputStream out = Files.newOutputStream(large);
        ZipOutputStream zipped = new ZipOutputStream(out)) {
      for (int copy = 0; copy < 18; copy++) {
        Enumeration<? extends ZipEntry> entries = from.entries();
        while (entries.hasMoreElements()) {
          ZipEntry entry = entries.nextElement();
          if (entry.getName().endsWith(".json")) {
            String text =
                new String(from.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
            zipped.putNextEntry(new ZipEntry(copy + "-" + entry.getName()));
            zipped.write(
                text.replaceFirst("\"id\":\"", "\"id\":\"C" + copy + "-")
                    .getBytes(StandardCharsets.UTF_8));
            records++;
          }
        }
      }
    }
    long start = System.nanoTime();
    Imported imported =
        AdvisoryImport.run(
            large, folder.resolve("advisories"), AdvisoryImport.LIMITS, System::nanoTime);
    System.out.printf(
        "measured: %d records (%d MB zipped) imported in %d ms%n",
        records, Files.size(large) >> 20, (System.nanoTime() - start) / 1_000_000);
    assertThat(imported.advisories() + imported.withdrawn()).isEqualTo(records);
  }

  private List<Advisory> all() throws IOException {
    List<Advisory> all = new ArrayList<>();
    try (ZipFile file = new ZipFile(zip.toFile())) {
      Enumeration<? extends ZipEntry> entries = file.entries();
      while (entries.hasMoreElements()) {
        ZipEntry entry = entries.nextElement();
        var bytes = dev.bulwark.kernel.bytes.Bytes.of(file.getInputStream(entry).readAllBytes());
        var budget =
            dev.bulwark.kernel.check.Budget.of(
                dev.bulwark.kernel.check.Limits.DEFAULT, System::nanoTime);
        if (entry.getName().endsWith(".json")
            && new AdvisoryReader().read(bytes, budget)
                instanceof AdvisoryReader.Result.Read(Advisory advisory)) {
          all.add(advisory);
        }
      }
    }
    return all;
  }

  private static PackageUrl purl(String name, String version) {
    return ((PurlReading.Valid) PackageUrl.of("pypi", null, name, version)).purl();
  }
}
