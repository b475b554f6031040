package dev.bulwark.kernel.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.json.Json;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutcomeTest {
  private static final Rule RULE = rule("TST-001");
  private static final Finding BAD =
      new Finding(RULE.id(), Severity.HIGH, Place.of("a").at(3), "bad");
  private static final Finding NOTE =
      new Finding(RULE.id(), Severity.NOTE, Place.of("a"), "worth reading");

  @Test
  void aPassCannotHideAFinding() {
    assertThatThrownBy(() -> new Outcome.Passed(List.of(BAD)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Outcome.Failed(List.of(NOTE)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Outcome.Failed(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(Outcome.of(List.of(NOTE))).isEqualTo(new Outcome.Passed(List.of(NOTE)));
    assertThat(Outcome.of(List.of(NOTE, BAD))).isEqualTo(new Outcome.Failed(List.of(NOTE, BAD)));
  }

  @Test
  void undecidedIsNotPassed() {
    Outcome undecided = Outcome.undecided(Outcome.Reason.MALFORMED, "");
    assertThat(run(Map.of("TST-001", Outcome.passed(), "TST-002", undecided)).verdict())
        .isEqualTo(CheckRun.Verdict.UNDECIDED);
  }

  @Test
  void aRunThatConcernedNothingIsNotPassed() {
    assertThat(run(Map.of("TST-001", new Outcome.NotApplicable("no such files"))).verdict())
        .isEqualTo(CheckRun.Verdict.NOT_APPLICABLE);
  }

  @Test
  void theWorstOutcomeCounts() {
    assertThat(
            run(Map.of(
                    "TST-001", Outcome.passed(),
                    "TST-002", Outcome.undecided(Outcome.Reason.DEADLINE, ""),
                    "TST-003", Outcome.of(List.of(BAD))))
                .verdict())
        .isEqualTo(CheckRun.Verdict.FAILED);
  }

  @Test
  void anEmptyRunCannotExist() {
    assertThatThrownBy(() -> run(Map.of())).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Suite<String>("empty", List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aBrokenCheckIsUndecidedAndTheOthersStillRun() {
    Suite<String> suite =
        new Suite<>(
            "two",
            List.of(
                check(
                    "TST-001",
                    (_, _) -> {
                      throw new IllegalStateException("secret text of the target");
                    }),
                check(
                    "TST-002",
                    (_, budget) -> {
                      budget.bytes(2);
                      return Outcome.passed();
                    }),
                check("TST-003", (_, _) -> Outcome.passed())));
    Limits oneByte =
        new Limits(new dev.bulwark.kernel.bytes.ByteSize(1), 1, 1, Duration.ofMinutes(1));
    Map<RuleId, Outcome> outcomes = suite.run("target", Budget.of(oneByte, () -> 0));
    assertThat(outcomes.values())
        .containsExactly(
            Outcome.undecided(
                Outcome.Reason.BROKEN,
                "the check itself failed with java.lang.IllegalStateException"),
            Outcome.undecided(Outcome.Reason.OVER_LIMIT, "more than 1B to read"),
            Outcome.passed());
  }

  private static final Limits SMALL =
      new Limits(new dev.bulwark.kernel.bytes.ByteSize(10), 2, 1, Duration.ofSeconds(1));

  @Test
  void bytesAreBounded() {
    Budget budget = Budget.of(SMALL, () -> 0);
    budget.bytes(10);
    assertThat(budget.bytesLeft()).isZero();
    assertThatThrownBy(() -> budget.bytes(1)).isInstanceOf(Budget.OverLimit.class);
  }

  @Test
  void entriesAreBounded() {
    Budget budget = Budget.of(SMALL, () -> 0);
    budget.entry();
    budget.entry();
    assertThatThrownBy(budget::entry).isInstanceOf(Budget.OverLimit.class);
  }

  @Test
  void depthIsBoundedAndComesBack() {
    Budget budget = Budget.of(SMALL, () -> 0);
    budget.enter();
    assertThatThrownBy(budget::enter).isInstanceOf(Budget.OverLimit.class);
    budget.leave();
    budget.enter();
  }

  @Test
  void timeIsBounded() {
    long[] now = {0};
    Budget budget = Budget.of(SMALL, () -> now[0]);
    now[0] = Duration.ofSeconds(2).toNanos();
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 2000; i++) {
                budget.tick();
              }
            })
        .isInstanceOfSatisfying(
            Budget.OverLimit.class, e -> assertThat(e.reason()).isEqualTo(Outcome.Reason.DEADLINE));
  }

  @Test
  void whatIsGoneStaysGone() {
    Budget budget = Budget.of(SMALL, () -> 0);
    assertThatThrownBy(() -> budget.bytes(11)).isInstanceOf(Budget.OverLimit.class);
    assertThatThrownBy(budget::entry).isInstanceOf(Budget.OverLimit.class);
    assertThatThrownBy(budget::tick).isInstanceOf(Budget.OverLimit.class);
  }

  @Test
  void hostileNamesAreShownHarmless() {
    Place place = Place.of("a.zip").inside("b\u001b[31m.pkl\u202e").at(31);
    assertThat(place.toString()).isEqualTo("a.zip!/b\\x1b[31m.pkl\\x202e@0x1f");
  }

  private interface Look {
    Outcome at(String target, Budget budget);
  }

  private static Check<String> check(String id, Look look) {
    return new Check<>() {
      @Override
      public Rule rule() {
        return OutcomeTest.rule(id);
      }

      @Override
      public Outcome examine(String target, Budget budget) {
        return look.at(target, budget);
      }
    };
  }

  private static Rule rule(String id) {
    return new Rule(new RuleId(id), "title", "why", "fix", Severity.HIGH, Rule.References.NONE);
  }

  private static CheckRun run(Map<String, Outcome> outcomes) {
    LinkedHashMap<RuleId, Outcome> byRule = new LinkedHashMap<>();
    outcomes.forEach((id, outcome) -> byRule.put(new RuleId(id), outcome));
    Digest digest = Digest.of(Bytes.EMPTY);
    return new CheckRun(
        "suite",
        new CheckRun.Checker("test", "1"),
        digest,
        List.of(new Subject("a", digest)),
        byRule,
        Json.object().build());
  }
}
