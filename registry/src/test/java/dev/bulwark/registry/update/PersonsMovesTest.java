package dev.bulwark.registry.update;

import static dev.bulwark.registry.update.Vendor.OLA;
import static dev.bulwark.registry.update.Vendor.ONE;
import static dev.bulwark.registry.update.Vendor.TWO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.evidence.EvidenceFixture;
import dev.bulwark.evidence.LogInMemory;
import dev.bulwark.evidence.RosterEvent;
import dev.bulwark.evidence.keys.SigningKey;
import dev.bulwark.kernel.fault.Fault;
import dev.bulwark.registry.RegistryFault;
import dev.bulwark.registry.Retention;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.event.RegistryEvent;
import dev.bulwark.registry.event.RegistryEvent.Verified.Result;
import dev.bulwark.registry.release.Moved;
import dev.bulwark.registry.release.Registrar;
import dev.bulwark.registry.release.Releases;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What people ask for and do not get is on record, with the controls that stand against it; and a
/// move that a crash cut off before the look is looked at.
class PersonsMovesTest {
  private static final SigningKey SUE = EvidenceFixture.key("sue");

  @TempDir private Path folder;
  private Vendor vendor;

  @BeforeEach
  void twoRunsInStaging() {
    vendor = new Vendor(folder).renewed();
    vendor.memory.run(
        log ->
            LogInMemory.event(
                log,
                LogInMemory.enrol(RosterEvent.Holder.person("sue"), "sue", vendor.memory.now)));
  }

  private void moves(Consumer<Releases> work) {
    vendor.memory.run(log -> work.accept(vendor.moves(vendor.book(log))));
  }

  private RegistryEvent.Refused last() {
    return vendor.state().refusals().getLast().refused();
  }

  private void refusedBack(long generation, String why) {
    moves(
        releases ->
            assertThat(releases.rollback("staging", Optional.of(generation), OLA, ""))
                .isInstanceOf(Moved.Refused.class));
    assertThat(last().reasons()).hasSize(1).first().asString().contains(why);
    assertThat(last().controls()).containsExactly("MDL-02");
  }

  @Test
  void aRollbackToWhatIsBlockedNeverRanOrWasNeverGoodIsRefusedOnRecord() {
    moves(
        releases ->
            assertThat(releases.rollback("staging", Optional.of(1L), OLA, ""))
                .isInstanceOf(Moved.Done.class));
    refusedBack(2, "scorer@2 is blocked in staging");
    refusedBack(9, "generation 9 never ran in staging");
    vendor.tell(Result.BAD);
    refusedBack(3, "generation 3 of staging was not found good");
    vendor.runs("staging", ONE);
  }

  @Test
  void aPromotionOfWhatIsNotThereIsOnRecord() {
    moves(
        releases ->
            assertThatThrownBy(
                    () -> releases.promote("staging", List.of(new VersionId("scorer", 9)), OLA, ""))
                .isInstanceOfSatisfying(
                    Fault.class, it -> assertThat(it.type()).isEqualTo(RegistryFault.UNKNOWN)));
    assertThat(last().versions()).containsExactly(new VersionId("scorer", 9));
    assertThat(last().controls()).isNotEmpty();
  }

  record Wish(String name, Consumer<Registrar> asks) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Wish> wishes() {
    return Stream.of(
        new Wish("revoke", it -> it.revoke(ONE, SUE, "")),
        new Wish("hold", it -> it.hold(ONE, true, SUE, "")),
        new Wish("free", it -> it.free("staging", TWO, SUE, "")),
        new Wish("retain", it -> it.retain(new Retention("scorer", 1, 1), SUE)),
        new Wish("watch", it -> it.told("staging", Result.BAD, "", SUE)),
        new Wish("unfollow", it -> it.unfollow("vendor", SUE, "")));
  }

  @ParameterizedTest
  @MethodSource("wishes")
  void whatSomebodyWithoutTheRightAsksForIsRefusedOnRecord(Wish wish) {
    int before = vendor.state().refusals().size();
    vendor.memory.run(
        log ->
            assertThatThrownBy(() -> wish.asks().accept(new Registrar(vendor.book(log))))
                .isInstanceOfSatisfying(
                    Fault.class, it -> assertThat(it.type()).isEqualTo(RegistryFault.REFUSED)));
    assertThat(vendor.state().refusals()).hasSize(before + 1);
    assertThat(last().reasons()).first().asString().contains("sue does not hold the role");
    assertThat(last().controls()).containsExactly("ACC-01");
    assertThat(vendor.state().discounted()).isEmpty();
  }

  @Test
  void anErasureOfWhatIsNeededIsRefusedOnRecord() {
    vendor.erasing(
        it ->
            assertThatThrownBy(() -> it.erase(ONE, OLA, ""))
                .isInstanceOfSatisfying(
                    Fault.class, why -> assertThat(why.type()).isEqualTo(RegistryFault.REFUSED)));
    assertThat(last().controls()).containsExactly("MDL-01");
  }

  /// The key is in the file still; nothing is signed by it any more.
  @Test
  void whoseKeyWasRevokedMovesNothingAndIsToldOnRecord() {
    vendor.leaves();
    moves(
        releases ->
            assertThat(releases.suspend("staging", OLA, "")).isInstanceOf(Moved.Refused.class));
    assertThat(last().reasons())
        .containsExactly("the request would be signed by a key that does not count");
    assertThat(last().controls()).containsExactly("ACC-01");
    vendor.runs("staging", TWO);
  }

  /// The process dies after the move is on record and before anybody looked.
  @Test
  void aMoveThatACrashCutOffIsLookedAtByTheNextPromotion() {
    vendor.steps.dieAt(3);
    try {
      moves(releases -> releases.promote("staging", List.of(ONE), OLA, ""));
    } catch (Steps.Crash crash) {
      assertThat(vendor.environment("staging").current().orElseThrow().look()).isEmpty();
    }
    vendor.steps.live();
    assertThat(vendor.environment("staging").generation()).isEqualTo(3);
    moves(releases -> releases.promote("production", List.of(ONE), OLA, ""));
    assertThat(vendor.environment("staging").current().orElseThrow().isGood()).isTrue();
  }
}
