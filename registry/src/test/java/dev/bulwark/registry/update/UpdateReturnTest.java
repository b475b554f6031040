package dev.bulwark.registry.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.registry.channel.Terms;
import dev.bulwark.registry.event.RegistryEvent.Verified.Result;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a pass takes back, and what it leaves for a person.
class UpdateReturnTest {
  @TempDir private Path folder = Path.of(".");

  private Vendor vendor() {
    return new Vendor(folder);
  }

  @Test
  void aReturnThatWasCutOffIsMadeByTheNextPassOnce() {
    Vendor vendor = vendor().renewed();
    vendor.tell(Result.BAD);
    vendor.steps.dieAt(1);
    assertThatThrownBy(vendor::pass).isInstanceOf(Steps.Crash.class);
    vendor.steps.live();
    assertThat(vendor.pass()).anySatisfy(did -> assertThat(did).isInstanceOf(Did.Returned.class));
    assertThat(vendor.pass()).noneSatisfy(did -> assertThat(did).isInstanceOf(Did.Returned.class));
    vendor.runs("staging", Vendor.ONE);
  }

  @Test
  void aPersonsBadWordTakesItBackAndBlocksIt() {
    Vendor vendor = vendor().renewed();
    vendor.tell(Result.BAD);
    assertThat(vendor.pass())
        .contains(new Did.Returned("staging", List.of(Vendor.TWO), 3, "seen, channel vendor"));
    vendor.runs("staging", Vendor.ONE);
    assertThat(vendor.environment("staging").blocked()).containsOnlyKeys(Vendor.TWO);
    vendor.wait(Duration.ofHours(3));
    assertThat(vendor.held())
        .anySatisfy(why -> assertThat(why).contains("blocked there until somebody frees it"));
    vendor.runs("production", Vendor.ONE);
  }

  @Test
  void aWatchThatSaysBadTakesItBack() {
    Vendor vendor = vendor().renewed();
    vendor.says(where -> where.equals("staging") ? bad() : new Word.Unknown("nothing"));
    assertThat(vendor.pass()).anySatisfy(did -> assertThat(did).isInstanceOf(Did.Returned.class));
    vendor.runs("staging", Vendor.ONE);
  }

  private static Word bad() {
    return new Word.Said(Result.BAD, "errors doubled");
  }

  @Test
  void aBadWordAfterTheWatchWaitsForAPerson() {
    Vendor vendor = vendor().renewed();
    vendor.wait(Duration.ofHours(3));
    vendor.tell(Result.BAD);
    assertThat(vendor.held()).anySatisfy(why -> assertThat(why).contains("within its watch"));
    vendor.runs("staging", Vendor.TWO);
  }

  @Test
  void aBadFirstReleaseHasNothingToGoBackToAndThatIsSaid() {
    Vendor vendor = vendor().follow();
    vendor.release("1.0", Vendor.FIRST);
    vendor.pass();
    vendor.tell(Result.BAD);
    assertThat(vendor.held()).anySatisfy(why -> assertThat(why).contains("found good, found none"));
  }

  @Test
  void termsThatSayHoldTakeNothingBack() {
    Vendor vendor = vendor();
    vendor.follow(draft -> draft.onFailedWatch = Terms.OnFailedWatch.HOLD);
    vendor.release("1.0", Vendor.FIRST);
    vendor.pass();
    vendor.release("1.1", Vendor.SECOND);
    vendor.pass();
    vendor.tell(Result.BAD);
    assertThat(vendor.held()).anySatisfy(why -> assertThat(why).contains("the terms say hold"));
    vendor.runs("staging", Vendor.TWO);
  }

  @Test
  void whatTheTermsHoldIsNotReplacedByTheNextRelease() {
    Vendor vendor = vendor();
    vendor.follow(draft -> draft.onFailedWatch = Terms.OnFailedWatch.HOLD);
    vendor.release("1.0", Vendor.FIRST);
    vendor.pass();
    vendor.tell(Result.BAD);
    vendor.release("1.1", Vendor.SECOND);
    assertThat(vendor.held())
        .anySatisfy(why -> assertThat(why).contains("a person moves it first"));
    vendor.runs("staging", Vendor.ONE);
    assertThat(vendor.state().refusals()).as("the gate is not even asked").isEmpty();
  }

  /// Whoever answers for a source may take long, or never come back.
  @Test
  void whatIsBadGoesBackBeforeAnySourceIsAsked() {
    Vendor vendor = vendor().renewed();
    vendor.tell(Result.BAD);
    assertThatThrownBy(
            () ->
                vendor.pass(
                    _ -> {
                      throw new Steps.Crash();
                    }))
        .isInstanceOf(Steps.Crash.class);
    vendor.runs("staging", Vendor.ONE);
  }

  @Test
  void whoseSignerLeftDoesNothingAndWritesNothing() {
    Vendor vendor = vendor().renewed();
    vendor.tell(Result.BAD);
    vendor.release("1.2", "model 3");
    vendor.leaves();
    vendor.wait(Duration.ofMinutes(31));
    int before = vendor.entries();
    assertThat(vendor.held())
        .filteredOn(why -> why.contains("whose key counts"))
        .as("what is offered, the way back, the way on")
        .hasSize(3);
    assertThat(vendor.entries()).isEqualTo(before);
    vendor.runs("staging", Vendor.TWO);
    assertThat(vendor.state().versions()).hasSize(2);
  }
}
