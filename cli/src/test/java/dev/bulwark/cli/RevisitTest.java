package dev.bulwark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.CheckRun;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.check.Severity;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.project.Shell;
import dev.bulwark.project.registry.IncomingFiles;
import dev.bulwark.project.registry.RegistryDesk;
import dev.bulwark.project.terminal.Terminal;
import dev.bulwark.project.workspace.Home;
import dev.bulwark.project.workspace.People;
import dev.bulwark.registry.AssetKind;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.intake.Examiner;
import dev.bulwark.registry.intake.Incoming;
import dev.bulwark.registry.intake.Intake;
import dev.bulwark.registry.intake.Revisit;
import dev.bulwark.registry.state.Version;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Asking again what changes while a version stays.
class RevisitTest {
  private static final VersionId ID = new VersionId("scorer", 1);
  private static final String SCAN = "SCN-001";
  private static final String NEWS = "NWS-001";

  @TempDir Path folder;
  private RegistryDesk desk;
  private Intake intake;
  private final AtomicReference<Outcome> scan = new AtomicReference<>(Outcome.passed());
  private final AtomicReference<Digest> rules =
      new AtomicReference<>(Digest.of(Bytes.utf8("rules")));
  private Predicate<String> scanned = _ -> true;
  private final AtomicReference<Outcome> news = new AtomicReference<>(Outcome.passed());

  @BeforeEach
  void pushed() throws Exception {
    Path project = Files.createDirectory(folder.resolve("project"));
    Files.writeString(project.resolve("bulwark.yaml"), "bulwark: 1\n");
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    Shell shell =
        new Shell(
            new Terminal(nowhere, nowhere, false, false), InstantSource.system(), System::nanoTime);
    Main.run(shell, "check", project.toString());
    Main.run(
        shell,
        "keys",
        "new",
        "rex",
        "--role",
        "registrar",
        "--insecure-no-passphrase",
        "-C",
        project.toString());
    desk = RegistryDesk.open(Home.of(project), shell);
    intake =
        new Intake(
            desk.workspace().log(),
            desk.workspace().judge(),
            desk.store(),
            (version, _) -> List.of(run("scan", SCAN, scan, version), told(version)),
            InstantSource.system(),
            new SecureRandom());
    Path file = Files.writeString(folder.resolve("weights"), "bytes");
    assertThat(push(IncomingFiles.of(List.of(file))).state()).isEqualTo(Version.State.READY);
  }

  private Version push(List<Incoming.File> files) {
    return intake.push(
        new Incoming("scorer", AssetKind.MODEL, Optional.empty(), files, Set.of(), List.of()),
        new People(desk.workspace()).key("rex").open(),
        _ -> {});
  }

  @AfterEach
  void close() {
    desk.close();
  }

  private CheckRun told(Version version) {
    return run("news", NEWS, news, version);
  }

  private CheckRun run(
      String suite, String rule, AtomicReference<Outcome> outcome, Version version) {
    TreeMap<RuleId, Outcome> outcomes = new TreeMap<>();
    outcomes.put(new RuleId(rule), outcome.get());
    return new CheckRun(
        suite,
        new CheckRun.Checker("test", "1"),
        rules.get(),
        version.content().files().stream()
            .filter(file -> scanned.test(file.name()))
            .map(file -> new Subject(file.name(), file.digest()))
            .toList(),
        outcomes,
        Json.object().build());
  }

  private static Outcome failed(String rule) {
    return Outcome.of(
        List.of(
            new Finding(new RuleId(rule), Severity.HIGH, Place.of("requirements.txt"), "is bad")));
  }

  private Version again() {
    return again((version, _) -> List.of(told(version)));
  }

  private Version again(Examiner examiner) {
    new Revisit(desk.workspace().log(), desk.workspace().judge(), intake, examiner)
        .all(desk.state().versions().values());
    return desk.state().version(ID);
  }

  private int entries() {
    return desk.workspace().log().all().size();
  }

  @Test
  void whatFailsByNowIsNotReadyAndComesBackWhenItIsCleared() {
    news.set(failed(NEWS));
    Version failing = again();
    assertThat(failing.state()).isEqualTo(Version.State.FAILED);
    assertThat(failing.why()).isEqualTo(NEWS);
    news.set(Outcome.passed());
    assertThat(again().state()).isEqualTo(Version.State.READY);
  }

  @Test
  void whatCannotBeDecidedByNowIsNotReady() {
    news.set(Outcome.undecided(Outcome.Reason.TOO_FEW_SAMPLES, "no advisories"));
    assertThat(again().state()).isEqualTo(Version.State.FAILED);
  }

  /// A version in quarantine for another reason does not get out by this door.
  @Test
  void whatAnotherCheckFoundStands() {
    scan.set(failed(SCAN));
    assertThat(intake.examine(ID, _ -> {}).state()).isEqualTo(Version.State.FAILED);
    news.set(failed(NEWS));
    assertThat(again().why()).isEqualTo(NEWS + ", " + SCAN);
    news.set(Outcome.passed());
    Version version = again();
    assertThat(version.state()).isEqualTo(Version.State.FAILED);
    assertThat(version.why()).isEqualTo(SCAN);
  }

  /// A file that no check ran over is not examined by another file's failure being mended.
  @Test
  void aFileNobodyExaminedKeepsItsVersionBack() throws Exception {
    news.set(failed(NEWS));
    scanned = file -> !file.equals("other");
    Path other = Files.writeString(folder.resolve("other"), "more bytes");
    Version version = push(IncomingFiles.of(List.of(folder.resolve("weights"), other)));
    assertThat(version.why()).isEqualTo(NEWS + ", unexamined");
    news.set(Outcome.passed());
    again((it, _) -> List.of(about(it)));
    version = desk.state().version(version.id());
    assertThat(version.state()).isEqualTo(Version.State.FAILED);
    assertThat(version.why()).isEqualTo("unexamined");
  }

  /// As in life: a run about the version as a whole, not about its files.
  private CheckRun about(Version version) {
    CheckRun told = told(version);
    return new CheckRun(
        told.suite(),
        told.checker(),
        told.rules(),
        List.of(new Subject(version.id().toString(), version.content().digest())),
        told.outcomes(),
        told.details());
  }

  @Test
  void theOtherRunsStayBehindTheVersion() {
    int before = desk.state().version(ID).examined().orElseThrow().runs().size();
    news.set(failed(NEWS));
    Version version = again();
    assertThat(version.examined().orElseThrow().runs()).hasSize(before);
    assertThat(version.examined().orElseThrow().runs())
        .anyMatch(
            run ->
                desk.workspace().log().all().stream()
                    .anyMatch(
                        it ->
                            run.names(it)
                                && it.statement()
                                    .predicate()
                                    .text("suite")
                                    .orElse("")
                                    .equals("scan")));
  }

  @Test
  void anAnswerThatSaysTheSameIsNotRecordedTwice() {
    int before = entries();
    assertThat(again().state()).isEqualTo(Version.State.READY);
    assertThat(entries()).isEqualTo(before);
    news.set(failed(NEWS));
    again();
    int after = entries();
    assertThat(after).isEqualTo(before + 2);
    again();
    assertThat(entries()).isEqualTo(after);
  }

  /// One entry says of all of them that newer rules have nothing new to say.
  @Test
  void newerRulesThatSayTheSameAreOneRunOfAllVersions() {
    int before = entries();
    rules.set(Digest.of(Bytes.utf8("newer rules")));
    assertThat(again().state()).isEqualTo(Version.State.READY);
    assertThat(entries()).isEqualTo(before + 1);
    var last = desk.workspace().log().all().getLast().statement();
    assertThat(last.predicate().canonical()).contains(rules.get().hex());
    assertThat(last.subjects())
        .as("what the run is about")
        .containsExactlyElementsOf(told(desk.state().version(ID)).subjects());
  }

  /// The same bad news of many versions is one run and an event for each; said again, it is
  /// nothing.
  @Test
  void theSameNewsOfManyVersionsIsOneRun() throws Exception {
    Path other = Files.writeString(folder.resolve("other"), "more bytes");
    Version second = push(IncomingFiles.of(List.of(other)));
    news.set(failed(NEWS));
    int before = entries();
    assertThat(again().state()).isEqualTo(Version.State.FAILED);
    assertThat(desk.state().version(second.id()).state()).isEqualTo(Version.State.FAILED);
    assertThat(entries()).isEqualTo(before + 3);
    assertThat(desk.workspace().log().all().get(before).statement().subjects())
        .extracting(Subject::name)
        .containsExactly("weights", "other");
    again();
    assertThat(entries()).isEqualTo(before + 3);
  }

  @Test
  void aVersionNothingIsSaidOfStaysAsItIs() {
    int before = entries();
    assertThat(again((_, _) -> List.of()).state()).isEqualTo(Version.State.READY);
    assertThat(entries()).isEqualTo(before);
  }
}
