package dev.bulwark.registry.update;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.store.StoreFault;
import dev.bulwark.registry.channel.Source;
import dev.bulwark.registry.channel.Watch;
import dev.bulwark.registry.channel.Window;
import dev.bulwark.registry.event.RegistryEvent;
import dev.bulwark.registry.event.RegistryEvent.Verified.Result;
import dev.bulwark.registry.release.Registrar;
import dev.bulwark.registry.state.Version;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whole passes, over real folders and signatures.
class UpdateRunTest {
  @TempDir private Path folder = Path.of(".");

  private Vendor vendor() {
    return new Vendor(folder);
  }

  @Test
  void aReleaseIsTakenInStagedSoakedAndPromoted() {
    Vendor vendor = vendor().follow();
    vendor.release("1.0", Vendor.FIRST);
    assertThat(vendor.pass())
        .hasSize(2)
        .anySatisfy(did -> assertThat(did).isInstanceOf(Did.Took.class))
        .contains(new Did.Moved(Vendor.ONE, "staging", 1));
    assertThat(vendor.held()).singleElement().asString().startsWith("it soaks in staging");
    vendor.wait(Duration.ofMinutes(31));
    assertThat(vendor.pass()).containsExactly(new Did.Moved(Vendor.ONE, "production", 1));
    assertThat(vendor.state().discounted()).isEmpty();
    vendor.runs("production", Vendor.ONE);
  }

  @Test
  void aPassWithNothingToDoWritesNothing() {
    Vendor vendor = vendor().promoted();
    int before = vendor.entries();
    assertThat(vendor.pass()).isEmpty();
    assertThat(vendor.pass()).isEmpty();
    assertThat(vendor.entries()).isEqualTo(before);
    vendor.wait(Duration.ofHours(13));
    vendor.pass();
    assertThat(vendor.entries()).as("a look on record twice a day").isEqualTo(before + 1);
  }

  @Test
  void whatWaitsWritesNothingTwice() {
    Vendor vendor = vendor().follow();
    vendor.failing(Vendor.SECOND);
    vendor.release("1.0", Vendor.SECOND);
    assertThat(vendor.pass()).anySatisfy(did -> assertThat(did).isInstanceOf(Did.Took.class));
    int before = vendor.entries();
    assertThat(vendor.held()).containsExactly("it failed its examination: PKL-001");
    assertThat(vendor.entries()).isEqualTo(before);
    assertThat(vendor.state().version(Vendor.ONE).state()).isEqualTo(Version.State.FAILED);
    assertThat(vendor.environment("staging").deployments()).isEmpty();
  }

  /// Gate says no: the sign-off that a model needs is older than it may be.
  @Test
  void whatTheGateRefusesIsOnRecordOnce() {
    Vendor vendor = vendor().follow();
    vendor.wait(Duration.ofDays(400));
    vendor.release("1.0", Vendor.FIRST);
    assertThat(vendor.held()).isNotEmpty();
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
      vendor.release("1.0", Vendor.FIRST);
      vendor.steps.dieAt(step);
      boolean alive = false;
      try {
        vendor.pass();
        alive = true;
      } catch (Steps.Crash crash) {
        died++;
      }
      vendor.steps.live();
      vendor.pass();
      assertThat(vendor.state().versions()).as("step " + step).containsOnlyKeys(Vendor.ONE);
      assertThat(vendor.state().version(Vendor.ONE).state()).isEqualTo(Version.State.READY);
      assertThat(vendor.environment("staging").deployments()).hasSize(1);
      assertThat(vendor.environment("staging").current().orElseThrow().isGood()).isTrue();
      assertThat(vendor.state().discounted()).isEmpty();
      if (alive) {
        break;
      }
    }
    assertThat(died).as("examine, rehearse, grant, granted, look").isEqualTo(5);
  }

  /// Sealing the keys takes longer than a decision lasts.
  @Test
  void whatADecisionGrewTooOldForIsRefusedAndOnRecord() {
    Vendor vendor = vendor().follow();
    vendor.release("1.0", Vendor.FIRST);
    vendor.steps.take(Duration.ofMinutes(11));
    assertThat(vendor.held()).anySatisfy(why -> assertThat(why).contains("another time"));
    assertThat(vendor.environment("staging").deployments()).isEmpty();
    assertThat(vendor.state().discounted()).isEmpty();
    assertThat(vendor.state().refusals()).hasSize(1);
    vendor.steps.take(Duration.ZERO);
    assertThat(vendor.pass()).contains(new Did.Moved(Vendor.ONE, "staging", 1));
  }

  @Test
  void aReleaseThatWasPushedAndNotExaminedIsNoReasonToTryAnOlderOne() {
    Vendor vendor = vendor().follow();
    vendor.release("1.0", Vendor.FIRST);
    vendor.release("1.1", Vendor.SECOND);
    vendor.steps.failAt(1);
    assertThat(vendor.held()).contains("release 1.1: no room");
    assertThat(vendor.state().refusals()).isEmpty();
    assertThat(vendor.pass()).contains(new Did.Moved(Vendor.ONE, "staging", 1));
  }

  @Test
  void aChannelThatFailsStopsNoOther() {
    Vendor vendor = vendor();
    vendor.follow(
        draft -> {
          draft.channel = "broken";
          draft.source = new Source.Folder("x");
        });
    vendor.follow();
    vendor.release("1.0", Vendor.FIRST);
    assertThat(
            vendor.pass(
                terms -> {
                  if (terms.channel().equals("broken")) {
                    throw new StoreFault(StoreFault.UNAVAILABLE, "nothing to be had");
                  }
                  return new FolderPublisher(folder, terms.asset());
                }))
        .contains(new Did.Held("channel broken", List.of("nothing to be had")))
        .contains(new Did.Moved(Vendor.ONE, "staging", 1));
  }

  @Test
  void withAWatchNobodyKnowsIsNotGood() {
    Vendor vendor = vendor();
    vendor.follow(draft -> draft.watch = new Watch.File("word.json"));
    vendor.release("1.0", Vendor.FIRST);
    vendor.pass();
    vendor.wait(Duration.ofMinutes(31));
    vendor.says(_ -> new Word.Unknown("the file is not there"));
    assertThat(vendor.held())
        .containsExactly("nobody knows how it does in staging: the file is not there");
    vendor.says(_ -> new Word.Said(Result.GOOD, "fine"));
    assertThat(vendor.pass()).containsExactly(new Did.Moved(Vendor.ONE, "production", 1));
  }

  @Test
  void outsideItsWindowsItSaysWhenTheNextOpens() {
    Vendor vendor = vendor();
    vendor.follow(draft -> draft.windows = List.of(Window.parse("fri,06:00-07:00").orElseThrow()));
    vendor.release("1.0", Vendor.FIRST);
    assertThat(vendor.held())
        .containsExactly("no window is open; the next opens at 2026-01-02T06:00:00Z");
    assertThat(vendor.environment("staging").deployments()).isEmpty();
  }

  /// A channel that watches this registry: people push, it moves.
  @Test
  void whatPeoplePushIsMovedByAChannelThatWatchesThem() {
    Vendor vendor = vendor();
    vendor.follow(
        draft -> {
          draft.source = new Source.People();
          draft.publishers = List.of();
        });
    assertThat(vendor.pass()).isEmpty();
    vendor.push("model 1");
    assertThat(vendor.pass()).containsExactly(new Did.Moved(Vendor.ONE, "staging", 1));
    vendor.wait(Duration.ofMinutes(31));
    assertThat(vendor.pass()).containsExactly(new Did.Moved(Vendor.ONE, "production", 1));
    vendor.failing("model 3");
    vendor.push("model 3");
    assertThat(vendor.held()).containsExactly("it failed its examination: PKL-001");
    vendor.runs("staging", Vendor.ONE);
  }

  @Test
  void whatAPersonSuspendedStaysSuspended() {
    Vendor vendor = vendor().renewed();
    vendor.suspend("staging");
    assertThat(vendor.held()).containsExactly("somebody suspended it; a person starts it again");
    assertThat(vendor.environment("staging").isSuspended()).isTrue();
  }

  @Test
  void aReleaseThatCannotLieUnderSealIsAProblemAndNoEnd() {
    Vendor vendor = vendor().promoted();
    vendor.releases.signed("1.1", Map.of("x\u200b.pkl", Vendor.SECOND), Vendor.KEY);
    assertThat(vendor.held()).singleElement().asString().contains("release 1.1");
    assertThat(vendor.state().versions()).containsOnlyKeys(Vendor.ONE);
  }

  @Test
  void aClosedChannelIsPassedOver() {
    Vendor vendor = vendor().follow();
    vendor.release("1.0", Vendor.FIRST);
    vendor.memory.run(log -> new Registrar(vendor.book(log)).unfollow("vendor", Vendor.OLA, ""));
    int before = vendor.entries();
    assertThat(vendor.pass()).isEmpty();
    assertThat(vendor.entries()).isEqualTo(before);
  }

  @Test
  void ofSeveralReleasesTheNewestIsTaken() {
    Vendor vendor = vendor().follow();
    vendor.release("1.9", Vendor.FIRST);
    vendor.release("1.10", Vendor.SECOND);
    vendor.pass();
    assertThat(vendor.state().version(Vendor.ONE).arrival().map(RegistryEvent.Arrival::number))
        .isEqualTo(Vendor.number("1.10"));
    vendor.pass();
    assertThat(vendor.state().versions()).containsOnlyKeys(Vendor.ONE);
  }
}
