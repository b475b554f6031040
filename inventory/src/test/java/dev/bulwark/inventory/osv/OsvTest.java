package dev.bulwark.inventory.osv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.inventory.InventoryFault;
import dev.bulwark.inventory.purl.PackageUrl;
import dev.bulwark.inventory.purl.PurlReading;
import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.check.Severity;
import dev.bulwark.testkit.ForAll;
import dev.bulwark.testkit.Mangle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OsvTest {
  @TempDir Path folder;

  private Imported imported(Map<String, String> records) {
    return AdvisoryImport.run(
        Zips.of(folder, records),
        folder.resolve("advisories"),
        AdvisoryImport.LIMITS,
        System::nanoTime);
  }

  private Advisories.Answer ask(Map<String, String> records, String version) {
    imported(records);
    return ask(version, Kev.NONE, Epss.NONE);
  }

  private Advisories.Answer ask(String version, Kev kev, Epss epss) {
    try (AdvisoryFile file = AdvisoryFile.open(folder.resolve("advisories"))) {
      return new Advisories(List.of(file), kev, epss).match(purl("pkg:pypi/thing@" + version));
    }
  }

  private static PackageUrl purl(String text) {
    return ((PurlReading.Valid) PackageUrl.parse(text)).purl();
  }

  private boolean affected(String versions, String range, String version) {
    Advisories.Answer answer =
        ask(Map.of("A.json", Zips.record("A-1", "", versions, range)), version);
    assertThat(answer.undecided()).as("%s in %s %s", version, versions, range).isEmpty();
    return !answer.known().isEmpty();
  }

  @Test
  void rangesHoldWhatTheirEventsSay() {
    String twice =
        Zips.range(
            "{\"introduced\":\"2.0\"},{\"fixed\":\"2.3\"},{\"introduced\":\"0\"},{\"fixed\":\"1.4\"}");
    Map<String, Boolean> expected = new LinkedHashMap<>();
    expected.put("0", true);
    expected.put("0.0.dev1", true);
    expected.put("1.3.9", true);
    expected.put("1.4rc1", true);
    expected.put("1.4", false);
    expected.put("1.9", false);
    expected.put("2.0", true);
    expected.put("2.2.9.post1", true);
    expected.put("2.3", false);
    expected.put("3", false);
    expected.forEach(
        (version, in) -> assertThat(affected("", twice, version)).as(version).isEqualTo(in));
  }

  @Test
  void theLastAffectedIsAffectedAndAFixIsNot() {
    String last = Zips.range("{\"introduced\":\"1.0\"},{\"last_affected\":\"1.5\"}");
    assertThat(affected("", last, "1.5")).isTrue();
    assertThat(affected("", last, "1.5.post1")).isFalse();
    assertThat(affected("", last, "0.9")).isFalse();
    assertThat(affected("", Zips.range("{\"introduced\":\"1.0\"}"), "999")).isTrue();
  }

  @Test
  void aLimitBoundsARange() {
    String limited = Zips.range("{\"introduced\":\"0\"},{\"limit\":\"2.0\"}");
    assertThat(affected("", limited, "1.9")).isTrue();
    assertThat(affected("", limited, "2.0")).isFalse();
    assertThat(affected("", Zips.range("{\"introduced\":\"0\"},{\"limit\":\"*\"}"), "9")).isTrue();
  }

  @Test
  void eitherSourceAloneAffects() {
    String range = Zips.range("{\"introduced\":\"0\"},{\"fixed\":\"1.0\"}");
    assertThat(affected("\"1.0\"", range, "1.0")).as("listed though fixed").isTrue();
    assertThat(affected("\"1.0\"", range, "1.0.0")).as("written otherwise").isTrue();
    assertThat(affected("\"7.0\"", range, "0.5")).as("in the range though not listed").isTrue();
    assertThat(affected("\"7.0\"", range, "6.0")).isFalse();
    assertThat(affected("\"7.0\"", "", "7.0")).isTrue();
  }

  @Test
  void gitRangesOrderNoVersions() {
    String git = "{\"type\":\"GIT\",\"repo\":\"x\",\"events\":[{\"introduced\":\"0\"}]}";
    assertThat(affected("\"1.0\"", git, "2.0")).isFalse();
    for (String range : List.of(git, "")) {
      assertThat(ask(Map.of("A.json", Zips.record("A-1", "", "", range)), "2.0").undecided())
          .as("no versions at all")
          .hasSize(1);
    }
  }

  @Test
  void aVersionNobodyCanOrderIsUndecidedUnlessItIsListed() {
    String range = Zips.range("{\"introduced\":\"0\"},{\"fixed\":\"1.0\"}");
    var records = Map.of("A.json", Zips.record("A-1", "", "\"1.0-legacy\"", range));
    assertThat(ask(records, "2.0-bulbasaur").known()).isEmpty();
    assertThat(ask(records, "2.0-bulbasaur").undecided()).hasSize(1);
    assertThat(ask(records, "1.0-legacy").known()).hasSize(1);
    var odd =
        Map.of(
            "A.json",
            Zips.record(
                "A-1", "", "", Zips.range("{\"introduced\":\"0\"},{\"fixed\":\"no version\"}")));
    assertThat(ask(odd, "1.0").undecided()).hasSize(1);
  }

  @Test
  void withdrawnRecordsNeverMatch() {
    String record =
        Zips.record("A-1", "", "\"1.0\"", "")
            .replace("\"id\"", "\"withdrawn\":\"2026-01-01T00:00:00Z\",\"id\"");
    Imported imported = imported(Map.of("A.json", record));
    assertThat(imported.withdrawn()).isEqualTo(1);
    assertThat(ask("1.0", Kev.NONE, Epss.NONE).known()).isEmpty();
  }

  @Test
  void aliasesAreOneProblemWithTheGravestScore() {
    String scored =
        Zips.record("GHSA-1", "\"CVE-2026-1\"", "\"1.0\"", "")
            .replace(
                "\"id\"",
                "\"severity\":[{\"type\":\"CVSS_V3\",\"score\":\"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H\"}],\"id\"");
    Map<String, String> records = new LinkedHashMap<>();
    records.put("P.json", Zips.record("PYSEC-1", "\"CVE-2026-1\"", "\"1.0\"", ""));
    records.put("G.json", scored);
    records.put("X.json", Zips.record("GHSA-2", "\"CVE-2026-2\"", "\"1.0\"", ""));
    List<Vulnerability> known = ask(records, "1.0").known();
    assertThat(known).extracting(Vulnerability::id).containsExactly("CVE-2026-1", "CVE-2026-2");
    assertThat(known.getFirst().ids()).containsExactly("CVE-2026-1", "GHSA-1", "PYSEC-1");
    assertThat(known.getFirst().records()).containsExactlyInAnyOrder("PYSEC-1", "GHSA-1");
    assertThat(known.getFirst().score().orElseThrow().base()).isEqualTo(9.8);
    assertThat(known.getFirst().severity()).isEqualTo(Severity.CRITICAL);
    assertThat(known.getLast().severity()).as("nobody scored it").isEqualTo(Severity.HIGH);
  }

  @Test
  void namesAreComparedAsTheirEcosystemDoes() {
    var records =
        Map.of("A.json", Zips.record("A-1", "", "\"1.0\"", "").replace("Thing", "My_Thing.X"));
    imported(records);
    try (AdvisoryFile file = AdvisoryFile.open(folder.resolve("advisories"))) {
      assertThat(file.find("PyPI", "my-thing-x")).hasSize(1);
      assertThat(file.find("npm", "My_Thing.X")).isEmpty();
      assertThat(file.find("PyPI", "")).isEmpty();
      assertThat(file.covers("PyPI")).isTrue();
      assertThat(file.covers("Py")).isFalse();
      assertThat(file.covers("npm")).isFalse();
    }
    imported(
        Map.of(
            "G.json",
            Zips.record("G-1", "", "\"1.0.0\"", "")
                .replace("PyPI", "Go")
                .replace("Thing", "github.com/Masterminds/goutils")));
    try (AdvisoryFile file = AdvisoryFile.open(folder.resolve("advisories"))) {
      assertThat(
              new Advisories(List.of(file), Kev.NONE, Epss.NONE)
                  .match(purl("pkg:golang/github.com/Masterminds/goutils@v1.0.0"))
                  .known())
          .as("package URLs of Go are lower case, advisories are not")
          .hasSize(1);
    }
  }

  @Test
  void exploitedProblemsAreCriticalAndPredictionsAreTold() {
    imported(Map.of("A.json", Zips.record("A-1", "\"CVE-2026-7\"", "\"1.0\"", "")));
    Kev kev =
        ((Kev.Result.Read)
                Kev.read(
                    Bytes.utf8(
                        """
                        {"catalogVersion":"2026.11.20","vulnerabilities":[{"cveID":"CVE-2026-7",
                        "dateAdded":"2026-11-01","dueDate":"2026-11-22","knownRansomwareCampaignUse":"Known"}]}
                        """),
                    budget()))
            .kev();
    Epss epss =
        ((Epss.Result.Read)
                Epss.read(
                    Bytes.utf8(
                        "#model_version:v2026,score_date:2026-11-20\ncve,epss,percentile\nCVE-2026-7,0.91,0.99\n"),
                    budget()))
            .epss();
    Vulnerability known = ask("1.0", kev, epss).known().getFirst();
    assertThat(known.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(known.exploited().orElseThrow().ransomware()).isTrue();
    assertThat(known.prediction().orElseThrow().probability()).isEqualTo(0.91);
  }

  @Test
  void brokenKevAndEpssAreRefusedWithTheirLine() {
    assertThat(Kev.read(Bytes.utf8("{}"), budget())).isInstanceOf(Kev.Result.Malformed.class);
    assertThat(Kev.read(Bytes.utf8("{\"vulnerabilities\":[\n{}]}"), budget()))
        .isEqualTo(new Kev.Result.Malformed(2, "expected a cveID, found none"));
    for (String row : List.of("CVE-1,x,1", "CVE-1,2,1", "CVE-1,0.1", "no,0.1,0.1", "CVE-1,NaN,0")) {
      assertThat(Epss.read(Bytes.utf8("cve,epss,percentile\n" + row), budget()))
          .as(row)
          .isInstanceOf(Epss.Result.Malformed.class);
    }
    assertThat(Epss.read(Bytes.EMPTY, budget())).isInstanceOf(Epss.Result.Malformed.class);
  }

  @Test
  void scoresComeFromVectorsOfEveryVersion() {
    assertThat(CvssScore.of("CVSS:3.0/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N").orElseThrow().base())
        .isEqualTo(6.1);
    assertThat(
            CvssScore.of("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N")
                .orElseThrow()
                .base())
        .isEqualTo(9.3);
    assertThat(CvssScore.of("AV:N/AC:L/Au:N/C:C/I:C/A:C").orElseThrow().base()).isEqualTo(10.0);
    for (String text : List.of("", "CVSS:9.9/AV:N", "CVSS:3.1/AV:N", "CVSS:3.1/XX", "nonsense")) {
      assertThat(CvssScore.of(text)).as(text).isEmpty();
    }
  }

  @Test
  void anUnknownSchemaStopsTheImportAndLeavesTheOldFile() throws IOException {
    imported(Map.of("A.json", Zips.record("A-1", "", "\"1.0\"", "")));
    byte[] before = Files.readAllBytes(folder.resolve("advisories"));
    String later =
        Zips.record("B-1", "", "\"1.0\"", "")
            .replace("\"id\"", "\"schema_version\":\"2.0.0\",\"id\"");
    assertThatThrownBy(() -> imported(Map.of("B.json", later)))
        .isInstanceOfSatisfying(
            InventoryFault.class,
            fault -> assertThat(fault.type()).isEqualTo(InventoryFault.UNKNOWN_FORMAT));
    assertThat(Files.readAllBytes(folder.resolve("advisories"))).isEqualTo(before);
    assertNothingLeft();
    imported(
        Map.of(
            "B.json",
            Zips.record("B-1", "", "\"1.0\"", "")
                .replace("\"id\"", "\"schema_version\":\"1.7.3\",\"id\"")));
  }

  @Test
  void brokenRecordsAndForeignFilesStopTheImport() throws IOException {
    for (String record : List.of("", "{", "[]", "{\"id\":\"x\"}", "{\"id\":1,\"id\":2}")) {
      assertThatThrownBy(() -> imported(Map.of("A.json", record)))
          .as(record)
          .isInstanceOf(InventoryFault.class);
    }
    assertThatThrownBy(() -> imported(Map.of("readme.txt", "no records")))
        .isInstanceOf(InventoryFault.class);
    Files.writeString(folder.resolve("all.zip"), "no zip");
    assertThatThrownBy(
            () ->
                AdvisoryImport.run(
                    folder.resolve("all.zip"),
                    folder.resolve("advisories"),
                    AdvisoryImport.LIMITS,
                    System::nanoTime))
        .isInstanceOf(InventoryFault.class);
    assertNothingLeft();
  }

  @Test
  void bombsHitALimit() throws IOException {
    String nested = "[".repeat(500) + "]".repeat(500);
    assertOverLimit(Map.of("A.json", "{\"id\":" + nested + "}"), AdvisoryImport.LIMITS);
    assertOverLimit(
        Map.of("A.json", "{\"id\":\"" + "x".repeat(17 << 20) + "\"}"), AdvisoryImport.LIMITS);
    Limits small = new Limits(new ByteSize(1000), 1000, 64, Duration.ofMinutes(1));
    Map<String, String> many = new LinkedHashMap<>();
    for (int i = 0; i < 20; i++) {
      many.put(i + ".json", Zips.record("A-" + i, "", "", ""));
    }
    assertOverLimit(many, small);
    assertNothingLeft();
  }

  private void assertOverLimit(Map<String, String> records, Limits limits) {
    Path zip = Zips.of(folder, records);
    assertThatThrownBy(
            () -> AdvisoryImport.run(zip, folder.resolve("advisories"), limits, System::nanoTime))
        .isInstanceOfSatisfying(
            InventoryFault.class,
            fault -> assertThat(fault.type()).isEqualTo(InventoryFault.OVER_LIMIT));
  }

  private void assertNothingLeft() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .noneMatch(name -> name.endsWith(".tmp"));
    }
  }

  @Test
  void entryNamesLeadNowhere() {
    imported(Map.of("../../outside.json", Zips.record("A-1", "", "\"1.0\"", "")));
    assertThat(folder.resolve("../../outside.json")).doesNotExist();
    assertThat(ask("1.0", Kev.NONE, Epss.NONE).known()).hasSize(1);
  }

  @Test
  void whatWasImportedIsToldAtOpening() {
    Imported imported =
        imported(
            Map.of(
                "A.json",
                Zips.record("A-1", "", "\"1.0\"", ""),
                "B.json",
                Zips.record("B-1", "", "\"1.0\"", "").replace("11-20", "11-22")));
    try (AdvisoryFile file = AdvisoryFile.open(folder.resolve("advisories"))) {
      assertThat(file.imported()).isEqualTo(imported);
      assertThat(imported.advisories()).isEqualTo(2);
      assertThat(imported.newest()).isEqualTo(Instant.parse("2026-11-22T10:00:00Z"));
    }
  }

  @Test
  void aDamagedFileIsAFaultAndNeverAnEmptyAnswer() throws IOException {
    imported(Map.of("A.json", Zips.record("A-1", "", "\"1.0\"", "")));
    Path file = folder.resolve("advisories");
    byte[] whole = Files.readAllBytes(file);
    ForAll.cases(
        500,
        random -> {
          try {
            Files.write(file, Mangle.once(whole, random));
          } catch (IOException e) {
            throw new AssertionError(e);
          }
          assertThatThrownBy(() -> AdvisoryFile.open(file).close())
              .isInstanceOf(InventoryFault.class);
        });
    Files.delete(file);
    assertThatThrownBy(() -> AdvisoryFile.open(file)).isInstanceOf(InventoryFault.class);
  }

  private static Budget budget() {
    return Budget.of(Limits.DEFAULT, System::nanoTime);
  }
}
