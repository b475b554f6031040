package dev.bulwark.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.inventory.bom.CycloneDx;
import dev.bulwark.inventory.bom.CycloneDxReading;
import dev.bulwark.inventory.check.Assessment;
import dev.bulwark.inventory.osv.Advisories;
import dev.bulwark.inventory.osv.AdvisoryFile;
import dev.bulwark.inventory.osv.AdvisoryImport;
import dev.bulwark.inventory.osv.Epss;
import dev.bulwark.inventory.osv.Kev;
import dev.bulwark.inventory.vex.VexReader;
import dev.bulwark.inventory.vex.VexStatement;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.CheckRun;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.check.Severity;
import dev.bulwark.kernel.check.Subject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InventoryTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final Subject MANIFEST =
      new Subject("bulwark.yaml", Digest.of(Bytes.utf8("manifest")));
  private static final String HASHED = " --hash=sha256:aa\n";

  @TempDir Path temp;
  private Path folder;
  private final Inventory inventory = new Inventory("0.1.0", System::nanoTime);

  @BeforeEach
  void project() throws IOException {
    folder = Files.createDirectory(temp.resolve("project"));
  }

  private void write(String path, String text) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private AdvisoryFile advisories() throws IOException {
    Path zip = temp.resolve("all.zip");
    try (OutputStream out = Files.newOutputStream(zip);
        ZipOutputStream zipped = new ZipOutputStream(out)) {
      zipped.putNextEntry(new ZipEntry("A.json"));
      zipped.write(
          """
          {"id":"PYSEC-1","aliases":["CVE-2026-1"],"modified":"2026-11-20T00:00:00Z",
           "affected":[{"package":{"ecosystem":"PyPI","name":"torch"},
           "ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"2.2"}]}]}]}
          """
              .getBytes(StandardCharsets.UTF_8));
      zipped.closeEntry();
    }
    AdvisoryImport.run(zip, temp.resolve("advisories"), AdvisoryImport.LIMITS, System::nanoTime);
    return AdvisoryFile.open(temp.resolve("advisories"));
  }

  /// The runs of both suites.
  private record Runs(List<CheckRun> all) {
    SequencedMap<RuleId, Outcome> outcomes() {
      SequencedMap<RuleId, Outcome> outcomes = new TreeMap<>();
      all.forEach(run -> outcomes.putAll(run.outcomes()));
      return outcomes;
    }
  }

  private Runs run(boolean withAdvisories, List<VexStatement> statements, Instant asOf)
      throws IOException {
    try (AdvisoryFile file = advisories()) {
      Optional<Advisories> advisories =
          withAdvisories
              ? Optional.of(new Advisories(List.of(file), Kev.NONE, Epss.NONE))
              : Optional.empty();
      return new Runs(
          inventory.check(
              new Assessment(
                  inventory.read(folder), advisories, statements, asOf, Duration.ofDays(7)),
              List.of(MANIFEST)));
    }
  }

  private static Outcome outcome(Runs run, int rule) {
    return run.outcomes().get(new RuleId("INV-00" + rule));
  }

  @Test
  void aCleanProjectPassesEveryRule() throws IOException {
    write("requirements.txt", "torch==2.2" + HASHED + "numpy==1.26.0" + HASHED);
    assertThat(run(true, List.of(), NOW).outcomes().values())
        .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Outcome.Passed.class));
  }

  @Test
  void aKnownVulnerableComponentFailsWithItsFix() throws IOException {
    write("sub/requirements.txt", "numpy==1.0" + HASHED + "torch==2.1.0" + HASHED);
    Outcome outcome = outcome(run(true, List.of(), NOW), 1);
    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    Finding finding = outcome.findings().getFirst();
    assertThat(finding.severity()).isEqualTo(Severity.HIGH);
    assertThat(finding.place()).hasToString("sub/requirements.txt:2:1");
    assertThat(finding.message())
        .contains("pkg:pypi/torch@2.1.0", "CVE-2026-1", "PYSEC-1", "mended in 2.2");
  }

  @Test
  void noAdvisoriesAndOldOnesNeverPass() throws IOException {
    write("requirements.txt", "numpy==1.26.0" + HASHED);
    for (Runs run :
        List.of(run(false, List.of(), NOW), run(true, List.of(), NOW.plus(Duration.ofDays(30))))) {
      assertThat(outcome(run, 1)).isInstanceOf(Outcome.Undecided.class);
      assertThat(outcome(run, 5)).isInstanceOf(Outcome.Undecided.class);
    }
  }

  @Test
  void oldAdvisoriesStillTellWhatTheyKnow() throws IOException {
    write("requirements.txt", "torch==2.1.0" + HASHED);
    assertThat(outcome(run(true, List.of(), NOW.plus(Duration.ofDays(30))), 1))
        .isInstanceOf(Outcome.Failed.class);
  }

  @Test
  void whatCannotBeDecidedNeverPasses() throws IOException {
    for (String text : List.of("torch>=1\n", "torch==2.1-legacy-x\n")) {
      write("requirements.txt", text);
      assertThat(outcome(run(true, List.of(), NOW), 1))
          .as(text)
          .isNotInstanceOf(Outcome.Passed.class);
    }
    write("requirements.txt", "unheard-of>=1\n");
    assertThat(outcome(run(true, List.of(), NOW), 1)).isInstanceOf(Outcome.Passed.class);
    write(
        "package-lock.json",
        "{\"lockfileVersion\":3,\"packages\":{\"node_modules/a\":{\"version\":\"1.0.0\"}}}");
    assertThat(outcome(run(true, List.of(), NOW), 1)).isInstanceOf(Outcome.Undecided.class);
  }

  @Test
  void aStatementWithAReasonExcusesAndIsShown() throws IOException {
    write("requirements.txt", "torch==2.1.0" + HASHED);
    String vex =
        """
        {"@context":"https://openvex.dev/ns/v0.2.0","author":"Ann","statements":[
         {"vulnerability":{"name":"CVE-2026-1"},"products":["pkg:pypi/torch@2.1.0"],
          "status":"not_affected","justification":"vulnerable_code_not_present"}]}
        """;
    Outcome excused = outcome(run(true, statements(vex), NOW), 1);
    assertThat(excused).isInstanceOf(Outcome.Passed.class);
    assertThat(excused.findings().getFirst().message())
        .contains("excused", "vulnerable_code_not_present", "Ann");
    String bare =
        vex.replace(",\"justification\":\"vulnerable_code_not_present\"", "")
            .replace(",\n  \"status\"", ",\"status\"");
    String without = bare.replaceAll(",\\s*\"justification\":\"[a-z_]+\"", "");
    Outcome outcome = outcome(run(true, statements(without), NOW), 1);
    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    assertThat(outcome.findings().getFirst().message()).contains("does not excuse it");
  }

  private static List<VexStatement> statements(String text) {
    return ((VexReader.Result.Read)
            VexReader.read(Bytes.utf8(text), Budget.of(Limits.DEFAULT, System::nanoTime)))
        .statements();
  }

  @Test
  void unpinnedAndUnhashedComponentsFail() throws IOException {
    write("requirements.txt", "numpy>=1\nscipy==1.0\n");
    Runs run = run(true, List.of(), NOW);
    assertThat(outcome(run, 2).findings())
        .singleElement()
        .satisfies(finding -> assertThat(finding.message()).contains("numpy", ">=1"));
    assertThat(outcome(run, 3).findings())
        .singleElement()
        .satisfies(finding -> assertThat(finding.message()).contains("scipy"));
  }

  @Test
  void aLockBesideAManifestPinsIt() throws IOException {
    write("pyproject.toml", "[project]\ndependencies = [\"numpy>=1\"]\n");
    write("requirements.txt", "numpy==1.26.0" + HASHED);
    assertThat(outcome(run(true, List.of(), NOW), 2)).isInstanceOf(Outcome.Passed.class);
    Files.delete(folder.resolve("requirements.txt"));
    write("other/requirements.txt", "numpy==1.26.0" + HASHED);
    assertThat(outcome(run(true, List.of(), NOW), 2)).isInstanceOf(Outcome.Failed.class);
  }

  @Test
  void aRangeThatALockPinsLeavesNothingUndecided() throws IOException {
    write("pyproject.toml", "[project]\ndependencies = [\"torch>=1\"]\n");
    write("requirements.txt", "torch==2.2" + HASHED);
    assertThat(outcome(run(true, List.of(), NOW), 1)).isInstanceOf(Outcome.Passed.class);
  }

  @Test
  void everyFileThatWasReadIsNamedWithItsDigest() throws IOException {
    write("requirements.txt", "-r base.txt\n");
    write("base.txt", "torch==2.1.0" + HASHED);
    Runs run = run(true, List.of(), NOW);
    assertThat(run.all())
        .hasSize(2)
        .allSatisfy(
            each -> {
              assertThat(each.subjects()).containsExactly(MANIFEST);
              assertThat(each.details().canonical())
                  .contains(
                      "base.txt", "requirements.txt", Digest.of(Bytes.utf8("-r base.txt\n")).hex());
            });
    assertThat(outcome(run, 1).findings().getFirst().place()).hasToString("base.txt:1:1");
  }

  @Test
  void theBillHoldsWhatWasAssessed() throws IOException {
    write("requirements.txt", "torch==2.1.0" + HASHED + "numpy>=1\n");
    try (AdvisoryFile file = advisories()) {
      Assessment assessment =
          new Assessment(
              inventory.read(folder),
              Optional.of(new Advisories(List.of(file), Kev.NONE, Epss.NONE)),
              List.of(),
              NOW,
              Duration.ofDays(7));
      var bill = inventory.bill(assessment, "system", "1", List.of(), List.of());
      String text = CycloneDx.write(bill, CycloneDx.Version.V1_7).canonical();
      assertThat(text).contains("CVE-2026-1", "pkg:pypi/torch@2.1.0", "bulwark:range", ">=1");
      assertThat(CycloneDx.check(Bytes.utf8(text), Budget.of(Limits.DEFAULT, System::nanoTime)))
          .isInstanceOf(CycloneDxReading.Valid.class);
    }
  }

  /// Otherwise one record of the year 9999 keeps a file fresh for ever.
  @Test
  void anAdvisoryOfTomorrowMakesTheirAgeUnknown() throws IOException {
    write("requirements.txt", "torch==2.2" + HASHED);
    Instant modified = Instant.parse("2026-11-20T00:00:00Z");
    Instant before = modified.minus(Duration.ofHours(25));
    for (int rule : new int[] {1, 5}) {
      assertThat(outcome(run(true, List.of(), before), rule))
          .isInstanceOfSatisfying(
              Outcome.Undecided.class,
              undecided -> assertThat(undecided.detail()).contains("still to come"));
      assertThat(outcome(run(true, List.of(), modified.minus(Duration.ofHours(23))), rule))
          .isInstanceOf(Outcome.Passed.class);
    }
  }

  @Test
  void anUnreadableLockFileIsUndecided() throws IOException {
    write("poetry.lock", "[[package]\n");
    assertThat(outcome(run(true, List.of(), NOW), 4)).isInstanceOf(Outcome.Undecided.class);
  }

  @Test
  void linksAreNotFollowedAndAreTold() throws IOException {
    Path outside = Files.writeString(temp.resolve("secret.txt"), "stolen==1.0\n");
    Files.createSymbolicLink(folder.resolve("requirements.txt"), outside);
    write("a/requirements.txt", "-r ../linked.txt\n-r ../dir/more.txt\n");
    Files.createSymbolicLink(folder.resolve("linked.txt"), outside);
    Files.writeString(
        Files.createDirectory(temp.resolve("out")).resolve("more.txt"), "stolen==1\n");
    Files.createSymbolicLink(folder.resolve("dir"), temp.resolve("out"));
    Stock stock = inventory.read(folder);
    assertThat(stock.components()).isEmpty();
    assertThat(stock.problems()).hasSize(3);
  }

  @Test
  void whatIsInstalledIsNotDeclared() throws IOException {
    write("node_modules/a/requirements.txt", "x==1\n");
    write(".git/requirements.txt", "x==1\n");
    assertThat(inventory.read(folder).files()).isEmpty();
  }

  /// A system that keeps no lock file is made of nobody knows what.
  @Test
  void aFolderWithoutLockFilesNeverPasses() throws IOException {
    for (Runs run : List.of(run(true, List.of(), NOW), run(false, List.of(), NOW))) {
      assertThat(outcome(run, 1)).isInstanceOf(Outcome.Undecided.class);
      assertThat(outcome(run, 4)).isInstanceOf(Outcome.Undecided.class);
      assertThat(run.all()).noneMatch(each -> each.verdict() == CheckRun.Verdict.PASSED);
    }
  }

  @Test
  void aLockFileThatSaysThereIsNothingIsAnAnswer() throws IOException {
    write("requirements.txt", "# nothing\n");
    Runs run = run(true, List.of(), NOW);
    assertThat(outcome(run, 1)).isInstanceOf(Outcome.NotApplicable.class);
    assertThat(run.all()).allMatch(each -> each.verdict() == CheckRun.Verdict.PASSED);
  }

  /// What is in a file nobody could read may be vulnerable.
  @Test
  void anUnreadableLockFileLeavesVulnerabilitiesUndecided() throws IOException {
    write("requirements.txt", "numpy==1.26.0" + HASHED);
    write("sub/poetry.lock", "[[package]\n");
    assertThat(outcome(run(true, List.of(), NOW), 1)).isInstanceOf(Outcome.Undecided.class);
  }

  @Test
  void theSameFolderGivesTheSameRunTwice() throws IOException {
    write("requirements.txt", "torch==2.1.0\nnumpy\n");
    write("b/Pipfile.lock", "{\"_meta\":{},\"default\":{\"a\":{\"version\":\"==1\"}}}");
    assertThat(run(true, List.of(), NOW)).isEqualTo(run(true, List.of(), NOW));
  }

  @Test
  void noFolderIsAFault() {
    assertThatThrownBy(() -> inventory.read(temp.resolve("none")))
        .isInstanceOf(InventoryFault.class);
  }
}
