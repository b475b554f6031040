package dev.bulwark.registry.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.bulwark.kernel.store.StoreFault;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.channel.Source;
import dev.bulwark.registry.channel.Terms;
import dev.bulwark.registry.channel.Watch;
import dev.bulwark.registry.channel.Window;
import dev.bulwark.registry.event.RegistryEvent;
import dev.bulwark.registry.event.RegistryEvent.Verified.Result;
import dev.bulwark.registry.release.Registrar;
import dev.bulwark.registry.signing.HashType;
import dev.bulwark.registry.signing.Serialization;
import dev.bulwark.registry.state.Deployment;
import dev.bulwark.registry.state.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whole passes, over real folders and signatures.
class UpdateRunTest {
  private static final VersionId ONE = new VersionId("scorer", 1);
  private static final VersionId TWO = new VersionId("scorer", 2);
  private static final String FIRST = "model 1";
  private static final String SECOND = "model 2";

  @TempDir private Path folder = Path.of(".");

  private Vendor vendor() {
    return new Vendor(folder);
  }

  private static List<String> reasons(List<Did> did) {
    return did.stream()
        .flatMap(
            each ->
                each instanceof Did.Held(String _, List<String> why) ? why.stream() : Stream.of())
        .toList();
  }

  private static void runs(Vendor vendor, String where, VersionId id) {
    assertThat(vendor.environment(where).current().map(Deployment::versions))
        .hasValueSatisfying(versions -> assertThat(versions).containsExactly(id));
  }

  @Test
  void aReleaseIsTakenInStagedSoakedAndPromoted() {
    Vendor vendor = vendor().follow();
    vendor.release("1.0", FIRST);
    assertThat(vendor.pass())
        .hasSize(2)
        .anySatisfy(did -> assertThat(did).isInstanceOf(Did.Took.class))
        .contains(new Did.Moved(ONE, "staging", 1));
    assertThat(reasons(vendor.pass())).singleElement().asString().startsWith("it soaks in staging");
    vendor.wait(Duration.ofMinutes(31));
    assertThat(vendor.pass()).containsExactly(new Did.Moved(ONE, "production", 1));
    assertThat(vendor.state().discounted()).isEmpty();
    runs(vendor, "production", ONE);
  }

  @Test
  void aPassWithNothingToDoWritesNothing() {
    Vendor vendor = promoted();
    int before = vendor.entries();
    assertThat(vendor.pass()).isEmpty();
    assertThat(vendor.pass()).isEmpty();
    assertThat(vendor.entries()).isEqualTo(before);
    vendor.wait(Duration.ofHours(13));
    vendor.pass();
    assertThat(vendor.entries()).as("a look on record twice a day").isEqualTo(before + 1);
  }

  /// Release 1.0 runs everywhere.
  private Vendor promoted() {
    Vendor vendor = vendor().follow();
    vendor.release("1.0", FIRST);
    vendor.pass();
    vendor.wait(Duration.ofMinutes(31));
    vendor.pass();
    return vendor;
  }

  @Test
  void whatWaitsWritesNothingTwice() {
    Vendor vendor = vendor().follow();
    vendor.failing(SECOND);
    vendor.release("1.0", SECOND);
    assertThat(vendor.pass()).anySatisfy(did -> assertThat(did).isInstanceOf(Did.Took.class));
    int before = vendor.entries();
    assertThat(reasons(vendor.pass())).containsExactly("it failed its examination: PKL-001");
    assertThat(vendor.entries()).isEqualTo(before);
    assertThat(vendor.state().version(ONE).state()).isEqualTo(Version.State.FAILED);
    assertThat(vendor.environment("staging").deployments()).isEmpty();
  }

  /// Gate says no: the sign-off that a model needs is older than it may be.
  @Test
  void whatTheGateRefusesIsOnRecordOnce() {
    Vendor vendor = vendor().follow();
    vendor.wait(Duration.ofDays(400));
    vendor.release("1.0", FIRST);
    assertThat(reasons(vendor.pass())).isNotEmpty();
    assertThat(vendor.state().refusals()).hasSize(1);
    vendor.pass();
    vendor.pass();
    assertThat(vendor.state().refusals()).hasSize(1);
    assertThat(vendor.environment("staging").deployments()).isEmpty();
  }

  /// The process dies at every step there is, and the next one goes on.
  @Test
  void whereverItDiesTheNextPassEndsItAndNothingHappensTwice() {
    int died = 0;
    for (int step = 1; step < 50; step++) {
      Path own = folder.resolve("run-" + step);
      Vendor vendor = new Vendor(own).follow();
      vendor.release("1.0", FIRST);
      vendor.dieAt(step);
      boolean alive = false;
      try {
        vendor.pass();
        alive = true;
      } catch (Vendor.Crash crash) {
        died++;
      }
      vendor.dieAt(Integer.MAX_VALUE);
      vendor.pass();
      assertThat(vendor.state().versions()).as("step " + step).containsOnlyKeys(ONE);
      assertThat(vendor.state().version(ONE).state()).isEqualTo(Version.State.READY);
      assertThat(vendor.environment("staging").deployments()).hasSize(1);
      assertThat(vendor.environment("staging").current().orElseThrow().isGood()).isTrue();
      assertThat(vendor.state().discounted()).isEmpty();
      if (alive) {
        break;
      }
    }
    assertThat(died).as("examine, rehearse, grant, granted, look").isEqualTo(5);
  }

  @Test
  void aReturnThatWasCutOffIsMadeByTheNextPassOnce() {
    Vendor vendor = renewed();
    tell(vendor, Result.BAD);
    vendor.dieAt(1);
    assertThatThrownBy(vendor::pass).isInstanceOf(Vendor.Crash.class);
    vendor.dieAt(Integer.MAX_VALUE);
    assertThat(vendor.pass()).anySatisfy(did -> assertThat(did).isInstanceOf(Did.Returned.class));
    assertThat(vendor.pass()).noneSatisfy(did -> assertThat(did).isInstanceOf(Did.Returned.class));
    runs(vendor, "staging", ONE);
  }

  /// Release 1.0 runs in production, 1.1 in staging.
  private Vendor renewed() {
    Vendor vendor = promoted();
    vendor.release("1.1", SECOND);
    vendor.pass();
    runs(vendor, "staging", TWO);
    return vendor;
  }

  private static void tell(Vendor vendor, Result result) {
    vendor.memory.run(
        log -> new Registrar(vendor.book(log)).told("staging", result, "seen", Vendor.OLA));
  }

  @Test
  void aPersonsBadWordTakesItBackAndBlocksIt() {
    Vendor vendor = renewed();
    tell(vendor, Result.BAD);
    assertThat(vendor.pass())
        .contains(new Did.Returned("staging", List.of(TWO), 3, "seen, channel vendor"));
    runs(vendor, "staging", ONE);
    assertThat(vendor.environment("staging").blocked()).containsOnlyKeys(TWO);
    vendor.wait(Duration.ofHours(3));
    assertThat(reasons(vendor.pass()))
        .anySatisfy(why -> assertThat(why).contains("blocked there until somebody frees it"));
    runs(vendor, "production", ONE);
  }

  @Test
  void aWatchThatSaysBadTakesItBack() {
    Vendor vendor = renewed();
    vendor.says(where -> where.equals("staging") ? bad() : new Word.Unknown("nothing"));
    assertThat(vendor.pass()).anySatisfy(did -> assertThat(did).isInstanceOf(Did.Returned.class));
    runs(vendor, "staging", ONE);
  }

  private static Word bad() {
    return new Word.Said(Result.BAD, "errors doubled");
  }

  @Test
  void aBadWordAfterTheWatchWaitsForAPerson() {
    Vendor vendor = renewed();
    vendor.wait(Duration.ofHours(3));
    tell(vendor, Result.BAD);
    assertThat(reasons(vendor.pass()))
        .anySatisfy(why -> assertThat(why).contains("within its watch"));
    runs(vendor, "staging", TWO);
  }

  @Test
  void aBadFirstReleaseHasNothingToGoBackToAndThatIsSaid() {
    Vendor vendor = vendor().follow();
    vendor.release("1.0", FIRST);
    vendor.pass();
    tell(vendor, Result.BAD);
    assertThat(reasons(vendor.pass()))
        .anySatisfy(why -> assertThat(why).contains("found good, found none"));
  }

  @Test
  void termsThatSayHoldTakeNothingBack() {
    Vendor vendor = vendor();
    vendor.follow(
        vendor.terms(
            new Source.Folder(folder.toString()),
            List.of(),
            new Watch.Nobody(),
            Terms.OnFailedWatch.HOLD));
    vendor.release("1.0", FIRST);
    vendor.pass();
    vendor.release("1.1", SECOND);
    vendor.pass();
    tell(vendor, Result.BAD);
    assertThat(reasons(vendor.pass()))
        .anySatisfy(why -> assertThat(why).contains("the terms say hold"));
    runs(vendor, "staging", TWO);
  }

  @Test
  void whatTheTermsHoldIsNotReplacedByTheNextRelease() {
    Vendor vendor = vendor();
    vendor.follow(
        vendor.terms(
            new Source.Folder(folder.toString()),
            List.of(),
            new Watch.Nobody(),
            Terms.OnFailedWatch.HOLD));
    vendor.release("1.0", FIRST);
    vendor.pass();
    tell(vendor, Result.BAD);
    vendor.release("1.1", SECOND);
    assertThat(reasons(vendor.pass()))
        .anySatisfy(why -> assertThat(why).contains("a person moves it first"));
    runs(vendor, "staging", ONE);
    assertThat(vendor.state().refusals()).as("the gate is not even asked").isEmpty();
  }

  /// Sealing the keys takes longer than a decision lasts.
  @Test
  void whatADecisionGrewTooOldForIsRefusedAndOnRecord() {
    Vendor vendor = vendor().follow();
    vendor.release("1.0", FIRST);
    vendor.slow(Duration.ofMinutes(11));
    assertThat(reasons(vendor.pass())).anySatisfy(why -> assertThat(why).contains("another time"));
    assertThat(vendor.environment("staging").deployments()).isEmpty();
    assertThat(vendor.state().discounted()).isEmpty();
    assertThat(vendor.state().refusals()).hasSize(1);
    vendor.slow(Duration.ZERO);
    assertThat(vendor.pass()).contains(new Did.Moved(ONE, "staging", 1));
  }

  @Test
  void aReleaseThatWasPushedAndNotExaminedIsNoReasonToTryAnOlderOne() {
    Vendor vendor = vendor().follow();
    vendor.release("1.0", FIRST);
    vendor.release("1.1", SECOND);
    vendor.failAt(1);
    assertThat(reasons(vendor.pass())).contains("release 1.1: no room");
    assertThat(vendor.state().refusals()).isEmpty();
    assertThat(vendor.pass()).contains(new Did.Moved(ONE, "staging", 1));
  }

  @Test
  void aChannelThatFailsStopsNoOther() {
    Vendor vendor = vendor();
    vendor.follow(
        named(
            "broken",
            vendor.terms(
                new Source.Folder("x"),
                List.of(),
                new Watch.Nobody(),
                Terms.OnFailedWatch.ROLLBACK)));
    vendor.follow();
    vendor.release("1.0", FIRST);
    assertThat(
            vendor.pass(
                terms -> {
                  if (terms.channel().equals("broken")) {
                    throw new StoreFault(StoreFault.UNAVAILABLE, "nothing to be had");
                  }
                  return new FolderPublisher(folder, terms.asset());
                }))
        .contains(new Did.Held("channel broken", List.of("nothing to be had")))
        .contains(new Did.Moved(ONE, "staging", 1));
  }

  private static Terms named(String name, Terms t) {
    return new Terms(
        name,
        t.asset(),
        t.kind(),
        t.source(),
        t.publishers(),
        t.place(),
        t.path(),
        t.soak(),
        t.windows(),
        t.watch(),
        t.watchFor(),
        t.onFailedWatch());
  }

  /// Whoever answers for a source may take long, or never come back.
  @Test
  void whatIsBadGoesBackBeforeAnySourceIsAsked() {
    Vendor vendor = renewed();
    tell(vendor, Result.BAD);
    assertThatThrownBy(
            () ->
                vendor.pass(
                    _ -> {
                      throw new Vendor.Crash();
                    }))
        .isInstanceOf(Vendor.Crash.class);
    runs(vendor, "staging", ONE);
  }

  @Test
  void aPipeInAReleaseKeepsNobodyWaiting() {
    Vendor vendor = promoted();
    pipe(vendor.unsigned("1.1", Map.of("x.pkl", SECOND)).resolve("model.sig"));
    pipe(vendor.release("1.2", SECOND).resolve("y"));
    assertThat(assertTimeoutPreemptively(Duration.ofSeconds(30), () -> reasons(vendor.pass())))
        .anySatisfy(why -> assertThat(why).contains("scorer-1.1 has no model.sig"))
        .anySatisfy(why -> assertThat(why).contains("special-file"));
    assertThat(vendor.state().versions()).containsOnlyKeys(ONE);
  }

  private static void pipe(Path at) {
    io(
        () -> {
          try {
            return new ProcessBuilder("mkfifo", at.toString()).start().waitFor();
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
        });
    assertThat(at).exists();
  }

  @Test
  void withAWatchNobodyKnowsIsNotGood() {
    Vendor vendor = vendor();
    vendor.follow(
        vendor.terms(
            new Source.Folder(folder.toString()),
            List.of(),
            new Watch.File("word.json"),
            Terms.OnFailedWatch.ROLLBACK));
    vendor.release("1.0", FIRST);
    vendor.pass();
    vendor.wait(Duration.ofMinutes(31));
    vendor.says(_ -> new Word.Unknown("the file is not there"));
    assertThat(reasons(vendor.pass()))
        .containsExactly("nobody knows how it does in staging: the file is not there");
    vendor.says(_ -> new Word.Said(Result.GOOD, "fine"));
    assertThat(vendor.pass()).containsExactly(new Did.Moved(ONE, "production", 1));
  }

  @Test
  void outsideItsWindowsItSaysWhenTheNextOpens() {
    Vendor vendor = vendor();
    vendor.follow(
        vendor.terms(
            new Source.Folder(folder.toString()),
            List.of(Window.parse("fri,06:00-07:00").orElseThrow()),
            new Watch.Nobody(),
            Terms.OnFailedWatch.ROLLBACK));
    vendor.release("1.0", FIRST);
    assertThat(reasons(vendor.pass()))
        .containsExactly("no window is open; the next opens at 2026-01-02T06:00:00Z");
    assertThat(vendor.environment("staging").deployments()).isEmpty();
  }

  /// A channel that watches this registry: people push, it moves.
  @Test
  void whatPeoplePushIsMovedByAChannelThatWatchesThem() {
    Vendor vendor = vendor();
    vendor.follow(
        vendor.terms(
            new Source.People(), List.of(), new Watch.Nobody(), Terms.OnFailedWatch.ROLLBACK));
    assertThat(vendor.pass()).isEmpty();
    vendor.push("model 1");
    assertThat(vendor.pass()).containsExactly(new Did.Moved(ONE, "staging", 1));
    vendor.wait(Duration.ofMinutes(31));
    assertThat(vendor.pass()).containsExactly(new Did.Moved(ONE, "production", 1));
    vendor.failing("model 3");
    vendor.push("model 3");
    assertThat(reasons(vendor.pass())).containsExactly("it failed its examination: PKL-001");
    runs(vendor, "staging", ONE);
  }

  @Test
  void whatAPersonSuspendedStaysSuspended() {
    Vendor vendor = renewed();
    vendor.suspend("staging");
    assertThat(reasons(vendor.pass()))
        .containsExactly("somebody suspended it; a person starts it again");
    assertThat(vendor.environment("staging").isSuspended()).isTrue();
  }

  @Test
  void aReleaseThatCannotLieUnderSealIsAProblemAndNoEnd() {
    Vendor vendor = promoted();
    vendor.release("1.1", Map.of("x\u200b.pkl", SECOND), Vendor.KEY);
    assertThat(reasons(vendor.pass())).singleElement().asString().contains("release 1.1");
    assertThat(vendor.state().versions()).containsOnlyKeys(ONE);
  }

  @Test
  void whoseSignerLeftDoesNothingAndWritesNothing() {
    Vendor vendor = renewed();
    tell(vendor, Result.BAD);
    vendor.release("1.2", "model 3");
    vendor.leaves();
    vendor.wait(Duration.ofMinutes(31));
    int before = vendor.entries();
    assertThat(reasons(vendor.pass()))
        .filteredOn(why -> why.contains("whose key counts"))
        .as("what is offered, the way back, the way on")
        .hasSize(3);
    assertThat(vendor.entries()).isEqualTo(before);
    runs(vendor, "staging", TWO);
    assertThat(vendor.state().versions()).hasSize(2);
  }

  @Test
  void aClosedChannelIsPassedOver() {
    Vendor vendor = vendor().follow();
    vendor.release("1.0", FIRST);
    vendor.memory.run(log -> new Registrar(vendor.book(log)).unfollow("vendor", Vendor.OLA, ""));
    int before = vendor.entries();
    assertThat(vendor.pass()).isEmpty();
    assertThat(vendor.entries()).isEqualTo(before);
  }

  /// A release that is not what it says.
  private record Fake(String name, String says, Consumer<Vendor> lay) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Fake> fakes() {
    Map<String, String> files = Map.of("x.pkl", SECOND);
    return Stream.of(
        new Fake("no signature", "no model.sig", v -> v.unsigned("1.1", files)),
        new Fake(
            "a stranger's signature", "key-differs", v -> v.release("1.1", files, Vendor.STRANGER)),
        new Fake(
            "a file changed after it was signed",
            "files-differ",
            v -> write(v.release("1.1", SECOND).resolve("x.pkl"), "model X")),
        new Fake(
            "a file more than was signed",
            "files-extra",
            v -> write(v.release("1.1", SECOND).resolve("y.pkl"), "more")),
        new Fake(
            "a file less than was signed",
            "files-missing",
            v ->
                delete(
                    v.release("1.1", Map.of("x.pkl", SECOND, "y", "z"), Vendor.KEY).resolve("y"))),
        new Fake(
            "another release's signature",
            "signed under another name",
            v -> {
              v.release("1.1", SECOND);
              copy(
                  v.folder.resolve("scorer-1.0/model.sig"),
                  v.folder.resolve("scorer-1.1/model.sig"));
            }),
        new Fake(
            "an old release under a new number",
            "another name",
            v -> {
              v.unsigned("1.1", Map.of("x.pkl", FIRST));
              copy(
                  v.folder.resolve("scorer-1.0/model.sig"),
                  v.folder.resolve("scorer-1.1/model.sig"));
            }),
        new Fake(
            "a link in place of a file",
            "symlink",
            v -> {
              Path file = v.release("1.1", SECOND).resolve("x.pkl");
              Path elsewhere = v.folder.resolve("elsewhere");
              write(elsewhere, SECOND);
              delete(file);
              link(file, elsewhere);
            }),
        new Fake(
            "a link in place of the folder",
            "no folder",
            v -> {
              Path real = v.release("1.1", SECOND);
              Path away = v.folder.resolve("away");
              move(real, away);
              link(real, away);
            }),
        new Fake(
            "a signature over pieces",
            "whole files",
            v ->
                v.sign(
                    v.unsigned("1.1", files),
                    Vendor.KEY,
                    new Serialization(
                        new Serialization.Cut.Shards(1000), HashType.SHA256, false, List.of()))),
        new Fake(
            "rubbish for a signature",
            "bundle-malformed",
            v -> write(v.unsigned("1.1", files).resolve("model.sig"), "{}")),
        new Fake(
            "a number that is none", "no folder scorer-NUMBER", v -> v.unsigned("1.x", files)));
  }

  @ParameterizedTest
  @MethodSource("fakes")
  void whatItsPublisherDidNotSignIsNoVersion(Fake fake) {
    Vendor vendor = promoted();
    fake.lay().accept(vendor);
    assertThat(reasons(vendor.pass())).anySatisfy(why -> assertThat(why).contains(fake.says()));
    assertThat(vendor.state().versions()).containsOnlyKeys(ONE);
    assertThat(vendor.state().channel("vendor").problem()).contains(fake.says());
    runs(vendor, "staging", ONE);
  }

  /// The folder is swapped after its signature was verified, when the files are read to be sealed.
  @Test
  void whatIsSealedIsWhatWasVerified() {
    Vendor vendor = promoted();
    Path file = vendor.release("1.1", SECOND).resolve("x.pkl");
    vendor.whileReading("x.pkl", () -> write(file, "model X"));
    assertThat(reasons(vendor.pass()))
        .anySatisfy(why -> assertThat(why).contains("changed after their signature was verified"));
    assertThat(vendor.state().versions()).containsOnlyKeys(ONE);
    assertThat(vendor.state().refusals()).hasSize(1);
  }

  @Test
  void aFakeOfAHigherNumberKeepsNoUpdateBack() {
    Vendor vendor = promoted();
    vendor.release("1.1", SECOND);
    vendor.release("99", Map.of("x.pkl", "evil"), Vendor.STRANGER);
    assertThat(vendor.pass()).contains(new Did.Moved(TWO, "staging", 2));
    assertThat(vendor.state().refusals()).hasSize(1);
    vendor.pass();
    assertThat(vendor.state().refusals()).as("told once").hasSize(1);
  }

  @Test
  void ofSeveralReleasesTheNewestIsTaken() {
    Vendor vendor = vendor().follow();
    vendor.release("1.9", FIRST);
    vendor.release("1.10", SECOND);
    vendor.pass();
    assertThat(vendor.state().version(ONE).arrival().map(RegistryEvent.Arrival::number))
        .isEqualTo(Vendor.number("1.10"));
    vendor.pass();
    assertThat(vendor.state().versions()).containsOnlyKeys(ONE);
  }

  @Test
  void aReleaseThatWasChangedSilentlyIsNoticed() {
    Vendor vendor = promoted();
    vendor.release("1.0", SECOND);
    assertThat(reasons(vendor.pass()))
        .containsExactly(
            "the release of scorer@1 was changed after it was taken in: its publisher signed other files under the same number");
    assertThat(vendor.state().channel("vendor").changed()).containsExactly(ONE);
    vendor.release("1.1", SECOND);
    assertThat(vendor.pass()).contains(new Did.Moved(TWO, "staging", 2));
  }

  private static void write(Path file, String text) {
    io(() -> Files.writeString(file, text));
  }

  private static void delete(Path file) {
    io(() -> Files.deleteIfExists(file));
  }

  private static void copy(Path from, Path to) {
    io(() -> Files.copy(from, to, java.nio.file.StandardCopyOption.REPLACE_EXISTING));
  }

  private static void move(Path from, Path to) {
    io(() -> Files.move(from, to));
  }

  private static void link(Path from, Path to) {
    io(() -> Files.createSymbolicLink(from, to));
  }

  private interface Work {
    Object run() throws IOException;
  }

  private static void io(Work work) {
    try {
      Optional.of(work.run());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
